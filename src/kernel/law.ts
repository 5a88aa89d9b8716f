import { bisect } from './bisect';
import { DistributionKind, type Distribution } from './distribution';
import { exp, log, pow } from './maths';
import { gammaBelow, normalBelow, normalQuantile } from './special';

/*
 * Distribution functions and quantiles (sources as in moments.ts). Closed but for two: the gamma's is the incomplete
 * gamma function, and quantiles of gammas and mixtures are found from their distribution functions by bisection.
 */

/** The share of draws that are at most `ms` long. */
export function shareWithin(distribution: Distribution, ms: number): number {
  const { kind, a, b, table, parts } = distribution;
  if (ms < 0) return 0;
  switch (kind) {
    case DistributionKind.constant:
      return ms < a ? 0 : 1;
    case DistributionKind.uniform:
      return ms < a ? 0 : ms >= b ? 1 : (ms - a) / (b - a);
    case DistributionKind.exponential:
      return 1 - exp(-ms / a);
    case DistributionKind.lognormal:
      return b === 0 ? (ms < a ? 0 : 1) : normalBelow(log(ms / a) / b);
    case DistributionKind.gamma:
      return gammaBelow(a, ms / b);
    case DistributionKind.weibull:
      return 1 - exp(-pow(ms / a, 1 / b));
    case DistributionKind.pareto:
      return ms <= a ? 0 : ms >= table[0]! ? 1 : (1 - pow(ms / a, -b)) / table[1]!;
    case DistributionKind.samples:
      return table.filter((value) => value <= ms).length / a;
    case DistributionKind.histogram: {
      if (ms >= table[a]!) return 1;
      const bin = table.subarray(0, a + 1).findLastIndex((edge) => edge <= ms);
      if (bin < 0) return 0;
      const [low, high] = [table[bin]!, table[bin + 1]!];
      const below = table[a + 1 + bin]!;
      return below + ((ms - low) / (high - low)) * (table[a + 2 + bin]! - below);
    }
    case DistributionKind.mixture:
      return parts.reduce((sum, part, i) => sum + (table[i + 1]! - table[i]!) * shareWithin(part, ms), 0);
  }
}

/** The shortest duration that a share `p` of the draws, strictly between 0 and 1, does not exceed, in ms. */
export function quantile(distribution: Distribution, p: number): number {
  const { kind, a, b, table, parts } = distribution;
  switch (kind) {
    case DistributionKind.constant:
      return a;
    case DistributionKind.uniform:
      return a + p * (b - a);
    case DistributionKind.exponential:
      return -a * log(1 - p);
    case DistributionKind.lognormal:
      return a * exp(b * normalQuantile(p));
    case DistributionKind.gamma:
      return b * gammaQuantile(a, p);
    case DistributionKind.weibull:
      return a * pow(-log(1 - p), b);
    case DistributionKind.pareto:
      return Math.min(table[0]!, a * pow(1 - p * table[1]!, -1 / b));
    case DistributionKind.samples:
      return table[Math.min(a - 1, Math.max(0, Math.ceil(p * a) - 1))]!;
    case DistributionKind.histogram: {
      const shares = table.subarray(a + 1);
      const bin = Math.max(0, shares.findIndex((share) => share >= p) - 1);
      const [below, within] = [shares[bin]!, shares[bin + 1]!];
      return table[bin]! + ((p - below) / (within - below)) * (table[bin + 1]! - table[bin]!);
    }
    case DistributionKind.mixture: {
      // No part reaches p before its own quantile, and beyond the greatest of these all have.
      const ends = parts.filter((_, i) => table[i + 1]! > table[i]!).map((part) => quantile(part, p));
      return bisect(Math.min(...ends), Math.max(...ends), (ms) => shareWithin(distribution, ms) < p);
    }
  }
}

/** Of scale 1. Searched by its logarithm, for below shape 1 it may lie at any power of ten. */
function gammaQuantile(shape: number, p: number): number {
  let high = log(shape + 10 * Math.sqrt(shape) + 10);
  while (gammaBelow(shape, exp(high)) < p) high += 1;
  return exp(bisect(-745, high, (x) => gammaBelow(shape, exp(x)) < p));
}
