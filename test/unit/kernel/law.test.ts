import { describe, expect, it } from 'vitest';
import { constant, lognormal, mixture, samples, uniform, type Distribution } from '../../../src/kernel/distribution';
import { quantile, shareWithin } from '../../../src/kernel/law';
import { mean, variance, variation } from '../../../src/kernel/moments';
import { FAMILY } from './family';

const PS = [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999];

describe.each(FAMILY)('the law of $name', ({ distribution, law }) => {
  it('agrees with the formulas of the tests', () => {
    for (const p of PS) {
      const ms = quantile(distribution, p);
      expect(shareWithin(distribution, ms)).toBeCloseTo(law(ms), 11);
    }
  });

  it('has quantiles that exactly their share of the draws does not exceed', () => {
    for (const p of PS) expect(shareWithin(distribution, quantile(distribution, p))).toBeCloseTo(p, 11);
  });

  it('has the mean and variance that the area above it comes to', () => {
    // E X = integral of P(X > x) dx and E X^2 = integral of 2 x P(X > x) dx, in midpoints of ln x; beyond is next to nothing.
    const steps = 20_000;
    const [from, to] = [Math.log(1e-9), Math.log(4000)];
    const step = (to - from) / steps;
    let first = 0;
    let second = 0;
    for (let i = 0; i < steps; i++) {
      const x = Math.exp(from + (i + 0.5) * step);
      const area = (1 - shareWithin(distribution, x)) * x * step;
      first += area;
      second += 2 * x * area;
    }
    expect(first / mean(distribution)).toBeCloseTo(1, 4);
    expect((second - first * first) / variance(distribution)).toBeCloseTo(1, 2);
  });

  it('begins at nothing and ends at all', () => {
    expect(shareWithin(distribution, -1)).toBe(0);
    expect(shareWithin(distribution, 0)).toBeCloseTo(0, 15);
    expect(shareWithin(distribution, 1e9)).toBeCloseTo(1, 12);
  });
});

describe('a law with steps', () => {
  const hits = mixture([
    { weight: 0.9, part: constant(2) },
    { weight: 0.1, part: uniform(50, 60) },
  ]);

  it.each<[string, Distribution, number, number, readonly number[]]>([
    ['a constant', constant(7), 7, 0, [7, 7, 7]],
    ['samples', samples([9, 3, 4, 4]), 5, 5.5, [4, 9, 9]],
    ['a mixture with a constant', hits, 7.3, 0.9 * 5.3 ** 2 + 0.1 * (47.7 ** 2 + 100 / 12), [2, 50.5, 59.5]],
    ['a lognormal without spread', lognormal(5, 0), 5, 0, [5, 5, 5]],
  ])('of %s has its moments and quantiles', (_, distribution, centre, spread, [p50, p905, p995]) => {
    expect(mean(distribution)).toBeCloseTo(centre, 12);
    expect(variance(distribution)).toBeCloseTo(spread, 9);
    expect(quantile(distribution, 0.5)).toBeCloseTo(p50!, 12);
    expect(quantile(distribution, 0.905)).toBeCloseTo(p905!, 9);
    expect(quantile(distribution, 0.995)).toBeCloseTo(p995!, 9);
  });

  it('steps at its values', () => {
    expect(shareWithin(samples([9, 3, 4, 4]), 4)).toBe(0.75);
    expect(shareWithin(constant(7), 6.999)).toBe(0);
    expect(shareWithin(constant(7), 7)).toBe(1);
    expect(shareWithin(hits, 2)).toBeCloseTo(0.9, 15);
    expect(quantile(hits, 0.9)).toBeCloseTo(2, 12);
  });

  it('of nothing but zeros varies by nothing', () => {
    expect(variation(constant(0))).toBe(0);
    const zeros = mixture([{ weight: 1, part: constant(0) }]);
    expect(variation(zeros)).toBe(0);
    expect(quantile(zeros, 0.5)).toBe(0);
  });
});
