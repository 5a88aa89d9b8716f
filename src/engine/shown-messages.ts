import { NONE } from './records';
import type { MessageReading } from './observation/reading';

/** How many shoppers of each journey were answered degraded, by the number of what their page said. */
export class ShownMessages {
  /** By message (NONE: none) and journey, as far as any came. */
  private counts: number[] = [];
  declare private readonly journeys: number;

  constructor(journeys: number) {
    this.journeys = journeys;
  }

  note(journey: number, message: number): void {
    const { counts } = this;
    const at = (message - NONE) * this.journeys + journey;
    while (counts.length <= at) counts.push(0);
    counts[at]!++;
  }

  /** In the order in which the texts first came up, those without words first; `texts` are the messages by number. */
  read(texts: readonly string[]): MessageReading[] {
    return this.counts.flatMap((shoppers, at) => {
      const message = Math.floor(at / this.journeys) + NONE;
      const text = message === NONE ? '' : texts[message]!;
      return shoppers === 0 ? [] : [{ journey: at % this.journeys, text, shoppers }];
    });
  }

  save(): readonly number[] {
    return this.counts.slice();
  }

  load(saved: readonly number[]): void {
    this.counts = saved.slice();
  }
}
