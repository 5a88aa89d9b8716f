import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constant,
  erlang,
  exponential,
  gamma,
  histogram,
  mixture,
  pareto,
  samples,
  uniform,
  weibull,
  type Distribution,
} from '../../../src/kernel/distribution';
import { Draws } from '../../../src/kernel/draws';
import {
  exponentialFromQuantile,
  gammaFromMean,
  gammaFromShape,
  hyperexponential,
  hyperexponentialFromMean,
  lognormalFromMean,
  lognormalFromQuantiles,
  paretoFromMean,
  weibullFromMean,
  weibullFromQuantiles,
  weibullFromShape,
} from '../../../src/kernel/fitting';
import { deriveKey, seedKey, type Key } from '../../../src/kernel/keys';
import { mean, variance } from '../../../src/kernel/moments';
import { sample } from '../../../src/kernel/sample';
import { FAMILY } from './family';
import { SIGNIFICANCE, chiSquareP, correlationP, kolmogorovSmirnovP, meanP, smallestP } from './statistics';

const draws = new Draws();
const key: Key = { hi: 0, lo: 0 };
const root: Key = { hi: 0, lo: 0 };
seedKey(7, root);

/** The stream for one purpose of the root's descendant by these places. */
const at = (purpose: number, ...places: readonly number[]): Draws => {
  key.hi = root.hi;
  key.lo = root.lo;
  for (const place of places) deriveKey(key.hi, key.lo, place, 0, key);
  return draws.of(key.hi, key.lo, purpose);
};

/** One duration for each of n consecutive children of a key. */
const drawn = (distribution: Distribution, n: number, parent = 0): Float64Array =>
  Float64Array.from({ length: n }, (_, place) => sample(distribution, at(1, parent, place)));

const average = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/*
 * Each assertion below fails for true randomness with a chance of at most 1e-4; there are some 140 of them, so the whole
 * file would with one of about 1.4 %. Seeds are fixed.
 */
const N = 40_000;
const CELLS = 100;
const SIDE = 16;

/** Ways to come from one draw to the next, each as the engine does somewhere. */
const WALKS: readonly (readonly [string, () => (i: number) => Draws])[] = [
  [
    'one stream',
    () => {
      const own = new Draws().of(root.hi, root.lo, 3);
      return () => own;
    },
  ],
  ['consecutive visits', () => (i) => at(1, 5, i)],
  ['consecutive replicas of consecutive visits', () => (i) => at(1, Math.floor(i / 4), i % 4)],
  ['consecutive purposes of consecutive visits', () => (i) => at(i % 3, 9, Math.floor(i / 3))],
  [
    'consecutive seeds',
    () => (i) => {
      seedKey(i, key);
      return draws.of(key.hi, key.lo, 1);
    },
  ],
];

describe.each(FAMILY)('draws of $name', ({ distribution, law }) => {
  it.each(WALKS)('along %s follow their law, each free of those before it', (_, walk) => {
    const turn = walk();
    // What the law makes of each: uniform from 0 to 1 if it is the true one.
    const shares = Float64Array.from({ length: N }, (_, i) => law(sample(distribution, turn(i))));
    const cells = new Float64Array(CELLS);
    for (const share of shares) cells[Math.min(CELLS - 1, Math.floor(share * CELLS))]!++;
    const pairs = new Float64Array(SIDE * SIDE);
    const sideOf = (i: number) => Math.min(SIDE - 1, Math.floor(shares[i]! * SIDE));
    for (let i = 1; i < N; i += 2) pairs[sideOf(i - 1) * SIDE + sideOf(i)]!++;
    const lags = [1, 2, 3, 4, 5].map((lag) => correlationP(shares.subarray(lag), shares.subarray(0, N - lag)));
    const ps = [chiSquareP(cells), chiSquareP(pairs), kolmogorovSmirnovP(shares, (u) => u), ...lags];
    expect(smallestP(ps)).toBeGreaterThan(SIGNIFICANCE);
  });

  it('average to its mean and vary by its variance', () => {
    const n = 100_000;
    const values = drawn(distribution, n, 2);
    const centre = mean(distribution);
    const squares = values.map((x) => (x - centre) ** 2);
    const squared = average(squares);
    const squaredDeviation = Math.sqrt(average(squares.map((x) => (x - squared) ** 2)));
    const ps = [
      meanP(average(values), centre, Math.sqrt(variance(distribution)), n),
      meanP(squared, variance(distribution), squaredDeviation, n),
    ];
    expect(smallestP(ps)).toBeGreaterThan(SIGNIFICANCE);
    expect(values.every((x) => x >= 0 && x < Infinity)).toBe(true);
  });

  it('of two keys next to each other have nothing to do with each other', () => {
    const [one, next] = [drawn(distribution, N, 11), drawn(distribution, N, 12)].map((values) => values.map(law));
    expect(correlationP(one!, next!)).toBeGreaterThan(SIGNIFICANCE);
  });
});

describe('draws of a distribution with steps', () => {
  const countOf = (values: Float64Array, wanted: number) => values.filter((x) => x === wanted).length;

  it('are one of the samples, each as often as it was measured', () => {
    const measured = [9, 3, 4, 3, 70];
    const values = drawn(samples(measured), N);
    expect(
      chiSquareP(
        [3, 4, 9, 70].map((x) => countOf(values, x)),
        [0.4, 0.2, 0.2, 0.2].map((p) => p * N),
      ),
    ).toBeGreaterThan(SIGNIFICANCE);
    expect(new Set(values)).toEqual(new Set(measured));
  });

  it('are one of the parts of a mixture of constants, by their shares, and never one without a share', () => {
    const weights = [0, 0.5, 0.3, 0, 0.2, 0];
    const values = drawn(mixture(weights.map((weight, i) => ({ weight, part: constant(i) }))), N);
    expect(
      chiSquareP(
        [1, 2, 4].map((x) => countOf(values, x)),
        [0.5 * N, 0.3 * N, 0.2 * N],
      ),
    ).toBeGreaterThan(SIGNIFICANCE);
    expect(new Set(values)).toEqual(new Set([1, 2, 4]));
  });

  it('of a constant are that constant', () => {
    expect(new Set(drawn(constant(7.5), 100))).toEqual(new Set([7.5]));
  });

  it('of a lognormal without spread are its median', () => {
    expect(new Set(drawn(lognormalFromQuantiles({ p: 0.5, ms: 20 }, { p: 0.99, ms: 20 }), 100))).toEqual(new Set([20]));
  });
});

it('a draw depends on its key, purpose and distribution alone, not on what others took from theirs', () => {
  const work = gamma(0.3, 5);
  const alone = drawn(exponential(4), 1000);
  const between = Float64Array.from({ length: 1000 }, (_, place) => {
    for (let i = 0; i < place % 3; i++) sample(work, at(1, 3, place));
    return sample(exponential(4), at(1, 0, place));
  });
  expect(between).toEqual(alone);
});

it('bounded draws stay within their bounds', () => {
  const narrow = pareto(1, 1 + 1e-9, 3);
  for (const [distribution, low, high] of [
    [pareto(2, 5, 0.1), 2, 5],
    [narrow, 1, 1 + 1e-9],
    [histogram([3, 4, 9], [1, 2]), 3, 9],
    [uniform(2, 3), 2, 3],
  ] as const) {
    const values = drawn(distribution, 20_000);
    expect(values.every((x) => x >= low && x <= high)).toBe(true);
  }
});

/** Every way to make a distribution, with all its durations `s` times as long. */
const SCALED: Readonly<Record<string, (s: number) => Distribution>> = {
  constant: (s) => constant(3.7 * s),
  uniform: (s) => uniform(1.1 * s, 9.3 * s),
  exponential: (s) => exponential(4.1 * s),
  'exponential by a quantile': (s) => exponentialFromQuantile({ p: 0.99, ms: 20.3 * s }),
  erlang: (s) => erlang(7.7 * s, 3),
  'gamma by cv': (s) => gammaFromMean(7.3 * s, 2.1),
  'gamma by shape': (s) => gammaFromShape(7.3 * s, 5.3),
  'lognormal by quantiles': (s) => lognormalFromQuantiles({ p: 0.5, ms: 8.1 * s }, { p: 0.99, ms: 90.7 * s }),
  'lognormal by other quantiles': (s) => lognormalFromQuantiles({ p: 0.9, ms: 8.1 * s }, { p: 0.95, ms: 10.7 * s }),
  'lognormal by cv': (s) => lognormalFromMean(8.3 * s, 1.3),
  weibull: (s) => weibull(5.9 * s, 0.7),
  'weibull by quantiles': (s) => weibullFromQuantiles({ p: 0.5, ms: 8.1 * s }, { p: 0.99, ms: 90.7 * s }),
  'weibull by shape': (s) => weibullFromShape(8.3 * s, 0.7),
  'weibull by cv': (s) => weibullFromMean(8.3 * s, 2.3),
  pareto: (s) => pareto(2.3 * s, 517.9 * s, 1.2),
  'pareto by mean': (s) => paretoFromMean(2.3 * s, 517.9 * s, 11.9 * s),
  'hyperexponential by cv': (s) => hyperexponentialFromMean(8.3 * s, 3.1),
  'hyperexponential by branches': (s) =>
    hyperexponential([
      { weight: 0.9, part: 2.1 * s },
      { weight: 0.1, part: 40.3 * s },
    ]),
  histogram: (s) => histogram([0, 4.9 * s, 21.3 * s], [90, 10]),
  samples: (s) => samples([3.1 * s, 4.7 * s, 9.9 * s]),
  mixture: (s) =>
    mixture([
      { weight: 0.95, part: exponential(2.3 * s) },
      { weight: 0.05, part: lognormalFromMean(50.1 * s, 1.9) },
    ]),
};

it.each(Object.entries(SCALED))(
  '%s: durations longer by a power of two make every draw longer by exactly that',
  (_, make) => {
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 20 }), fc.nat(1000), (power, parent) => {
        const scale = 2 ** power;
        expect(drawn(make(scale), 50, parent)).toEqual(drawn(make(1), 50, parent).map((x) => x * scale));
      }),
      { numRuns: 60 },
    );
  },
);
