import { doubleOfBits, HIGH_WORD, wordsOfBits } from './bits';
import {
  EXP_CELLS,
  EXP_STEP_HIGH,
  EXP_STEP_LOW,
  LN2_HIGH,
  LN2_LOW,
  LOG_CELLS,
  LOG_HALVED_ABOVE,
  expHigh,
  expLow,
  logHigh,
  logLow,
  powersOfTwo,
} from './log-exp-tables';

/*
 * Logarithm, exponential and power with the same bits on every machine. IEEE 754 fixes the results of + - * / and sqrt
 * alone, so everything here is built from those. Each result is within 1 ulp of the true value (about 0.6 in practice):
 * a table takes the argument so near to 1 (or 0) that rounding in the short series left over is far below the last bit.
 *
 * ln x, with x = 2^k m, c the table's centre next to m, s = (m - c) / (m + c), |s| < 1/512:
 *   ln x = k ln 2 + ln c + 2 artanh s,  artanh s = s + s^3/3 + s^5/5 + s^7/7 + …
 * e^x, with n the whole number next to 64 x / ln 2, r = x - n ln 2 / 64, |r| < 0.0055:
 *   e^x = 2^(n / 64) e^r,  e^r = 1 + r + r^2/2! + … + r^6/6! + …
 */

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_TO_54 = 18014398509481984;
const EXP_STEPS_PER_UNIT = EXP_CELLS / (LN2_HIGH + LN2_LOW);
/** Beyond these e^x is Infinity or 0. */
const EXP_OVERFLOW = 710;
const EXP_UNDERFLOW = -746;

/** Natural logarithm. -Infinity at 0, NaN below. */
export function log(x: number): number {
  const offset = x - 1;
  if (offset > -0.0625 && offset < 0.0625) {
    // 2 artanh s with s = f / (2 + f), rearranged to f - s (f - rest) so that its leading term f is exact.
    const s = offset / (2 + offset);
    const z = s * s;
    const rest = z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * (2 / 13))))));
    return offset - s * (offset - rest);
  }
  let exponent = -1023;
  if (!(x >= SMALLEST_NORMAL && x < Infinity)) {
    if (x === 0) return -Infinity;
    if (!(x > 0 && x < Infinity)) return x > 0 ? x : NaN;
    x *= TWO_TO_54;
    exponent -= 54;
  }
  doubleOfBits[0] = x;
  const high = wordsOfBits[HIGH_WORD]!;
  const biased = high >> 20;
  const mantissa = x * powersOfTwo[2046 - biased]!;
  const cell = ((high & 0xfffff) + 0x1000) >> 13;
  const centre = 1 + cell / LOG_CELLS;
  exponent += cell > LOG_HALVED_ABOVE ? biased + 1 : biased;
  const s = (mantissa - centre) / (mantissa + centre);
  const z = s * s;
  const small = exponent * LN2_LOW + logLow[cell]! + s * z * (2 / 3 + z * (2 / 5 + z * (2 / 7)));
  return exponent * LN2_HIGH + logHigh[cell]! + (2 * s + small);
}

/** e^x; Infinity and 0 where that leaves the range of a double. */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/**
 * x to the power y, with the special cases of ECMAScript's Math.pow: NaN for a negative x and a y that is not whole, and
 * for y infinite with x = 1 or -1. Results that are exact in binary, such as whole powers of small whole numbers, come
 * out exact.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  const base = Math.abs(x);
  if (x !== x || y !== y || (base === 1 && Math.abs(y) === Infinity)) return NaN;
  const whole = Math.floor(y) === y;
  const odd = whole && Math.floor(y / 2) !== y / 2;
  const sign = odd && (x < 0 || Object.is(x, -0)) ? -1 : 1;
  if (base === 1) return x > 0 || whole ? sign : NaN;
  if (base === 0 || base === Infinity || Math.abs(y) === Infinity)
    return base > 1 === y > 0 ? sign * Infinity : sign * 0;
  if (x < 0 && !whole) return NaN;
  return sign * powOfPositive(base, y);
}

/** e^(y ln x) for 0 < x < Infinity, x not 1, the logarithm and its product with y carried in two doubles each. */
function powOfPositive(x: number, y: number): number {
  let exponent = -1023;
  if (x < SMALLEST_NORMAL) {
    x *= TWO_TO_54;
    exponent -= 54;
  }
  doubleOfBits[0] = x;
  const high = wordsOfBits[HIGH_WORD]!;
  const biased = high >> 20;
  const mantissa = x * powersOfTwo[2046 - biased]!;
  const cell = ((high & 0xfffff) + 0x1000) >> 13;
  const centre = 1 + cell / LOG_CELLS;
  exponent += cell > LOG_HALVED_ABOVE ? biased + 1 : biased;

  const difference = mantissa - centre;
  const sum = mantissa + centre;
  const sumTail = mantissa > centre ? centre - (sum - mantissa) : mantissa - (sum - centre);
  const s = difference / sum;
  const product = s * sum;
  const sTail = (difference - product - productTail(s, sum, product) - s * sumTail) / sum;
  const z = s * s;
  const small = exponent * LN2_LOW + logLow[cell]! + s * z * (2 / 3 + z * (2 / 5 + z * (2 / 7))) + 2 * sTail;
  const coarse = exponent * LN2_HIGH + logHigh[cell]!;
  const head = coarse + 2 * s;
  const logTail = coarse - head + 2 * s + small;
  const logHead = head + logTail;

  const power = y * logHead;
  if (power > EXP_OVERFLOW) return Infinity;
  if (power < EXP_UNDERFLOW) return 0;
  return expOfSum(power, productTail(y, logHead, power) + y * (head - logHead + logTail));
}

/** What rounding took from a * b, exactly (Dekker 1971), where nothing overflows or is subnormal. */
function productTail(a: number, b: number, product: number): number {
  const aScaled = a * 134217729;
  const bScaled = b * 134217729;
  const aHigh = aScaled - (aScaled - a);
  const bHigh = bScaled - (bScaled - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** e^(x + tail), with a tail below the last bit of x. */
function expOfSum(x: number, tail: number): number {
  if (!(x < EXP_OVERFLOW)) return x > 0 ? Infinity : NaN;
  if (x < EXP_UNDERFLOW) return 0;
  const steps = Math.floor(x * EXP_STEPS_PER_UNIT + 0.5);
  const cell = steps & (EXP_CELLS - 1);
  const exponent = (steps - cell) / EXP_CELLS;
  const r = x - steps * EXP_STEP_HIGH - steps * EXP_STEP_LOW + tail;
  const growth = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))));
  const head = expHigh[cell]!;
  const value = head + (expLow[cell]! + head * growth);
  if (exponent > -1022 && exponent < 1024) return value * powersOfTwo[exponent + 1023]!;
  // Only the last factor may round or overflow; the one before it is exact.
  return exponent > 0
    ? value * powersOfTwo[exponent + 1022]! * 2
    : value * powersOfTwo[exponent + 1023 + 128]! * powersOfTwo[1023 - 128]!;
}
