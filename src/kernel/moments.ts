import { DistributionKind, type Distribution } from './distribution';
import { exp, log } from './maths';
import { logGamma, relativeFall } from './special';

/*
 * Means and variances in closed form: N. L. Johnson, S. Kotz and N. Balakrishnan, "Continuous Univariate Distributions",
 * 2nd ed., 1994, chapters 14 (lognormal), 17 (gamma), 19 (exponential), 21 (Weibull), 26 (uniform); the bounded Pareto's
 * by integration. Those of a mixture are the weighted means of its parts' first two moments.
 */

/** The expected duration in ms. */
export function mean(distribution: Distribution): number {
  const { kind, a, b, table } = distribution;
  switch (kind) {
    case DistributionKind.constant:
    case DistributionKind.exponential:
      return a;
    case DistributionKind.uniform:
      return (a + b) / 2;
    case DistributionKind.lognormal:
      return a * exp((b * b) / 2);
    case DistributionKind.gamma:
      return a * b;
    case DistributionKind.weibull:
      return a * exp(logGamma(1 + b));
    case DistributionKind.pareto:
      return paretoMeanMs(a, table[0]!, b);
    case DistributionKind.samples:
      return table.reduce((sum, value) => sum + value, 0) / a;
    case DistributionKind.histogram:
      return sumOver(distribution, (bin) => (table[bin]! + table[bin + 1]!) / 2);
    case DistributionKind.mixture:
      return sumOver(distribution, (part) => mean(distribution.parts[part]!));
  }
}

/** The expected square of the distance from the mean, in ms^2. */
export function variance(distribution: Distribution): number {
  const { kind, a, b, table, parts } = distribution;
  switch (kind) {
    case DistributionKind.constant:
      return 0;
    case DistributionKind.exponential:
      return a * a;
    case DistributionKind.uniform:
      return ((b - a) * (b - a)) / 12;
    case DistributionKind.lognormal:
      return a * a * exp(b * b) * (exp(b * b) - 1);
    case DistributionKind.gamma:
      return a * b * b;
    case DistributionKind.weibull:
      return square(mean(distribution)) * weibullSquaredVariation(b);
    case DistributionKind.pareto:
      return square(mean(distribution)) * paretoSquaredVariation(log(table[0]! / a), b);
    case DistributionKind.samples: {
      const centre = mean(distribution);
      return table.reduce((sum, value) => sum + square(value - centre), 0) / a;
    }
    case DistributionKind.histogram: {
      const centre = mean(distribution);
      return sumOver(distribution, (bin) => {
        const [low, high] = [table[bin]!, table[bin + 1]!];
        return square((low + high) / 2 - centre) + square(high - low) / 12;
      });
    }
    case DistributionKind.mixture: {
      const centre = mean(distribution);
      return sumOver(distribution, (part) => variance(parts[part]!) + square(mean(parts[part]!) - centre));
    }
  }
}

/** The standard deviation divided by the mean; 0 where both are 0. */
export function variation(distribution: Distribution): number {
  const centre = mean(distribution);
  return centre === 0 ? 0 : Math.sqrt(variance(distribution)) / centre;
}

/** Variance over squared mean of a Weibull with shape 1 / inverse: gamma(1 + 2 inverse) / gamma(1 + inverse)^2 - 1. */
export const weibullSquaredVariation = (inverse: number): number =>
  exp(logGamma(1 + 2 * inverse) - 2 * logGamma(1 + inverse)) - 1;

/** With l = ln(greatest / least) and f(t) = (1 - e^-t) / t: least f((shape - 1) l) / f(shape l). */
export function paretoMeanMs(leastMs: number, greatestMs: number, shape: number): number {
  const l = log(greatestMs / leastMs);
  return (leastMs * relativeFall((shape - 1) * l)) / relativeFall(shape * l);
}

/** The second moment over the squared first, less 1: f((shape - 2) l) f(shape l) / f((shape - 1) l)^2 - 1. */
const paretoSquaredVariation = (l: number, shape: number): number =>
  (relativeFall((shape - 2) * l) * relativeFall(shape * l)) / square(relativeFall((shape - 1) * l)) - 1;

const square = (x: number): number => x * x;

/** The weighted mean over the bins of a histogram or the parts of a mixture: their shares end the table. */
function sumOver({ a, table }: Distribution, value: (index: number) => number): number {
  const at = table.length - a - 1;
  let sum = 0;
  for (let i = 0; i < a; i++) {
    const share = table[at + i + 1]! - table[at + i]!;
    if (share > 0) sum += share * value(i);
  }
  return sum;
}
