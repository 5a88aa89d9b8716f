import { machineDiagram, type Machine } from '../../../../src/kernel/machine';
import { POLICY_MACHINES } from '../../../../src/policies/machines';

export type Kind = keyof typeof POLICY_MACHINES;

/**
 * Walks a machine once for each thing that goes through it, by what was observed of that thing. A thing goes through it
 * again when it has come to an end and more is observed, as a call does at a layer inside a retry, and several times at
 * once inside a hedge: then what is observed belongs to one of those whose state answers it.
 */
export class Paths {
  /** `from → event` of every transition that was taken. */
  readonly taken = new Set<string>();
  private readonly initial: string;
  private readonly next: ReadonlyMap<string, ReadonlyMap<string, string>>;
  private readonly states = new Map<string, string[]>();

  constructor(kind: Kind) {
    const { initial, states, transitions } = machineDiagram(POLICY_MACHINES[kind] as Machine);
    this.initial = initial;
    this.next = new Map(
      states.map(({ name }) => [
        name,
        new Map(transitions.filter(({ from }) => from === name).map(({ event, to }) => [event, to])),
      ]),
    );
  }

  /** What happened is one of these events; throws where no state of the thing answers any of them. */
  step(thing: string, ...events: readonly string[]): void {
    this.taken.add(this.walk(thing, events));
  }

  /** The same where it may have been another event, or another of the times that the thing went through: none counts as taken. */
  stepOneOf(thing: string, ...events: readonly string[]): void {
    this.walk(thing, events);
  }

  /** Follows the thing no further. */
  forget(thing: string): void {
    this.states.delete(thing);
  }

  /** How often the thing went through. */
  timesOf(thing: string): number {
    return this.states.get(thing)?.length ?? 0;
  }

  /** Whether the thing is in this state, one time that it went through. */
  isIn(thing: string, state: string): boolean {
    return this.states.get(thing)?.includes(state) ?? false;
  }

  /** What has not come to an end. */
  unfinished(): readonly string[] {
    return [...this.states].flatMap(([thing, states]) =>
      states.filter((state) => this.next.get(state)!.size > 0).map((state) => `${thing}: ${state}`),
    );
  }

  private walk(thing: string, events: readonly string[]): string {
    const states = this.states.get(thing) ?? [];
    this.states.set(thing, states);
    const eventIn = (state: string) => events.find((event) => this.next.get(state)!.has(event));
    let index = states.findIndex((state) => eventIn(state) !== undefined);
    if (index < 0) index = states.push(this.initial) - 1;
    const from = states[index]!;
    const event = eventIn(from);
    if (event === undefined)
      throw new Error(`${thing}: no way to answer “${events.join('” or “')}”; was ${states.join(', ')}.`);
    states[index] = this.next.get(from)!.get(event)!;
    return `${from} → ${event}`;
  }
}

/** Every transition that a machine has, as `Paths` writes it. */
export const transitionsOf = (kind: Kind): readonly string[] =>
  machineDiagram(POLICY_MACHINES[kind] as Machine).transitions.map(({ from, event }) => `${from} → ${event}`);
