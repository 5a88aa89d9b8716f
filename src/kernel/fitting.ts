import { bisect } from './bisect';
import {
  constant,
  exponential,
  gamma,
  lognormal,
  mixture,
  pareto,
  weibull,
  type Distribution,
  type Weighted,
} from './distribution';
import { exp, log, pow } from './maths';
import { paretoMeanMs, weibullSquaredVariation } from './moments';
import { logGamma, normalQuantile } from './special';

/*
 * Distributions from what people know of them: means, quantiles, and the coefficient of variation `cv`, which is the
 * standard deviation divided by the mean. Durations in ms.
 */

/** A share `p` of the draws, strictly between 0 and 1, is at most `ms` long. */
export interface KnownQuantile {
  readonly p: number;
  readonly ms: number;
}

/** ms = -mean ln(1 - p). */
export const exponentialFromQuantile = ({ p, ms }: KnownQuantile): Distribution => exponential(ms / -log(1 - p));

/** Two quantiles, the second at a higher p and no shorter: ln ms = ln median + sigma z(p), z the standard normal's quantile. */
export function lognormalFromQuantiles(lower: KnownQuantile, upper: KnownQuantile): Distribution {
  const z = normalQuantile(lower.p);
  const sigma = log(upper.ms / lower.ms) / (normalQuantile(upper.p) - z);
  return lognormal(z === 0 ? lower.ms : lower.ms * exp(-sigma * z), sigma);
}

/** sigma^2 = ln(1 + cv^2), median = mean / sqrt(1 + cv^2). */
export const lognormalFromMean = (meanMs: number, cv: number): Distribution => {
  const spread = 1 + cv * cv;
  return lognormal(meanMs / Math.sqrt(spread), Math.sqrt(log(spread)));
};

/** shape = 1 / cv^2; without variation it is constant. */
export const gammaFromMean = (meanMs: number, cv: number): Distribution =>
  cv === 0 ? constant(meanMs) : gamma(1 / (cv * cv), meanMs * (cv * cv));

export const gammaFromShape = (meanMs: number, shape: number): Distribution => gamma(shape, meanMs / shape);

/** Two quantiles, the second at a higher p and longer: ln(ms / scale) = ln(-ln(1 - p)) / shape. */
export function weibullFromQuantiles(lower: KnownQuantile, upper: KnownQuantile): Distribution {
  const depth = -log(1 - lower.p);
  const shape = log(-log(1 - upper.p) / depth) / log(upper.ms / lower.ms);
  return weibull(lower.ms * pow(depth, -1 / shape), shape);
}

/** scale = mean / gamma(1 + 1 / shape). */
export const weibullFromShape = (meanMs: number, shape: number): Distribution =>
  weibull(meanMs * exp(-logGamma(1 + 1 / shape)), shape);

/** The shape solved for by bisection; cv from 0.01 to 20 lies within the shapes searched. */
export const weibullFromMean = (meanMs: number, cv: number): Distribution => {
  const inverse = bisect(1 / 256, 16, (inverse) => weibullSquaredVariation(inverse) < cv * cv);
  return weibullFromShape(meanMs, 1 / inverse);
};

const LEAST_PARETO_SHAPE = 0.001;
const GREATEST_PARETO_SHAPE = 1000;

/** The means that a bounded Pareto between these two can have: from a very high shape's to a very low one's. */
export const paretoMeans = (leastMs: number, greatestMs: number): readonly [lowest: number, highest: number] => [
  paretoMeanMs(leastMs, greatestMs, GREATEST_PARETO_SHAPE),
  paretoMeanMs(leastMs, greatestMs, LEAST_PARETO_SHAPE),
];

/** The shape solved for by bisection; the mean lies between those of `paretoMeans`. */
export const paretoFromMean = (leastMs: number, greatestMs: number, meanMs: number): Distribution => {
  const shape = bisect(
    LEAST_PARETO_SHAPE,
    GREATEST_PARETO_SHAPE,
    (shape) => paretoMeanMs(leastMs, greatestMs, shape) > meanMs,
  );
  return pareto(leastMs, greatestMs, shape);
};

/** Exponential branches, of which each draw takes one; given by their weights and their means. */
export const hyperexponential = (branches: readonly Weighted<number>[]): Distribution =>
  mixture(branches.map(({ weight, part }) => ({ weight, part: exponential(part) })));

/**
 * Two branches that carry half of the work each, cv at least 1: with r = sqrt((cv^2 - 1) / (cv^2 + 1)), a share
 * p = (1 + r) / 2 of the draws has the mean m / 2p, the rest m / 2(1 - p) (balanced means: W. Whitt, "Approximating a
 * Point Process by a Renewal Process, I", Operations Research 30, 1982).
 */
export const hyperexponentialFromMean = (meanMs: number, cv: number): Distribution => {
  const r = Math.sqrt((cv * cv - 1) / (cv * cv + 1));
  return hyperexponential([
    { weight: (1 + r) / 2, part: meanMs / (1 + r) },
    { weight: (1 - r) / 2, part: meanMs / (1 - r) },
  ]);
};
