import { describe, expect, it } from 'vitest';
import {
  SIGNIFICANCE,
  chiSquareP,
  correlationP,
  gammaCdf,
  kolmogorovSmirnovP,
  logGamma,
  meanP,
  normalCdf,
  randomNumbers,
} from './statistics';

describe('the laws used as a reference', () => {
  it('have their known values', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
    expect(logGamma(6)).toBeCloseTo(Math.log(120), 12);
    expect(gammaCdf(1, 2)).toBeCloseTo(1 - Math.exp(-2), 13);
    expect(gammaCdf(3, 2)).toBeCloseTo(1 - 5 * Math.exp(-2), 13);
    expect(gammaCdf(3, 9)).toBeCloseTo(1 - 50.5 * Math.exp(-9), 13);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 12);
    expect(normalCdf(-4)).toBeCloseTo(3.167124183311992e-5, 15);
  });

  it('have known values where they are used with many degrees of freedom', () => {
    expect(gammaCdf(127.5, 128.6)).toBeCloseTo(0.5503888294417092, 11);
    expect(gammaCdf(127.5, 180)).toBeCloseTo(0.9999840657273801, 11);
    expect(gammaCdf(511.5, 512.6)).toBeCloseTo(0.5252517864212755, 11);
    expect(gammaCdf(511.5, 600)).toBeCloseTo(0.9999012939404384, 11);
    expect(gammaCdf(100, 101.5)).toBeCloseTo(0.5724269463165333, 11);
  });
});

describe('each test of randomness', () => {
  const n = 100_000;
  const random = randomNumbers(11);
  const uniform = Float64Array.from({ length: n }, random);
  const counts = (values: Float64Array): Float64Array => {
    const cells = new Float64Array(100);
    for (const x of values) cells[Math.floor(x * 100)]!++;
    return cells;
  };

  it('accepts an even sequence', () => {
    expect(chiSquareP(counts(uniform))).toBeGreaterThan(SIGNIFICANCE);
    expect(kolmogorovSmirnovP(uniform, (x) => x)).toBeGreaterThan(SIGNIFICANCE);
    expect(correlationP(uniform.subarray(1), uniform.subarray(0, n - 1))).toBeGreaterThan(SIGNIFICANCE);
  });

  it('rejects one that is off by two percent', () => {
    const bent = uniform.map((x) => x ** 1.04);
    const carried = uniform.map((x, i) => x + 0.04 * (uniform[i - 1] ?? 0));
    expect(chiSquareP(counts(bent))).toBeLessThan(SIGNIFICANCE);
    expect(kolmogorovSmirnovP(bent, (x) => x)).toBeLessThan(SIGNIFICANCE);
    expect(correlationP(carried.subarray(1), carried.subarray(0, n - 1))).toBeLessThan(SIGNIFICANCE);
    expect(meanP(0.51, 0.5, Math.sqrt(1 / 12), n)).toBeLessThan(SIGNIFICANCE);
  });
});
