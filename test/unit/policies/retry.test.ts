import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draws } from '../../../src/kernel/draws';
import { Outcome, OUTCOME_COUNT } from '../../../src/policies/outcome';
import { backoffMs, longestWaitsMs, isRetried, type RetryParams } from '../../../src/policies/retry';

const doubling: RetryParams = {
  attempts: 5,
  backoff: { kind: 'exponential', baseMs: 100, factor: 2, capMs: 500 },
  jitter: 'none',
};
const retries = [1, 2, 3, 4, 5, 6];

describe('which ends are retried', () => {
  it('retries every failure that leaves somebody waiting, and no answer', () => {
    const retried = Array.from({ length: OUTCOME_COUNT }, (_, outcome) => outcome as Outcome).filter((outcome) =>
      isRetried(doubling, outcome),
    );
    expect(retried).toEqual([
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
      Outcome.deadline,
      Outcome.connectTimeout,
    ]);
  });

  it('retries nothing when one attempt is all there is', () => {
    expect(isRetried({ ...doubling, attempts: 1 }, Outcome.error)).toBe(false);
  });
});

describe('the wait before a retry', () => {
  it('grows by the factor up to the cap when exponential', () => {
    expect(retries.map((retry) => backoffMs(doubling, retry, 0.5))).toEqual([100, 200, 400, 500, 500, 500]);
  });

  it('stays the same when constant', () => {
    const constant = { ...doubling, backoff: { ...doubling.backoff, kind: 'constant' } } as const;
    expect(retries.map((retry) => backoffMs(constant, retry, 0.5))).toEqual([100, 100, 100, 100, 100, 100]);
  });

  it('is nothing without backoff, jittered or not', () => {
    const none = { ...doubling, backoff: { ...doubling.backoff, kind: 'none' }, jitter: 'full' } as const;
    expect(retries.map((retry) => backoffMs(none, retry, 0.9))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('is capped even before the first retry', () => {
    expect(backoffMs({ ...doubling, backoff: { ...doubling.backoff, baseMs: 900 } }, 1, 0)).toBe(500);
  });

  it('is finite however many retries there were', () => {
    expect(backoffMs(doubling, 1_000_000, 0)).toBe(500);
  });

  it('is capped before the jitter, so that full jitter reaches from 0 to the cap and equal from its half', () => {
    expect(backoffMs({ ...doubling, jitter: 'full' }, 6, 0)).toBe(0);
    expect(backoffMs({ ...doubling, jitter: 'full' }, 6, 0.5)).toBe(250);
    expect(backoffMs({ ...doubling, jitter: 'equal' }, 6, 0)).toBe(250);
    expect(backoffMs({ ...doubling, jitter: 'equal' }, 6, 0.5)).toBe(375);
  });

  it('never leaves its bounds', () => {
    const microseconds = (max: number) => fc.integer({ min: 0, max }).map((us) => us / 1000);
    const backoff = fc.record({
      kind: fc.constantFrom('none' as const, 'constant' as const, 'exponential' as const),
      baseMs: microseconds(1e8),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
      capMs: microseconds(1e9),
    });
    const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(backoff, fc.integer({ min: 1, max: 40 }), uniform, (backoff, retry, u) => {
        const wait = (jitter: RetryParams['jitter']) => backoffMs({ attempts: 50, backoff, jitter }, retry, u);
        const steady = wait('none');
        expect(steady).toBeLessThanOrEqual(backoff.capMs);
        expect(wait('full')).toBeGreaterThanOrEqual(0);
        expect(wait('full')).toBeLessThanOrEqual(steady);
        expect(wait('equal')).toBeGreaterThanOrEqual(steady / 2);
        expect(wait('equal')).toBeLessThanOrEqual(steady);
      }),
    );
  });

  it.each([
    ['full', 200],
    ['equal', 300],
  ] as const)('has the mean of %s jitter', (jitter, meanMs) => {
    const draws = new Draws().of(2026, 305, 1);
    const samples = 20_000;
    let sum = 0;
    for (let n = 0; n < samples; n++) sum += backoffMs({ ...doubling, jitter }, 3, draws.uniform());
    // U(0, 400) has a standard deviation of 400 / sqrt(12); four standard errors either side.
    const deviation = (jitter === 'full' ? 400 : 200) / Math.sqrt(12);
    expect(Math.abs(sum / samples - meanMs)).toBeLessThan((4 * deviation) / Math.sqrt(samples));
  });
});

describe('decorrelated jitter', () => {
  const params: RetryParams = {
    attempts: 50,
    backoff: { kind: 'exponential', baseMs: 5, factor: 2, capMs: 100 },
    jitter: 'decorrelated',
  };

  it('draws from the base to three times the wait before, which is the base before the first retry', () => {
    expect([0, 0.5, 1].map((u) => backoffMs(params, 1, u, NaN))).toEqual([5, 10, 15]);
    expect([0, 0.5, 1].map((u) => backoffMs(params, 2, u, 15))).toEqual([5, 25, 45]);
  });

  it('never waits longer than its cap', () => {
    expect(backoffMs(params, 3, 1, 40)).toBe(100);
  });

  it('is known by its longest waits', () => {
    expect(longestWaitsMs({ ...params, attempts: 5 })).toBe(15 + 45 + 100 + 100);
  });
});
