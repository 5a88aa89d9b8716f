import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, createMachine, raise, setup } from 'xstate';
import { compileMachine, machineDiagram } from '../../../src/kernel/machine';
import { expectAgreement } from './machine-agreement';

const door = createMachine({
  id: 'door',
  initial: 'shut',
  states: {
    shut: {
      description: 'Nobody gets through.',
      entry: 'latch',
      exit: ['unlatch', 'creak'],
      on: { open: { target: 'ajar', actions: 'push', description: 'Somebody pushes.' }, knock: { actions: 'sound' } },
    },
    ajar: { entry: ['letLightIn'], on: { shut: 'shut', open: { target: 'ajar', reenter: true }, knock: undefined } },
  },
});

describe('compiling a machine', () => {
  it('numbers states, events and effects in the order in which the definition mentions them', () => {
    const table = compileMachine(door);
    expect(table).toMatchObject({
      id: 'door',
      states: ['shut', 'ajar'],
      events: ['open', 'knock', 'shut'],
      effects: ['unlatch', 'creak', 'push', 'letLightIn', 'sound', 'latch'],
      initial: 0,
    });
    expect(table.states.map(table.stateOf)).toEqual([0, 1]);
    expect(table.events.map(table.eventOf)).toEqual([0, 1, 2]);
    expect(table.effects.map(table.effectOf)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('orders the effects of a step as exit, transition, entry', () => {
    const table = compileMachine(door);
    const step = table.effectsOf(table.stateOf('shut'), table.eventOf('open'));
    expect(step.map((effect) => table.effects[effect])).toEqual(['unlatch', 'creak', 'push', 'letLightIn']);
  });

  it('neither leaves nor enters a state on a transition without a target', () => {
    const table = compileMachine(door);
    const step = table.effectsOf(table.stateOf('shut'), table.eventOf('knock'));
    expect(step.map((effect) => table.effects[effect])).toEqual(['sound']);
  });

  it('ignores an event that the state does not name', () => {
    const table = compileMachine(door);
    const [shut, event] = [table.stateOf('shut'), table.eventOf('shut')];
    expect(table.next(shut, event)).toBe(shut);
    expect(table.effectsOf(shut, event)).toEqual([]);
    expect(table.describe(shut, event)).toBe('');
  });

  it('keeps the words of a transition', () => {
    const table = compileMachine(door);
    expect(table.describe(table.stateOf('shut'), table.eventOf('open'))).toBe('Somebody pushes.');
  });

  it('hands out the same array every time, so that stepping allocates nothing', () => {
    const table = compileMachine(door);
    expect(table.effectsOf(0, 0)).toBe(table.effectsOf(0, 0));
    expect(table.effectsOf(0, 2)).toBe(table.effectsOf(0, 2));
  });

  it('throws on a name the machine does not have', () => {
    const table = compileMachine(door);
    expect(() => table.stateOf('locked')).toThrow('Machine "door" has no state "locked".');
    expect(() => table.eventOf('kick')).toThrow('Machine "door" has no event "kick".');
    expect(() => table.effectOf('bang')).toThrow('Machine "door" has no effect "bang".');
  });

  it('agrees with XState on every state and event', () => {
    expectAgreement(door);
  });

  it('agrees with XState for any flat machine', () => {
    const stateName = fc.constantFrom('a', 'b', 'c', 'd');
    const actions = fc.array(fc.constantFrom('p', 'q', 'r'), { maxLength: 3 });
    const transition = fc.oneof(
      stateName,
      fc.record({ target: stateName, actions, reenter: fc.boolean() }, { requiredKeys: [] }),
    );
    const state = fc.record({
      entry: actions,
      exit: actions,
      on: fc.dictionary(fc.constantFrom('e1', 'e2', 'e3'), transition),
    });
    fc.assert(
      fc.property(fc.record({ a: state, b: state, c: state, d: state }), stateName, (states, initial) => {
        expectAgreement(createMachine({ id: 'any', initial, states }));
      }),
      { numRuns: 200 },
    );
  });
});

describe('refusing what a table cannot hold', () => {
  const flat = { id: 'm', initial: 'a' } as const;
  const to = (transition: object) => createMachine({ ...flat, states: { a: { on: { go: transition } }, b: {} } });

  it.each([
    ['a guard', () => to({ target: 'b', guard: () => true }), 'state "a", event "go" has `guard`'],
    [
      'context',
      () => createMachine({ ...flat, context: { n: 0 }, states: { a: {} } }),
      'the machine has `context`: the numbers behind a machine live in its policy',
    ],
    ['after', () => createMachine({ ...flat, states: { a: { after: { 10: 'a' } } } }), 'state "a" has `after`: timers'],
    ['always', () => createMachine({ ...flat, states: { a: { always: 'b' }, b: {} } }), 'state "a" has `always`'],
    ['invoke', () => createMachine({ ...flat, states: { a: { invoke: { src: 'x' } } } }), 'state "a" has `invoke`'],
    [
      'a history state',
      () => createMachine({ ...flat, states: { a: {}, b: { type: 'history' } } }),
      'state "b" has `type`',
    ],
    [
      'a final state',
      () => createMachine({ ...flat, states: { a: {}, b: { type: 'final' } } }),
      'state "b" has `type`',
    ],
    [
      'parallel states',
      () => createMachine({ id: 'm', type: 'parallel', states: { a: {} } }),
      'the machine has `type`',
    ],
    [
      'nested states',
      () => createMachine({ ...flat, states: { a: { initial: 'x', states: { x: {} } } } }),
      'state "a" has `initial`',
    ],
    ['events of the whole machine', () => createMachine({ ...flat, on: { go: '.a' }, states: { a: {} } }), 'has `on`'],
    ['a wildcard', () => createMachine({ ...flat, states: { a: { on: { '*': 'a' } } } }), 'uses a wildcard'],
    ['several transitions for an event', () => to([{ target: 'a' }, { target: 'b' }]), 'has several transitions'],
    ['several targets', () => to({ target: ['a', 'b'] }), 'has more than one target'],
    ['the machine as a target', () => to({ target: '#m' }), 'leads to the machine itself'],
    ['a machine without a first state', () => createMachine({ id: 'm', states: {} }), 'needs `initial`'],
    ['an action without a name', () => to({ actions: () => {} }), 'has an action without a name'],
    [
      'an entry action without a name where nothing enters',
      () => createMachine({ ...flat, states: { a: { entry: () => {} } } }),
      'state "a" has an action without a name',
    ],
    ['parameters of an action', () => to({ actions: { type: 'x', params: { n: 1 } } }), 'gives action "x" parameters'],
    ['an action of XState', () => to({ actions: raise({ type: 'go' }) }), 'has an action without a name'],
    ['a change of context by an action', () => to({ actions: assign({}) }), 'has an action without a name'],
    [
      'a named action that XState does itself',
      () =>
        setup({ actions: { again: raise({ type: 'go' }) } }).createMachine({
          ...flat,
          states: { a: { on: { go: { actions: 'again' } } } },
        }),
      'uses action "again", which XState does itself',
    ],
  ])('refuses %s', (_, make, words) => {
    const machine = make();
    expect(() => compileMachine(machine)).toThrow(words);
    expect(() => machineDiagram(machine)).toThrow('Machine "m" cannot be compiled: ');
  });
});

describe('the diagram of a machine', () => {
  it('is plain data made from the same definition', () => {
    const diagram = machineDiagram(door);
    expect(diagram).toEqual({
      initial: 'shut',
      states: [
        { name: 'shut', description: 'Nobody gets through.' },
        { name: 'ajar', description: '' },
      ],
      transitions: [
        { from: 'shut', to: 'ajar', event: 'open', description: 'Somebody pushes.' },
        { from: 'shut', to: 'shut', event: 'knock', description: '' },
        { from: 'ajar', to: 'shut', event: 'shut', description: '' },
        { from: 'ajar', to: 'ajar', event: 'open', description: '' },
        { from: 'ajar', to: 'ajar', event: 'knock', description: '' },
      ],
    });
    expect(structuredClone(diagram)).toEqual(diagram);
  });
});
