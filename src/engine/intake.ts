import type { Tape } from '../kernel/rows';
import { CONCURRENCY_LIMIT_BLOCK_SIZE, initConcurrencyLimit } from '../policies/concurrency-limit';
import { DISCIPLINE_BLOCK_SIZE, initDiscipline } from '../policies/queue-discipline';
import type { IntakeModel } from '../scenario/model';

/** What a replica lets in, and in which order, where that is not simply first come first served. */
export class Intake {
  readonly order = new Float64Array(DISCIPLINE_BLOCK_SIZE);
  readonly limit = new Float64Array(CONCURRENCY_LIMIT_BLOCK_SIZE);
  /** requests in order of deadlines */
  declare readonly isByDeadline: boolean;
  declare readonly isCodel: boolean;

  constructor(readonly model: IntakeModel) {
    initDiscipline(this.order, 0);
    if (model.limit !== null) initConcurrencyLimit(this.limit, 0, model.limit);
    this.isByDeadline = model.order.discipline === 'deadline';
    this.isCodel = model.order.discipline === 'codel';
  }

  carry(tape: Tape): void {
    for (const block of [this.order, this.limit]) {
      for (let at = 0; at < block.length; at++) block[at] = tape.number(block[at]!);
    }
  }
}
