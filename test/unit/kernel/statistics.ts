/**
 * Tests of randomness. Each gives a p-value: the chance that true randomness looks at least this odd. The suites reject
 * below SIGNIFICANCE; seeds are fixed, so a test passes always or fails always.
 */
export const SIGNIFICANCE = 1e-4;

/** Uniform test inputs on (0, 1) from Lehmer's generator, unrelated to the kernel's hashes. */
export function randomNumbers(seed: number): () => number {
  const modulus = 2147483647;
  let state = seed;
  const next = (): number => (state = (state * 48271) % modulus);
  for (let i = 0; i < 8; i++) next();
  return () => (next() + next() / modulus) / modulus;
}

/** ln gamma(x), x > 0: Stirling's series after lifting x above 10. */
export function logGamma(x: number): number {
  let shift = 0;
  for (; x < 10; x++) shift += Math.log(x);
  const z = 1 / (x * x);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/** The regularised lower incomplete gamma function P(a, x): series below a + 1, else Legendre's continued fraction. */
export function gammaCdf(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return front * sum;
  }
  let fraction = 0;
  for (let n = Math.ceil(60 + 6 * Math.sqrt(a)); n > 0; n--) fraction = (n * (n - a)) / (x + 2 * n + 1 - a - fraction);
  return 1 - front / (x + 1 - a - fraction);
}

export function normalCdf(z: number): number {
  const half = gammaCdf(0.5, (z * z) / 2) / 2;
  return z < 0 ? 0.5 - half : 0.5 + half;
}

const twoSided = (z: number): number => 1 - gammaCdf(0.5, (z * z) / 2);

/** Pearson's test of counts against equal expectations, or those given. */
export function chiSquareP(counts: ArrayLike<number>, expected?: ArrayLike<number>): number {
  const cells = Array.from(counts);
  const even = cells.reduce((sum, count) => sum + count, 0) / cells.length;
  const statistic = cells.reduce((sum, count, i) => {
    const mean = expected?.[i] ?? even;
    return sum + (count - mean) ** 2 / mean;
  }, 0);
  return 1 - gammaCdf((cells.length - 1) / 2, statistic / 2);
}

/** Kolmogorov and Smirnov's test of values against a continuous distribution, by the limit law. */
export function kolmogorovSmirnovP(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const p = cdf(x);
    distance = Math.max(distance, p - i / n, (i + 1) / n - p);
  });
  const t = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  let p = 0;
  for (let k = 1; k <= 100; k++) p += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * t * t);
  return Math.min(1, Math.max(0, t < 0.2 ? 1 : p));
}

/** Whether the correlation of two series of equal length is 0. */
export function correlationP(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  const meanA = a.reduce((sum, x) => sum + x, 0) / n;
  const meanB = b.reduce((sum, x) => sum + x, 0) / n;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < n; i++) {
    const x = a[i]! - meanA;
    const y = b[i]! - meanB;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return twoSided((ab / Math.sqrt(aa * bb)) * Math.sqrt(n));
}

/** Whether a mean of n independent values with this standard deviation fits what is expected. */
export const meanP = (mean: number, expected: number, deviation: number, n: number): number =>
  twoSided((mean - expected) / (deviation / Math.sqrt(n)));

/** The smallest of several p-values, corrected for their number (Bonferroni). */
export const smallestP = (values: readonly number[]): number => Math.min(...values) * values.length;
