import { describe, expect, it } from 'vitest';
import {
  gammaAbove,
  gammaBelow,
  logGamma,
  normalBelow,
  normalQuantile,
  relativeFall,
} from '../../../src/kernel/special';
import { randomNumbers } from './statistics';

const random = randomNumbers(3);
const points = Array.from({ length: 3000 }, () => 10 ** (7 * random() - 3));

describe('ln gamma', () => {
  const near = (value: number, expected: number) =>
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(expected)));

  it('is that of the factorials', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      near(logGamma(n), Math.log(factorial));
      factorial *= n;
    }
  });

  it('obeys Legendre’s duplication formula from 0.001 to 10,000', () => {
    for (const x of points) {
      const doubled = logGamma(x) + logGamma(x + 0.5) - (1 - 2 * x) * Math.LN2 - 0.5 * Math.log(Math.PI);
      expect(Math.abs(doubled - logGamma(2 * x))).toBeLessThanOrEqual(5e-14 * Math.max(1, Math.abs(doubled)));
    }
  });
});

describe('the incomplete gamma function', () => {
  it('is a Poisson sum where a is whole', () => {
    for (const a of [1, 2, 5, 20, 150, 600]) {
      for (const ratio of [0.5, 0.9, 0.99, 1, 1.01, 1.1, 2]) {
        const x = a * ratio;
        let term = Math.exp(-x / 2);
        let sum = 0;
        for (let n = 0; n < a; n++) {
          sum += term;
          term *= x / (n + 1);
        }
        expect(gammaAbove(a, x)).toBeCloseTo(sum * Math.exp(-x / 2), 12);
      }
    }
  });

  it('obeys its recurrence in a, up to 10,000', () => {
    // P(a, x) - P(a + 1, x) = x^a e^-x / gamma(a + 1)
    for (const a of points.filter((a) => a <= 10_000)) {
      const x = a * (0.9 + 0.2 * random());
      const step = Math.exp(a * Math.log(x) - x - logGamma(a + 1));
      expect(Math.abs(gammaBelow(a, x) - gammaBelow(a + 1, x) - step)).toBeLessThan(2e-11 * Math.max(0.1, step * 1000));
      expect(gammaBelow(a, x) + gammaAbove(a, x)).toBeCloseTo(1, 12);
    }
  });

  it('is 0 and 1 at the ends', () => {
    expect([gammaBelow(3, 0), gammaBelow(3, -1), gammaBelow(3, Infinity), gammaBelow(3, 1e6)]).toEqual([0, 0, 1, 1]);
  });
});

describe('the normal distribution', () => {
  it('has its tabulated values', () => {
    // Abramowitz and Stegun, "Handbook of Mathematical Functions", tables 26.1 and 26.5.
    for (const [z, p] of [
      [0, 0.5],
      [1, 0.841344746068543],
      [2, 0.977249868051821],
      [3, 0.99865010196837],
      [1.959963984540054, 0.975],
      [2.3263478740408408, 0.99],
      [3.090232306167813, 0.999],
    ] as const) {
      expect(normalBelow(z)).toBeCloseTo(p, 13);
      expect(normalBelow(-z)).toBeCloseTo(1 - p, 13);
      expect(normalQuantile(p)).toBeCloseTo(z, 11);
    }
    expect(normalBelow(-6) / 9.865876450376946e-10).toBeCloseTo(1, 10);
  });

  it('gives back the p of each quantile', () => {
    for (let i = 0; i < 1000; i++) {
      const p = 1e-6 + random() * (1 - 2e-6);
      expect(Math.abs(normalBelow(normalQuantile(p)) - p)).toBeLessThan(1e-12);
    }
  });
});

it('(1 - e^-t) / t is right where it is small, large, negative and 0', () => {
  expect(relativeFall(0)).toBe(1);
  for (const t of [1e-12, -1e-9, 0.1, -0.3, 0.5, 0.51, -2, 30])
    expect(relativeFall(t) / (-Math.expm1(-t) / t)).toBeCloseTo(1, 14);
});
