import { log } from './maths';

export const DistributionKind = { constant: 0, uniform: 1, exponential: 2, lognormal: 3, gamma: 4 } as const;
export type DistributionKind = (typeof DistributionKind)[keyof typeof DistributionKind];

/**
 * A duration's distribution, in milliseconds, two numbers whatever its kind:
 * constant (value, 0), uniform (low, high), exponential (mean, 0), lognormal (mu, sigma of ln ms), gamma (shape, scale).
 */
export interface Distribution {
  readonly kind: DistributionKind;
  readonly a: number;
  readonly b: number;
}

/** The standard normal's quantile at 0.99. */
const NORMAL_P99 = 2.326347874040841;

/** Always `valueMs`, at least 0. */
export const constant = (valueMs: number): Distribution => ({ kind: DistributionKind.constant, a: valueMs, b: 0 });

/** 0 <= lowMs <= highMs. */
export const uniform = (lowMs: number, highMs: number): Distribution => ({
  kind: DistributionKind.uniform,
  a: lowMs,
  b: highMs,
});

export const exponential = (meanMs: number): Distribution => ({ kind: DistributionKind.exponential, a: meanMs, b: 0 });

/** `mu` and `sigma` (at least 0) are mean and standard deviation of the natural logarithm of the milliseconds. */
export const lognormal = (mu: number, sigma: number): Distribution => ({
  kind: DistributionKind.lognormal,
  a: mu,
  b: sigma,
});

/** The lognormal with this median and 99th percentile, 0 < p50Ms <= p99Ms. */
export const lognormalFromQuantiles = (p50Ms: number, p99Ms: number): Distribution =>
  lognormal(log(p50Ms), log(p99Ms / p50Ms) / NORMAL_P99);

/** The lognormal with this mean (above 0) and coefficient of variation (standard deviation / mean, at least 0). */
export const lognormalFromMean = (meanMs: number, cv: number): Distribution => {
  const variance = log(1 + cv * cv);
  return lognormal(log(meanMs) - variance / 2, Math.sqrt(variance));
};

/** `shape` above 0; mean = shape * scaleMs. */
export const gamma = (shape: number, scaleMs: number): Distribution => ({
  kind: DistributionKind.gamma,
  a: shape,
  b: scaleMs,
});

/** The gamma with this mean and coefficient of variation (at least 0); without variation it is constant. */
export const gammaFromMean = (meanMs: number, cv: number): Distribution =>
  cv === 0 ? constant(meanMs) : gamma(1 / (cv * cv), meanMs * cv * cv);
