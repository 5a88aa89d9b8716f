import { exp, log } from './maths';

/*
 * Special functions for what distributions are known by: for fitting and for what the editor says, not for drawing.
 * Formulas by their numbers in the NIST Digital Library of Mathematical Functions (dlmf.nist.gov).
 */

const LN_ROOT_TWO_PI = 0.9189385332046728;
const ROOT_TWO_PI = 2.5066282746310002;
const STIRLING_FROM = 15;

/** (1 - e^-t) / t, and 1 at t = 0, to about 2e-16 times its value. */
export function relativeFall(t: number): number {
  if (Math.abs(t) > 0.5) return (1 - exp(-t)) / t;
  let sum = 1;
  for (let n = 16; n > 1; n--) sum = 1 - (t / n) * sum;
  return sum;
}

/** What Stirling's formula for ln gamma(x) leaves out; x at least 15 (5.11.1). */
function stirlingRest(x: number): number {
  const z = 1 / (x * x);
  return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188))))) / x;
}

/** ln gamma(x) for x > 0, within 1e-14 times the greater of 1 and its value. */
export function logGamma(x: number): number {
  let lift = 1;
  let lifted = x;
  for (; lifted < STIRLING_FROM; lifted++) lift *= lifted;
  return (lifted - 0.5) * log(lifted) - lifted + LN_ROOT_TWO_PI + stirlingRest(lifted) - log(lift);
}

/** x^a e^-x / gamma(a), by the ratio of x to a where that spares digits. */
function gammaFront(a: number, x: number): number {
  if (a < STIRLING_FROM) return exp(a * log(x) - x - logGamma(a));
  return (exp(a * log(x / a) + (a - x) - stirlingRest(a)) * Math.sqrt(a)) / ROOT_TWO_PI;
}

/**
 * The share of gamma(a) that lies below x, P(a, x): by its series (8.11.4) below a + 1, else by Legendre's continued
 * fraction (8.9.2). Within 1e-12 for a up to 10,000; takes about 10 sqrt(a) + 60 steps.
 */
export function gammaBelow(a: number, x: number): number {
  if (!(x > 0)) return 0;
  if (x >= a + 1) return 1 - gammaAbove(a, x);
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return Math.min(1, gammaFront(a, x) * sum);
}

/** Q(a, x) = 1 - P(a, x), with its own digits where it is small. */
export function gammaAbove(a: number, x: number): number {
  if (x < a + 1) return 1 - gammaBelow(a, x);
  if (x === Infinity) return 0;
  let fraction = 0;
  for (let n = Math.ceil(60 + 6 * Math.sqrt(a)); n > 0; n--) fraction = (n * (n - a)) / (x + 2 * n + 1 - a - fraction);
  return gammaFront(a, x) / (x + 1 - a - fraction);
}

/** How much of the standard normal lies above z (7.11.2). Within 1e-12. */
const normalAbove = (z: number): number => (z < 0 ? 1 - normalAbove(-z) : gammaAbove(0.5, (z * z) / 2) / 2);

/** How much of the standard normal lies below z. Within 1e-12. */
export const normalBelow = (z: number): number => normalAbove(-z);

/** The z below which a share p of the standard normal lies, 0 < p < 1. Within 1e-11 for p from 1e-6 to 1 - 1e-6. */
export function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  const above = 1 - p;
  // What lies above falls ever more slowly, so Newton's steps from 0 stop short of the place and only ever grow nearer.
  for (let z = 0; ;) {
    const next = z + (normalAbove(z) - above) * ROOT_TWO_PI * exp((z * z) / 2);
    if (!(next > z)) return z;
    z = next;
  }
}
