import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constant,
  exponential,
  gamma,
  gammaFromMean,
  lognormal,
  lognormalFromMean,
  lognormalFromQuantiles,
  uniform,
  type Distribution,
} from '../../../src/kernel/distribution';
import { Draws } from '../../../src/kernel/draws';
import { deriveKey, type Key } from '../../../src/kernel/keys';
import { mean, sample } from '../../../src/kernel/sample';
import { SIGNIFICANCE, gammaCdf, kolmogorovSmirnovP, meanP, normalCdf, smallestP } from './statistics';

const draws = new Draws();

/** One duration for each of n consecutive children of a key. */
const samples = (distribution: Distribution, n: number, seed: number): Float64Array => {
  const key: Key = { hi: 0, lo: 0 };
  return Float64Array.from({ length: n }, (_, place) => {
    deriveKey(seed, 99, place, 0, key);
    return sample(distribution, draws.of(key.hi, key.lo, 1));
  });
};

const logNormalCdf = (mu: number, sigma: number) => (x: number) => normalCdf((Math.log(x) - mu) / sigma);
const gammaLaw = (shape: number, scale: number) => (x: number) => gammaCdf(shape, x / scale);

describe('samples of', () => {
  it.each<[string, Distribution, (x: number) => number, number]>([
    ['uniform(2, 10)', uniform(2, 10), (x) => (x - 2) / 8, 8 / Math.sqrt(12)],
    ['exponential(4)', exponential(4), (x) => 1 - Math.exp(-x / 4), 4],
    ['lognormal(1, 0.5)', lognormal(1, 0.5), logNormalCdf(1, 0.5), Math.exp(1.125) * Math.sqrt(Math.expm1(0.25))],
    ['gamma(0.05, 100)', gamma(0.05, 100), gammaLaw(0.05, 100), Math.sqrt(0.05) * 100],
    ['gamma(0.5, 3)', gamma(0.5, 3), gammaLaw(0.5, 3), Math.sqrt(0.5) * 3],
    ['gamma(1, 2)', gamma(1, 2), gammaLaw(1, 2), 2],
    ['gamma(2.5, 4)', gamma(2.5, 4), gammaLaw(2.5, 4), Math.sqrt(2.5) * 4],
    ['gamma(100, 0.1)', gamma(100, 0.1), gammaLaw(100, 0.1), 1],
  ])('%s follow its law and average to its mean', (_, distribution, cdf, deviation) => {
    const n = 200_000;
    const values = samples(distribution, n, 5);
    const average = values.reduce((sum, x) => sum + x, 0) / n;
    const ps = [kolmogorovSmirnovP(values, cdf), meanP(average, mean(distribution), deviation, n)];
    expect(smallestP(ps)).toBeGreaterThan(SIGNIFICANCE);
    expect(values.every((x) => x >= 0)).toBe(true);
  });

  it('a constant are that constant', () => {
    expect(new Set(samples(constant(7.5), 100, 1))).toEqual(new Set([7.5]));
    expect(mean(constant(7.5))).toBe(7.5);
  });

  it('a lognormal without spread are its median', () => {
    for (const x of samples(lognormalFromQuantiles(20, 20), 100, 1)) expect(x).toBeCloseTo(20, 12);
  });

  it('scaled distributions scale with them, draw by draw', () => {
    expect(Array.from(samples(exponential(8), 100, 3))).toEqual(
      Array.from(samples(exponential(4), 100, 3), (x) => 2 * x),
    );
  });
});

describe('a distribution given by', () => {
  const positive = fc.double({ min: 0.001, max: 1e6, noNaN: true });
  const variation = fc.double({ min: 0.01, max: 5, noNaN: true });
  const close = (value: number, expected: number): boolean => Math.abs(value - expected) <= 1e-11 * Math.abs(expected);

  it('median and 99th percentile has these quantiles', () => {
    fc.assert(
      fc.property(positive, fc.double({ min: 1, max: 1000, noNaN: true }), (p50, ratio) => {
        const { a: mu, b: sigma } = lognormalFromQuantiles(p50, p50 * ratio);
        return close(Math.exp(mu), p50) && close(Math.exp(mu + 2.3263478740408408 * sigma), p50 * ratio);
      }),
    );
    expect(normalCdf(2.3263478740408408)).toBeCloseTo(0.99, 12);
  });

  it('mean and variation has that mean and variation', () => {
    fc.assert(
      fc.property(positive, variation, (meanMs, cv) => {
        const logNormal = lognormalFromMean(meanMs, cv);
        const gammaShaped = gammaFromMean(meanMs, cv);
        return (
          close(mean(logNormal), meanMs) &&
          close(Math.sqrt(Math.expm1(logNormal.b ** 2)), cv) &&
          close(mean(gammaShaped), meanMs) &&
          close(1 / Math.sqrt(gammaShaped.a), cv)
        );
      }),
    );
  });

  it('a mean without variation is constant', () => {
    expect(gammaFromMean(12, 0)).toEqual(constant(12));
    for (const x of samples(lognormalFromMean(12, 0), 10, 1)) expect(x).toBeCloseTo(12, 12);
  });
});
