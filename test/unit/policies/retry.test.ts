import { describe, expect, it } from 'vitest';
import { PLAIN_BACKOFF } from '../../../src/policies/backoff';
import { Outcome, OUTCOME_COUNT } from '../../../src/policies/outcome';
import {
  ANY_FAILURE,
  isRetried,
  isTryLeft,
  longestWaitsMs,
  setOf,
  waitAfter,
  type RetryParams,
} from '../../../src/policies/retry';

const three: RetryParams = {
  attempts: 3,
  stopAfterMs: Infinity,
  retried: ANY_FAILURE,
  backoff: { ...PLAIN_BACKOFF, kind: 'constant', baseMs: 100 },
  retryAfter: 'at least',
  evenIfNotIdempotent: false,
  budget: null,
};

const outcomes = Array.from({ length: OUTCOME_COUNT }, (_, outcome) => outcome as Outcome);

describe('which ends are retried', () => {
  it('are all failures that leave somebody waiting, except that it is too late or was asked wrongly', () => {
    expect(outcomes.filter((outcome) => isRetried(three, outcome))).toEqual([
      Outcome.error,
      Outcome.dependency,
      Outcome.timeout,
      Outcome.refused,
      Outcome.reset,
      Outcome.queueFull,
      Outcome.breakerOpen,
      Outcome.bulkheadFull,
      Outcome.conflict,
      Outcome.deadLetter,
      Outcome.rateLimited,
      Outcome.throttled,
      Outcome.limitReached,
      Outcome.overCap,
      Outcome.noReplica,
      Outcome.shed,
      Outcome.connectTimeout,
    ]);
  });

  it('are those that were named, where some were', () => {
    const named = { ...three, retried: setOf([Outcome.timeout, Outcome.cancelled]) };
    expect(outcomes.filter((outcome) => isRetried(named, outcome))).toEqual([Outcome.timeout, Outcome.cancelled]);
  });

  it('are, of calls that must not be made twice, those that have surely done nothing', () => {
    expect(outcomes.filter((outcome) => isRetried(three, outcome, false))).toEqual([
      Outcome.refused,
      Outcome.queueFull,
      Outcome.breakerOpen,
      Outcome.bulkheadFull,
      Outcome.conflict,
      Outcome.rateLimited,
      Outcome.throttled,
      Outcome.limitReached,
      Outcome.overCap,
      Outcome.noReplica,
      Outcome.shed,
      Outcome.connectTimeout,
    ]);
    const told = { ...three, evenIfNotIdempotent: true };
    expect(outcomes.every((outcome) => isRetried(told, outcome, false) === isRetried(three, outcome))).toBe(true);
  });
});

describe('the tries of a call', () => {
  it('are so many in all', () => {
    expect([0, 1, 2, 3].map((retries) => isTryLeft(three, retries, 0))).toEqual([true, true, false, false]);
  });

  it('end when the time is over, which is looked at when one has failed', () => {
    const timed = { ...three, stopAfterMs: 1000 };
    expect([0, 999, 1000, 5000].map((sinceMs) => isTryLeft(timed, 0, sinceMs))).toEqual([true, true, false, false]);
  });

  it('wait so long at most in all', () => {
    expect(longestWaitsMs(three)).toBe(200);
    expect(longestWaitsMs({ ...three, attempts: 1 })).toBe(0);
  });
});

describe('a refusal that says how long to wait', () => {
  it.each([
    ['at least', [50, 100, 300]],
    ['exactly', [50, 30, 300]],
    ['ignored', [50, 100, 100]],
  ] as const)('is honoured: %s', (retryAfter, waits) => {
    const params = { ...three, retryAfter };
    expect([waitAfter(params, 50, 0), waitAfter(params, 100, 30), waitAfter(params, 100, 300)]).toEqual(waits);
  });
});
