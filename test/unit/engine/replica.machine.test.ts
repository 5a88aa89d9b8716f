import { describe, expect, it } from 'vitest';
import { ReplicaState, replicaMachine, replicaTable } from '../../../src/engine/replica.machine';
import { expectAgreement, expectWordsEverywhere } from '../kernel/machine-agreement';

const after = (from: string, event: string) => {
  const [state, number] = [replicaTable.stateOf(from), replicaTable.eventOf(event)];
  return [
    replicaTable.states[replicaTable.next(state, number)],
    ...replicaTable.effectsOf(state, number).map((effect) => replicaTable.effects[effect]),
  ];
};

describe('a replica', () => {
  it('steps by a table that agrees with XState on every state and event', () => {
    expectAgreement(replicaMachine);
  });

  it('says every state and every condition in words', () => {
    expectWordsEverywhere(replicaMachine);
  });

  it('publishes its states by the numbers of the gauges, and starts serving', () => {
    expect(Object.fromEntries(replicaTable.states.map((name, state) => [name, state]))).toEqual(ReplicaState);
    expect(replicaTable.initial).toBe(ReplicaState.serving);
  });

  it('fails everything it holds when it crashes, from wherever, and does not resume work it lost', () => {
    expect(after('serving', 'crash')).toEqual(['crashed', 'failEverything']);
    expect(after('hanging', 'crash')).toEqual(['crashed', 'failEverything']);
  });

  it('pauses work when it hangs and resumes it when the hang ends', () => {
    expect(after('serving', 'hang')).toEqual(['hanging', 'pauseWork']);
    expect(after('hanging', 'recover')).toEqual(['serving', 'resumeWork']);
  });

  it('restarts empty, straight into a hang when one is in force', () => {
    expect(after('crashed', 'recover')).toEqual(['serving']);
    expect(after('crashed', 'hang')).toEqual(['hanging', 'pauseWork']);
  });

  it('ignores a second crash, a second hang and a recovery of nothing', () => {
    expect(after('crashed', 'crash')).toEqual(['crashed']);
    expect(after('hanging', 'hang')).toEqual(['hanging']);
    expect(after('serving', 'recover')).toEqual(['serving']);
  });
});
