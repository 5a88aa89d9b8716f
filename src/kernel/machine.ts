import { readMachine, type Machine } from './machine-definition';

export type { Machine };

/**
 * A flat state machine as the engine steps it: states, events and effects are numbers, looked up without allocating.
 * An event that a state does not name is ignored: the state stays and nothing is done.
 * Being in the initial state at the start has no effects; its entry actions run when it is entered again.
 */
export interface StepTable {
  readonly id: string;
  /** Names by number, in the order in which the definition mentions them. */
  readonly states: readonly string[];
  readonly events: readonly string[];
  readonly effects: readonly string[];
  readonly initial: number;
  next(state: number, event: number): number;
  /** What the step does, in order: exit, transition and entry actions, as indices in `effects`. */
  effectsOf(state: number, event: number): readonly number[];
  /** The condition behind the step in words; empty when the event is ignored or says nothing. */
  describe(state: number, event: number): string;
  /** The number of a name; a name the machine does not have is a programming error and throws. */
  stateOf(name: string): number;
  eventOf(name: string): number;
  effectOf(name: string): number;
}

/** What a drawing of a machine needs, as plain data. */
export interface MachineDiagram {
  readonly states: readonly { readonly name: string; readonly description: string }[];
  readonly transitions: readonly {
    readonly from: string;
    readonly to: string;
    readonly event: string;
    readonly description: string;
  }[];
  readonly initial: string;
}

/**
 * Compiles an XState machine to a table. Anything a table cannot hold (guards, context, `after`, `always`, `invoke`,
 * history, nested, parallel and final states, unnamed actions) is a programming error and throws here, once, by name.
 */
export function compileMachine(machine: Machine): StepTable {
  const { states, initial, steps } = readMachine(machine);
  const events = distinct(steps.map((step) => step.event));
  const effects = distinct(steps.flatMap((step) => step.actions));

  const nextOf = new Uint8Array(states.length * events.length);
  const effectsAt: (readonly number[])[] = [];
  const descriptionAt: string[] = [];
  for (let state = 0; state < states.length; state++) {
    for (let event = 0; event < events.length; event++) {
      const step = steps.find(({ from, event: name }) => from === states[state]!.name && name === events[event]);
      nextOf[state * events.length + event] = step ? states.findIndex(({ name }) => name === step.to) : state;
      effectsAt.push(step ? step.actions.map((action) => effects.indexOf(action)) : NOTHING);
      descriptionAt.push(step?.description ?? '');
    }
  }

  const names = states.map((state) => state.name);
  return {
    id: machine.id,
    states: names,
    events,
    effects,
    initial: names.indexOf(initial),
    next: (state, event) => nextOf[state * events.length + event]!,
    effectsOf: (state, event) => effectsAt[state * events.length + event]!,
    describe: (state, event) => descriptionAt[state * events.length + event]!,
    stateOf: numberer(machine.id, 'state', names),
    eventOf: numberer(machine.id, 'event', events),
    effectOf: numberer(machine.id, 'effect', effects),
  };
}

/** The same definition for drawing; refuses what `compileMachine` refuses. */
export function machineDiagram(machine: Machine): MachineDiagram {
  const { states, initial, steps } = readMachine(machine);
  return {
    states,
    transitions: steps.map(({ from, to, event, description }) => ({ from, to, event, description })),
    initial,
  };
}

const NOTHING: readonly number[] = [];

function numberer(id: string, what: string, names: readonly string[]): (name: string) => number {
  const numbers = new Map(names.map((name, number) => [name, number]));
  return (name) => {
    const number = numbers.get(name);
    if (number === undefined) throw new Error(`Machine "${id}" has no ${what} "${name}".`);
    return number;
  };
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)];
