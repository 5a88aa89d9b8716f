import {
  erlang,
  exponential,
  gamma,
  histogram,
  lognormal,
  mixture,
  pareto,
  uniform,
  weibull,
  type Distribution,
} from '../../../src/kernel/distribution';
import { hyperexponential, hyperexponentialFromMean } from '../../../src/kernel/fitting';
import { gammaCdf, normalCdf } from './statistics';

type Law = (ms: number) => number;

export interface Member {
  readonly name: string;
  readonly distribution: Distribution;
  /** The distribution function by formulas of the tests' own. */
  readonly law: Law;
}

const exponentialLaw =
  (mean: number): Law =>
  (x) =>
    -Math.expm1(-x / mean);
const gammaLaw =
  (shape: number, scale: number): Law =>
  (x) =>
    gammaCdf(shape, x / scale);
const lognormalLaw =
  (median: number, sigma: number): Law =>
  (x) =>
    normalCdf(Math.log(x / median) / sigma);
const weibullLaw =
  (scale: number, shape: number): Law =>
  (x) =>
    -Math.expm1(-((x / scale) ** shape));
const paretoLaw =
  (least: number, greatest: number, shape: number): Law =>
  (x) =>
    (1 - (least / x) ** shape) / (1 - (least / greatest) ** shape);
const uniformLaw =
  (low: number, high: number): Law =>
  (x) =>
    Math.min(1, Math.max(0, (x - low) / (high - low)));
const mixed =
  (...parts: readonly (readonly [weight: number, law: Law])[]): Law =>
  (x) =>
    parts.reduce((sum, [weight, law]) => sum + weight * law(x), 0);

/** Every kind whose law has no steps, at ordinary and at extreme parameters. */
export const FAMILY: readonly Member[] = [
  { name: 'uniform from 2 to 10', distribution: uniform(2, 10), law: uniformLaw(2, 10) },
  { name: 'exponential mean 4', distribution: exponential(4), law: exponentialLaw(4) },
  { name: 'erlang mean 8 k 4', distribution: erlang(8, 4), law: gammaLaw(4, 2) },
  { name: 'gamma shape 0.05', distribution: gamma(0.05, 100), law: gammaLaw(0.05, 100) },
  { name: 'gamma shape 0.5', distribution: gamma(0.5, 3), law: gammaLaw(0.5, 3) },
  { name: 'gamma shape 2.5', distribution: gamma(2.5, 4), law: gammaLaw(2.5, 4) },
  { name: 'gamma shape 100', distribution: gamma(100, 0.1), law: gammaLaw(100, 0.1) },
  { name: 'lognormal sigma 0.5', distribution: lognormal(3, 0.5), law: lognormalLaw(3, 0.5) },
  { name: 'lognormal sigma 1', distribution: lognormal(8, 1), law: lognormalLaw(8, 1) },
  { name: 'weibull shape 0.7', distribution: weibull(5, 0.7), law: weibullLaw(5, 0.7) },
  { name: 'weibull shape 3', distribution: weibull(5, 3), law: weibullLaw(5, 3) },
  { name: 'pareto shape 1.2', distribution: pareto(2, 500, 1.2), law: paretoLaw(2, 500, 1.2) },
  { name: 'pareto shape 0.1', distribution: pareto(1, 50, 0.1), law: paretoLaw(1, 50, 0.1) },
  {
    name: 'hyperexponential mean 8 cv 3',
    distribution: hyperexponentialFromMean(8, 3),
    law: mixed(
      [(1 + Math.sqrt(0.8)) / 2, exponentialLaw(8 / (1 + Math.sqrt(0.8)))],
      [(1 - Math.sqrt(0.8)) / 2, exponentialLaw(8 / (1 - Math.sqrt(0.8)))],
    ),
  },
  {
    name: 'hyperexponential of three branches',
    distribution: hyperexponential([
      { weight: 0.7, part: 1 },
      { weight: 0.2, part: 5 },
      { weight: 0.1, part: 20 },
    ]),
    law: mixed([0.7, exponentialLaw(1)], [0.2, exponentialLaw(5)], [0.1, exponentialLaw(20)]),
  },
  {
    name: 'histogram with an empty bin',
    distribution: histogram([0, 1, 4, 6, 20], [30, 50, 0, 20]),
    law: mixed([0.3, uniformLaw(0, 1)], [0.5, uniformLaw(1, 4)], [0.2, uniformLaw(6, 20)]),
  },
  {
    name: 'mixture of a gamma, a lognormal and a pareto',
    distribution: mixture([
      { weight: 5, part: gamma(2, 1) },
      { weight: 3, part: lognormal(10, 0.3) },
      { weight: 2, part: pareto(30, 300, 1.5) },
    ]),
    law: mixed(
      [0.5, gammaLaw(2, 1)],
      [0.3, lognormalLaw(10, 0.3)],
      [0.2, (x) => (x < 30 ? 0 : x > 300 ? 1 : paretoLaw(30, 300, 1.5)(x))],
    ),
  },
];
