import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MovingSum } from '../../../../src/engine/observation/moving-sum';
import { BIN_BITS, quantileOfBins, SKETCH_BINS } from '../../../../src/kernel/sketch';

const anyBin = fc.oneof(fc.constantFrom(0, 1, SKETCH_BINS - 1), fc.integer({ min: 600, max: 720 }));
const anyQ = fc.oneof(fc.constantFrom(0, 0.5, 0.95, 0.99, 1), fc.double({ min: 0, max: 1, noNaN: true }));
/** Values come; some of those that came go; everything goes at once; a quantile is asked for. */
const anyStep = fc.oneof(
  fc.record({ do: fc.constant('come' as const), bin: anyBin, count: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ do: fc.constant('go' as const), pick: fc.nat(), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ do: fc.constant('clear' as const) }),
  fc.record({ do: fc.constant('ask' as const), q: anyQ }),
);

describe('MovingSum', () => {
  it('finds the quantiles that going through all bins finds, whatever came and went before', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 80 }), fc.boolean(), (steps, inEntries) => {
        const sum = new MovingSum();
        const bins = new Uint32Array(SKETCH_BINS);
        const count = (bin: number, more: number): void => {
          bins[bin]! += more;
          const entry = (Math.abs(more) << BIN_BITS) | bin;
          if (inEntries) sum.countAll(new Uint32Array([7, entry, 7]), 1, 2, more < 0 ? -1 : 1);
          else sum.count(bin, more);
        };
        for (const step of steps) {
          if (step.do === 'come') count(step.bin, step.count);
          else if (step.do === 'clear') {
            sum.clear();
            bins.fill(0);
          } else if (step.do === 'go') {
            const filled = [...bins.keys()].filter((bin) => bins[bin]! > 0);
            const bin = filled[step.pick % filled.length];
            if (bin !== undefined) count(bin, -Math.ceil(step.share * bins[bin]!));
          } else expect(sum.quantile(step.q)).toBe(quantileOfBins(bins, 0, step.q));
        }
        for (const q of [0.95, 0, 0.5, 1]) expect(sum.quantile(q)).toBe(quantileOfBins(bins, 0, q));
      }),
      { numRuns: 500 },
    );
  });
});
