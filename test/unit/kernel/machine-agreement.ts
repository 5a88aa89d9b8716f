import { expect } from 'vitest';
import { transition, type AnyStateMachine } from 'xstate';
import { compileMachine, machineDiagram, type Machine } from '../../../src/kernel/machine';

/** Proves, for every state and event, that the table goes where XState's own machine goes and does the same in the same order. */
export function expectAgreement(source: Machine): void {
  const machine = source as AnyStateMachine;
  const table = compileMachine(machine);
  expect(table.states).toEqual(Object.keys(machine.states));
  table.states.forEach((value, state) => {
    const from = machine.resolveState({ value, context: {} });
    table.events.forEach((type, event) => {
      const [snapshot, actions] = transition(machine, from, { type });
      expect({
        to: table.states[table.next(state, event)],
        actions: table.effectsOf(state, event).map((effect) => table.effects[effect]),
      }).toEqual({ to: snapshot.value, actions: actions.map((action) => action.type) });
    });
  });
}

/** Proves that nothing drawn from the machine is left without words. */
export function expectWordsEverywhere(machine: Machine): void {
  const table = compileMachine(machine);
  for (const { description } of machineDiagram(machine).states) expect(description).toMatch(/\w.*\.$/);
  table.states.forEach((_, state) => {
    table.events.forEach((_, event) => {
      if (table.next(state, event) !== state) expect(table.describe(state, event)).toMatch(/\w.*\.$/);
    });
  });
}
