import { log } from './maths';
import { relativeFall } from './special';

/*
 * Durations that vary. How one is made from its own parameters is here, from what people know of it in fitting.ts; drawing
 * from it is in sample.ts, its mean and variance in moments.ts, its distribution function and quantiles in law.ts.
 */

export const DistributionKind = {
  constant: 0,
  uniform: 1,
  exponential: 2,
  lognormal: 3,
  gamma: 4,
  weibull: 5,
  pareto: 6,
  samples: 7,
  histogram: 8,
  mixture: 9,
} as const;
export type DistributionKind = (typeof DistributionKind)[keyof typeof DistributionKind];

/**
 * The distribution of a duration in milliseconds. All kinds have the same fields, so that code which draws from any of
 * them sees objects of one shape:
 *
 * | kind        | a               | b         | table                                   | parts     |
 * | ----------- | --------------- | --------- | --------------------------------------- | --------- |
 * | constant    | value           | 0         |                                         |           |
 * | uniform     | low             | high      |                                         |           |
 * | exponential | mean            | 0         |                                         |           |
 * | lognormal   | median          | sigma     |                                         |           |
 * | gamma       | shape           | scale     |                                         |           |
 * | weibull     | scale           | 1 / shape |                                         |           |
 * | pareto      | least           | shape     | greatest, chance of no more than that   |           |
 * | samples     | how many        | 0         | the values, sorted                      |           |
 * | histogram   | number of bins  | 0         | a + 1 edges, a + 1 shares below an edge |           |
 * | mixture     | number of parts | 0         | a + 1 shares of the parts before a part | its parts |
 *
 * Durations stand in it as they are, never as logarithms: one whose durations are all twice as long gives draws exactly
 * twice as long.
 */
export interface Distribution {
  readonly kind: DistributionKind;
  readonly a: number;
  readonly b: number;
  readonly table: Float64Array;
  readonly parts: readonly Distribution[];
}

/** A part of a mixture; weights count in proportion to their sum. */
export interface Weighted<Part> {
  readonly weight: number;
  readonly part: Part;
}

const NO_TABLE = new Float64Array(0);
const NO_PARTS: readonly Distribution[] = [];

const make = (
  kind: DistributionKind,
  a: number,
  b: number,
  table = NO_TABLE,
  parts: readonly Distribution[] = NO_PARTS,
): Distribution => ({ kind, a, b, table, parts });

/** Always `valueMs`, at least 0. */
export const constant = (valueMs: number): Distribution => make(DistributionKind.constant, valueMs, 0);

/** 0 <= lowMs <= highMs. */
export const uniform = (lowMs: number, highMs: number): Distribution => make(DistributionKind.uniform, lowMs, highMs);

export const exponential = (meanMs: number): Distribution => make(DistributionKind.exponential, meanMs, 0);

/** `medianMs` above 0; `sigma`, at least 0, is the standard deviation of the natural logarithm. */
export const lognormal = (medianMs: number, sigma: number): Distribution =>
  make(DistributionKind.lognormal, medianMs, sigma);

/** `shape` above 0; mean = shape * scaleMs. */
export const gamma = (shape: number, scaleMs: number): Distribution => make(DistributionKind.gamma, shape, scaleMs);

/** `stages` (a whole number from 1) exponential steps, one after another, that take `meanMs` together. */
export const erlang = (meanMs: number, stages: number): Distribution => gamma(stages, meanMs / stages);

/** P(X > x) = exp(-(x / scaleMs)^shape), `shape` above 0. */
export const weibull = (scaleMs: number, shape: number): Distribution =>
  make(DistributionKind.weibull, scaleMs, 1 / shape);

/** P(X > x) in proportion to x^-shape, cut off at both ends: 0 < leastMs < greatestMs, `shape` above 0. */
export const pareto = (leastMs: number, greatestMs: number, shape: number): Distribution => {
  const span = shape * log(greatestMs / leastMs);
  return make(DistributionKind.pareto, leastMs, shape, Float64Array.of(greatestMs, span * relativeFall(span)));
};

/** Each of the values, at least one, as likely as every other. */
export const samples = (valuesMs: readonly number[]): Distribution =>
  make(DistributionKind.samples, valuesMs.length, 0, Float64Array.from(valuesMs).sort());

/** Bin i, from edge i to edge i + 1, by its weight, and evenly within it. Edges rise; one weight at least is above 0. */
export const histogram = (edgesMs: readonly number[], weights: readonly number[]): Distribution =>
  make(DistributionKind.histogram, weights.length, 0, Float64Array.from([...edgesMs, ...sharesBefore(weights)]));

/** One of the parts, by weight, then a draw from that; one weight at least is above 0. */
export const mixture = (parts: readonly Weighted<Distribution>[]): Distribution =>
  make(
    DistributionKind.mixture,
    parts.length,
    0,
    Float64Array.from(sharesBefore(parts.map(({ weight }) => weight))),
    parts.map(({ part }) => part),
  );

/** What the weights before each come to, as a share of all: from 0 to exactly 1. */
function sharesBefore(weights: readonly number[]): number[] {
  const sums = [0];
  for (const weight of weights) sums.push(sums.at(-1)! + weight);
  const total = sums.at(-1)!;
  return sums.map((sum) => sum / total);
}
