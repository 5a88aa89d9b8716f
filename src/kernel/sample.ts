import { DistributionKind, type Distribution } from './distribution';
import { drawn, type Draws } from './draws';
import { exp, log, pow } from './maths';

/**
 * One duration in milliseconds, at least 0, exact but for rounding. A draw may take several words of its stream; whoever
 * wants another draw turns the stream to another key or purpose first, so none depends on how many words one took.
 */
export function sample(distribution: Distribution, draws: Draws): number {
  drawSample(distribution, draws);
  return drawn[0]!;
}

/** As `sample`, into `drawn`: a double that comes from a function that is not inlined costs an allocation. */
export function drawSample(distribution: Distribution, draws: Draws): void {
  // The two that most work is modelled by come first.
  const { kind, a } = distribution;
  if (kind === DistributionKind.exponential) {
    draws.drawExponential();
    drawn[0] = a * drawn[0]!;
  } else if (kind === DistributionKind.constant) drawn[0] = a;
  else drawn[0] = sampleOther(distribution, draws);
}

function sampleOther(distribution: Distribution, draws: Draws): number {
  const { kind, a, b, table } = distribution;
  switch (kind) {
    case DistributionKind.constant:
      return a;
    case DistributionKind.uniform:
      return a + (b - a) * draws.uniform();
    case DistributionKind.exponential:
      return a * draws.exponential();
    case DistributionKind.lognormal:
      return a * exp(b * draws.normal());
    case DistributionKind.gamma:
      return b * sampleGamma(a, draws);
    case DistributionKind.weibull:
      return a * pow(draws.exponential(), b);
    case DistributionKind.pareto:
      return Math.min(table[0]!, a * pow(1 - table[1]! * draws.uniform(), -1 / b));
    case DistributionKind.samples:
      return table[Math.floor(a * draws.uniform())]!;
    case DistributionKind.histogram:
      return sampleHistogram(table, a, draws.uniform());
    case DistributionKind.mixture:
      return sample(distribution.parts[cellOf(table, 0, a, draws.uniform())]!, draws);
  }
}

/** Of `count` cells whose shares before each begin at `from`, the one in which u, from 0 up to 1, falls. */
function cellOf(shares: Float64Array, from: number, count: number, u: number): number {
  let low = 0;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (shares[from + middle]! <= u) low = middle;
    else high = middle;
  }
  return low;
}

/** Inversion: the distribution function is a line within each bin. */
function sampleHistogram(table: Float64Array, bins: number, u: number): number {
  const from = bins + 1;
  const bin = cellOf(table, from, bins, u);
  const below = table[from + bin]!;
  const low = table[bin]!;
  return low + ((u - below) / (table[from + bin + 1]! - below)) * (table[bin + 1]! - low);
}

/** Gamma with scale 1: Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", 2000. */
function sampleGamma(shape: number, draws: Draws): number {
  // Below shape 1: gamma(shape) = gamma(shape + 1) * u^(1 / shape), and u^(1 / shape) = e^(-exponential / shape).
  const shrink = shape < 1 ? exp(-draws.exponential() / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = draws.normal();
    const root = 1 + c * z;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = draws.uniform();
    const square = z * z;
    // The first bound lies below the second, accepts nineteen in twenty and spares the logarithms.
    if (u < 1 - 0.0331 * square * square) return d * v * shrink;
    if (log(u) < 0.5 * square + d * (1 - v + log(v))) return d * v * shrink;
  }
}
