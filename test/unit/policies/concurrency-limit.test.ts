import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admitToConcurrencyLimit,
  callsInFlight,
  CONCURRENCY_LIMIT_BLOCK_SIZE,
  initConcurrencyLimit,
  presentLimit,
  reportToConcurrencyLimit,
  Sample,
  sampleOf,
  type ConcurrencyLimitParams,
} from '../../../src/policies/concurrency-limit';
import { OUTCOME_NAMES, type Outcome } from '../../../src/policies/outcome';

const aimd: ConcurrencyLimitParams = {
  algorithm: 'aimd',
  windowMs: 0,
  windowCalls: 10,
  params: { initialLimit: 3, minLimit: 2, maxLimit: 5, backoff: 0.9, slowMs: 5000 },
};

function fresh(): Float64Array {
  const block = new Float64Array(CONCURRENCY_LIMIT_BLOCK_SIZE).fill(7);
  initConcurrencyLimit(block, 0, aimd);
  return block;
}

describe('a limit on calls in flight', () => {
  it('lets calls out up to its limit, and more as it grows', () => {
    const block = fresh();
    expect([1, 2, 3, 4].map(() => admitToConcurrencyLimit(block, 0))).toEqual([true, true, true, false]);
    reportToConcurrencyLimit(block, 0, aimd, Sample.answered, 10, 3, 10, 0);
    expect(presentLimit(block, 0)).toBe(4);
    expect([1, 2, 3].map(() => admitToConcurrencyLimit(block, 0))).toEqual([true, true, false]);
  });

  it('learns nothing from what says nothing about load, and gives its place back all the same', () => {
    const block = fresh();
    admitToConcurrencyLimit(block, 0);
    reportToConcurrencyLimit(block, 0, aimd, Sample.ignored, 9000, 3, 9000, 0);
    expect([presentLimit(block, 0), callsInFlight(block, 0)]).toEqual([3, 0]);
  });

  it('has as many in flight as are out, never lets one out at its limit, and stays in its bounds', () => {
    const move = fc.oneof(fc.constant('call' as const), fc.constantFrom(...Object.values(Sample)));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 200 }), (moves) => {
        const block = fresh();
        let out = 0;
        for (const move of moves) {
          const before = presentLimit(block, 0);
          if (move === 'call') {
            const admitted = admitToConcurrencyLimit(block, 0);
            expect(admitted).toBe(out < before);
            if (admitted) out++;
          } else if (out > 0) {
            reportToConcurrencyLimit(block, 0, aimd, move, 10, out--, 0, 0);
          }
          expect(callsInFlight(block, 0)).toBe(out);
          expect(presentLimit(block, 0)).toBeGreaterThanOrEqual(2);
          expect(presentLimit(block, 0)).toBeLessThanOrEqual(5);
        }
      }),
    );
  });

  it('takes refusals for load and timeouts for losses, answers for samples, and nothing else', () => {
    const named = (sample: Sample): string[] =>
      OUTCOME_NAMES.filter((_, outcome) => sampleOf(outcome as Outcome) === sample);
    expect(named(Sample.answered)).toEqual(['ok', 'degraded']);
    expect(named(Sample.dropped)).toEqual([
      'timeout',
      'refused',
      'queue full',
      'limit reached',
      'shed',
      'deadline passed',
      'connect timeout',
    ]);
  });
});
