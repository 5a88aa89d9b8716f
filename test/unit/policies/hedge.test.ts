import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  earnHedge,
  HEDGE_BLOCK_SIZE,
  initHedge,
  isHedged,
  mayHedge,
  spendHedge,
  type HedgeParams,
} from '../../../src/policies/hedge';
import { Outcome } from '../../../src/policies/outcome';

const hedge = (budget: number): HedgeParams => ({
  afterMs: 200,
  hedges: 1,
  budget,
  evenIfNotIdempotent: false,
  cancels: false,
});

function fresh(): Float64Array {
  const block = new Float64Array(HEDGE_BLOCK_SIZE).fill(7);
  initHedge(block, 0);
  return block;
}

describe('the budget of a hedge', () => {
  it('pays for one when enough calls have earned it, and begins with nothing', () => {
    const block = fresh();
    expect(spendHedge(block, 0, hedge(0.1))).toBe(false);
    const paid = Array.from({ length: 25 }, () => {
      earnHedge(block, 0, hedge(0.1));
      return spendHedge(block, 0, hedge(0.1));
    });
    expect(paid.flatMap((was, call) => (was ? [call + 1] : []))).toEqual([10, 20]);
  });

  it('keeps what a hundred calls earn, and no more', () => {
    const block = fresh();
    for (let call = 0; call < 10_000; call++) earnHedge(block, 0, hedge(0.05));
    const spent = Array.from({ length: 20 }, () => spendHedge(block, 0, hedge(0.05)));
    expect(spent.filter(Boolean)).toHaveLength(5);
  });

  it('never pays for more than its share of the calls, whatever their order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.array(fc.boolean(), { maxLength: 500 }), (percent, story) => {
        const params = hedge(percent / 100);
        const block = fresh();
        let [calls, hedges] = [0, 0];
        for (const slow of story) {
          earnHedge(block, 0, params);
          calls++;
          if (slow && spendHedge(block, 0, params)) hedges++;
          expect(hedges).toBeLessThanOrEqual((calls * percent) / 100 + 1e-6);
        }
      }),
    );
  });

  it('is no bound where there is none', () => {
    expect(spendHedge(fresh(), 0, hedge(Infinity))).toBe(true);
  });
});

describe('what is hedged', () => {
  it('is every failure that leaves somebody waiting', () => {
    expect([Outcome.error, Outcome.timeout, Outcome.breakerOpen, Outcome.queueFull].every(isHedged)).toBe(true);
    const others = [Outcome.ok, Outcome.degraded, Outcome.gaveUp, Outcome.abandoned, Outcome.cancelled];
    expect(others.some(isHedged)).toBe(false);
  });

  it('is no call whose effect would come twice, unless it is told to be', () => {
    expect(mayHedge(hedge(1), true)).toBe(true);
    expect(mayHedge(hedge(1), false)).toBe(false);
    expect(mayHedge({ ...hedge(1), evenIfNotIdempotent: true }, false)).toBe(true);
  });
});
