import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant, erlang, exponential, pareto, weibull } from '../../../src/kernel/distribution';
import {
  exponentialFromQuantile,
  gammaFromMean,
  gammaFromShape,
  hyperexponential,
  hyperexponentialFromMean,
  lognormalFromMean,
  lognormalFromQuantiles,
  paretoFromMean,
  paretoMeans,
  weibullFromMean,
  weibullFromQuantiles,
  weibullFromShape,
} from '../../../src/kernel/fitting';
import { quantile } from '../../../src/kernel/law';
import { mean, variation } from '../../../src/kernel/moments';

const positive = fc.double({ min: 0.001, max: 1e6, noNaN: true });
const variations = fc.double({ min: 0.01, max: 20, noNaN: true });
const PS = [0.5, 0.9, 0.95, 0.99, 0.999];
const twoPs = fc.subarray(PS, { minLength: 2, maxLength: 2 });

/** Equal but for rounding, relative to what is expected. */
function expectClose(value: number, expected: number, tolerance = 1e-10): void {
  expect(Math.abs(value / expected - 1)).toBeLessThanOrEqual(tolerance);
}

describe('a distribution given by quantiles', () => {
  it.each([
    ['lognormal', lognormalFromQuantiles],
    ['weibull', weibullFromQuantiles],
  ])('has them: %s', (_, fit) => {
    fc.assert(
      fc.property(positive, fc.double({ min: 1.01, max: 1000, noNaN: true }), twoPs, (ms, ratio, [p, q]) => {
        const fitted = fit({ p: p!, ms }, { p: q!, ms: ms * ratio });
        expectClose(quantile(fitted, p!), ms);
        expectClose(quantile(fitted, q!), ms * ratio);
      }),
    );
  });

  it('has it: exponential', () => {
    fc.assert(
      fc.property(positive, fc.constantFrom(...PS), (ms, p) =>
        expectClose(quantile(exponentialFromQuantile({ p, ms }), p), ms),
      ),
    );
  });

  it('has exactly the median it was given: lognormal', () => {
    expect(lognormalFromQuantiles({ p: 0.5, ms: 8 }, { p: 0.99, ms: 90 }).a).toBe(8);
  });
});

describe('a distribution given by its mean', () => {
  it.each([
    ['gamma', gammaFromMean, 0.01],
    ['lognormal', lognormalFromMean, 0.01],
    ['weibull', weibullFromMean, 0.01],
    ['hyperexponential', hyperexponentialFromMean, 1],
  ])('and variation has both: %s', (_, fit, least) => {
    fc.assert(
      fc.property(positive, variations, (meanMs, variety) => {
        const cv = Math.max(least, variety);
        const fitted = fit(meanMs, cv);
        expectClose(mean(fitted), meanMs);
        expectClose(variation(fitted), cv, 1e-8);
      }),
    );
  });

  it('and shape has that mean, and the variation that follows', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 1, max: 1000 }), (meanMs, k) => {
        for (const fitted of [erlang(meanMs, k), gammaFromShape(meanMs, k)]) {
          expectClose(mean(fitted), meanMs);
          expectClose(variation(fitted), 1 / Math.sqrt(k));
        }
      }),
    );
    fc.assert(
      fc.property(positive, fc.double({ min: 0.1, max: 100, noNaN: true }), (meanMs, shape) =>
        expectClose(mean(weibullFromShape(meanMs, shape)), meanMs),
      ),
    );
  });

  it('and ends has both: pareto, for every mean that there is one for', () => {
    fc.assert(
      fc.property(
        positive,
        fc.double({ min: 1.1, max: 1e6, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (least, ratio, at) => {
          const [lowest, highest] = paretoMeans(least, least * ratio);
          const wanted = lowest + at * (highest - lowest);
          const fitted = paretoFromMean(least, least * ratio, wanted);
          expectClose(mean(fitted), wanted);
          expect([fitted.a, fitted.table[0]]).toEqual([least, least * ratio]);
        },
      ),
    );
  });

  it('without variation is constant', () => {
    expect(gammaFromMean(12, 0)).toEqual(constant(12));
    expect(variation(lognormalFromMean(12, 0))).toBe(0);
  });
});

describe('what is the same by two names', () => {
  it.each([
    ['a Weibull of shape 1 is exponential', weibullFromShape(4, 1), exponential(4)],
    ['an Erlang of one stage is exponential', erlang(4, 1), exponential(4)],
    ['a hyperexponential of cv 1 is exponential', hyperexponentialFromMean(4, 1), exponential(4)],
    ['a hyperexponential of one branch is exponential', hyperexponential([{ weight: 3, part: 4 }]), exponential(4)],
    ['a Weibull by cv 1 is exponential', weibullFromMean(4, 1), weibull(4, 1)],
    [
      'a Pareto by its mean is that of the shape',
      paretoFromMean(2, 500, mean(pareto(2, 500, 1.2))),
      pareto(2, 500, 1.2),
    ],
  ])('%s', (_, one, other) => {
    for (const p of [0.01, 0.3, 0.5, 0.9, 0.999]) expectClose(quantile(one, p), quantile(other, p), 1e-9);
    expectClose(mean(one), mean(other));
    expectClose(variation(one), variation(other), 1e-9);
  });

  it('a hyperexponential by its mean has two branches that carry half of the work each', () => {
    const { parts, table } = hyperexponentialFromMean(8, 3);
    expectClose(table[1]! * mean(parts[0]!), 4);
    expectClose((1 - table[1]!) * mean(parts[1]!), 4);
  });
});
