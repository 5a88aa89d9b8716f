import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** An XState machine, known by little: to compare its whole type with XState's own costs the type checker seconds. */
export interface Machine {
  readonly id: string;
  readonly root: object;
  readonly implementations: object;
}

/** A machine's definition once it is known that a table can hold it. */
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

/** A table numbers states by a byte. */
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
  on: 'each state says itself which events it answers',
  states: 'states are not nested',
  type: 'states are plain: not parallel, final or history',
};

/** Reads an XState definition; throws, saying where and why, on the first thing a step table cannot hold. */
export function readMachine(source: Machine): FlatMachine {
  const machine = source as AnyStateMachine;
  const refuse = refusing(machine.id);
  refuseOtherKeys(machine.config, MACHINE_KEYS, 'the machine', refuse);
  const nodes = Object.values(machine.states) as AnyStateNode[];
  if (nodes.length > MOST_STATES) refuse('the machine', `has more than ${MOST_STATES} states`);
  const { initial } = machine.config;
  if (typeof initial !== 'string' || !(initial in machine.states)) {
    return refuse('the machine', 'needs `initial`, the name of a state');
  }
  return {
    states: nodes.map((node) => ({ name: node.key, description: node.description ?? '' })),
    initial,
    steps: nodes.flatMap((node) => readState(node, refuse)),
  };
}

function readState(node: AnyStateNode, refuse: Refuse): Step[] {
  const place = `state "${node.key}"`;
  refuseOtherKeys(node.config, STATE_KEYS, place, refuse);
  for (const action of [...node.entry, ...node.exit]) actionName(node.machine, action, place, refuse);
  return [...node.transitions].flatMap(([event, candidates]) => {
    const at = `${place}, event "${event}"`;
    if (event.includes('*')) return refuse(at, 'uses a wildcard; name every event');
    if (candidates.length > 1) return refuse(at, 'has several transitions; only the first could ever be taken');
    return candidates.map((transition) => readTransition(node, transition, at, refuse));
  });
}

function readTransition(node: AnyStateNode, transition: AnyTransitionDefinition, at: string, refuse: Refuse): Step {
  refuseOtherKeys(writtenTransition(node, transition.eventType, at, refuse), TRANSITION_KEYS, at, refuse);
  if (transition.target && transition.target.length !== 1) refuse(at, 'has more than one target');
  const target = transition.target?.[0] ?? node;
  if (target.parent !== node.parent) refuse(at, 'leads to the machine itself and not to one of its states');

  // XState leaves and enters a state again only when told so with `reenter`.
  const moves = target !== node || (transition.reenter && transition.target !== undefined);
  const actions = moves ? [...node.exit, ...transition.actions, ...target.entry] : transition.actions;
  return {
    from: node.key,
    to: target.key,
    event: transition.eventType,
    description: transition.description ?? '',
    actions: actions.map((action) => actionName(node.machine, action, at, refuse)),
  };
}

/** A transition as its author wrote it; the short form `event: 'target'` has no keys to look at. */
function writtenTransition(node: AnyStateNode, event: string, at: string, refuse: Refuse): object {
  const written: unknown = node.config.on?.[event];
  const config: unknown = Array.isArray(written) ? written[0] : written;
  if (config === undefined || typeof config === 'string') return {};
  return typeof config === 'object' && config !== null ? config : refuse(at, 'is not plain data');
}

function actionName(machine: AnyStateMachine, action: unknown, at: string, refuse: Refuse): string {
  const { type, params } = (typeof action === 'string' ? { type: action } : action) as ActionObject;
  if (typeof action === 'function' || typeof type !== 'string') {
    return refuse(at, 'has an action without a name; an effect is named and done by the engine');
  }
  if (params !== undefined) refuse(at, `gives action "${type}" parameters`);
  // XState's own actions (raise, assign, …) carry a `resolve`: they would act, where the table only names effects.
  const named: unknown = machine.implementations.actions[type];
  if (typeof named === 'function' && 'resolve' in named) refuse(at, `uses action "${type}", which XState does itself`);
  return type;
}

interface ActionObject {
  readonly type?: unknown;
  readonly params?: unknown;
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
