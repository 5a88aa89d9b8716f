import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

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
export function compileMachine(machine: AnyStateMachine): StepTable {
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
export function machineDiagram(machine: AnyStateMachine): MachineDiagram {
  const { states, initial, steps } = readMachine(machine);
  return {
    states,
    transitions: steps.map(({ from, to, event, description }) => ({ from, to, event, description })),
    initial,
  };
}

interface FlatMachine {
  readonly states: readonly { readonly name: string; readonly description: string }[];
  readonly initial: string;
  readonly steps: readonly Step[];
}

interface Step {
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly description: string;
  readonly actions: readonly string[];
}

const NOTHING: readonly number[] = [];
const MOST_STATES = 256;

const MACHINE_KEYS = ['id', 'initial', 'states', 'description', 'version', 'meta', 'types', 'schemas'];
const STATE_KEYS = ['on', 'entry', 'exit', 'description', 'tags', 'meta'];
const TRANSITION_KEYS = ['target', 'actions', 'description', 'reenter', 'meta'];

const WHY: Readonly<Record<string, string>> = {
  guard: 'a condition is decided by the policy and sent as an event of its own',
  context: 'the numbers behind a machine live in its policy',
  after: 'timers belong to the event queue',
  always: 'a condition is decided by the policy and sent as an event of its own',
  invoke: 'a machine starts nothing by itself',
  states: 'states are not nested',
  type: 'states are plain: not parallel, final or history',
};

function readMachine(machine: AnyStateMachine): FlatMachine {
  const refuse = refusing(machine.id);
  refuseOtherKeys(machine.config, MACHINE_KEYS, 'the machine', refuse);
  const nodes = Object.values(machine.states) as AnyStateNode[];
  if (nodes.length > MOST_STATES) refuse('the machine', `has more than ${MOST_STATES} states`);
  const { initial } = machine.config;
  if (typeof initial !== 'string') return refuse('the machine', 'needs `initial`, the name of a state');
  return {
    states: nodes.map((node) => ({ name: node.key, description: node.description ?? '' })),
    initial,
    steps: nodes.flatMap((node) => readState(node, refuse)),
  };
}

function readState(node: AnyStateNode, refuse: Refuse): Step[] {
  const place = `state "${node.key}"`;
  refuseOtherKeys(node.config, STATE_KEYS, place, refuse);
  return [...node.transitions].flatMap(([event, candidates]) => {
    const at = `${place}, event "${event}"`;
    if (event.includes('*')) return refuse(at, 'uses a wildcard; name every event');
    if (candidates.length > 1)
      return refuse(at, 'has several transitions, of which only the first could ever be taken');
    return candidates.map((transition) => readTransition(node, transition, at, refuse));
  });
}

function readTransition(node: AnyStateNode, transition: AnyTransitionDefinition, at: string, refuse: Refuse): Step {
  const written: unknown = node.config.on?.[transition.eventType];
  const config: unknown = Array.isArray(written) ? written[0] : written;
  if (typeof config === 'object' && config !== null) refuseOtherKeys(config, TRANSITION_KEYS, at, refuse);
  if (transition.target && transition.target.length !== 1) refuse(at, 'has more than one target');

  const target = transition.target?.[0] ?? node;
  // XState leaves and enters a state again only when told so with `reenter`.
  const moves = target !== node || (transition.reenter && transition.target !== undefined);
  const actions = moves ? [...node.exit, ...transition.actions, ...target.entry] : transition.actions;
  return {
    from: node.key,
    to: target.key,
    event: transition.eventType,
    description: transition.description ?? '',
    actions: actions.map((action) => actionName(action, at, refuse)),
  };
}

function actionName(action: unknown, at: string, refuse: Refuse): string {
  if (typeof action === 'string') return action;
  if (typeof action === 'object' && action !== null && 'type' in action && typeof action.type === 'string') {
    if ('params' in action && action.params !== undefined)
      return refuse(at, `gives action "${action.type}" parameters`);
    return action.type;
  }
  return refuse(at, 'has an action without a name; an effect is named and done by the engine');
}

type Refuse = (place: string, what: string) => never;

function refusing(id: string): Refuse {
  return (place, what) => {
    throw new Error(`Machine "${id}" cannot be compiled: ${place} ${what}.`);
  };
}

function refuseOtherKeys(config: object, allowed: readonly string[], place: string, refuse: Refuse): void {
  for (const [key, value] of Object.entries(config)) {
    if (value === undefined || allowed.includes(key)) continue;
    const why = WHY[key];
    refuse(place, `has \`${key}\`${why ? `: ${why}` : ', which a step table cannot hold'}`);
  }
}

function numberer(id: string, what: string, names: readonly string[]): (name: string) => number {
  const numbers = new Map(names.map((name, number) => [name, number]));
  return (name) => {
    const number = numbers.get(name);
    if (number === undefined) throw new Error(`Machine "${id}" has no ${what} "${name}".`);
    return number;
  };
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)];
