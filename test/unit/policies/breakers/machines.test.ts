import { describe, expect, it } from 'vitest';
import { compileMachine } from '../../../../src/kernel/machine';
import { BREAKER_MACHINES } from '../../../../src/policies/breaker-machines';
import { expectAgreement, expectWordsEverywhere } from '../../kernel/machine-agreement';

describe.each(Object.entries(BREAKER_MACHINES))('the machine of a breaker like %s', (_, machine) => {
  it('steps by a table that agrees with XState on every state and event', () => {
    expectAgreement(machine);
  });

  it('says every state and every condition in words', () => {
    expectWordsEverywhere(machine);
  });

  it('starts closed, with its states in the order in which all of them are numbered', () => {
    const { states, initial } = compileMachine(machine);
    expect(states.slice(0, 3)).toEqual(['closed', 'open', 'half-open']);
    expect(states[initial]).toBe('closed');
  });
});
