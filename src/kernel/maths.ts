/**
 * Logarithm, exponential and power with the same bits on every machine. IEEE 754 fixes the result of + - * / and sqrt
 * only, so everything here is built from those. Each function is within 1 ulp of the true value (in practice about
 * 0.55): the argument is reduced against a table whose entries carry some 95 bits, and what is left is so small that a
 * short series in plain doubles does not disturb the last bit.
 *
 * The tables are computed once, in integers scaled by 2^FIXED_BITS.
 */
const FIXED_BITS = 140n;
const ONE = 1n << FIXED_BITS;

/** ln 2 and the logarithms are cut to a multiple of 2^-42, so that (whole exponent) * ln 2 + table entry is exact. */
const LOG_GRID_BITS = 42;
/** Centres c = 1, 1 + 1/128 … 2 of the logarithm's table. */
const LOG_CELLS = 128;
/** Steps of the exponential's table per doubling. */
const EXP_CELLS = 64;
/** ln 2 / 64 is cut to a multiple of 2^-42, which leaves room for a factor of 17 bits. */
const EXP_GRID_BITS = 42;

const doubleView = new Float64Array(1);
const wordView = new Uint32Array(doubleView.buffer);
/** Which of the two words holds sign and exponent: 1 on a little-endian machine, 0 on a big-endian one. */
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

const twoToThe = (exponent: number): number => {
  wordView[HIGH] = (exponent + 1023) << 20;
  wordView[LOW] = 0;
  return doubleView[0]!;
};

/** A fixed-point number as a multiple of 2^-gridBits and the rest, each exact or nearly so as a double. */
const splitOnGrid = (fixed: bigint, gridBits: number): { high: number; low: number } => {
  const dropped = FIXED_BITS - BigInt(gridBits);
  const steps = (fixed + (1n << (dropped - 1n))) >> dropped;
  return {
    high: Number(steps) * twoToThe(-gridBits),
    low: Number(fixed - (steps << dropped)) * twoToThe(-Number(FIXED_BITS)),
  };
};

/** 2 artanh(1 / n) = ln((n + 1) / (n - 1)), by its power series. */
const fixedLogOfStep = (n: bigint): bigint => {
  let power = ONE / n;
  let sum = 0n;
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd;
    power /= n * n;
  }
  return 2n * sum;
};

const buildLogTables = () => {
  const fixed = [0n];
  // Neighbouring centres i/128 and (i + 1)/128 have the ratio (n + 1) / (n - 1) with n = 2i + 1.
  for (let i = LOG_CELLS; i < 2 * LOG_CELLS; i++) fixed.push(fixed[i - LOG_CELLS]! + fixedLogOfStep(BigInt(2 * i + 1)));
  const ln2 = fixed[LOG_CELLS]!;
  const highs = new Float64Array(LOG_CELLS + 1);
  const lows = new Float64Array(LOG_CELLS + 1);
  fixed.forEach((value, cell) => {
    const { high, low } = splitOnGrid(cell > LOG_HALVED_ABOVE ? value - ln2 : value, LOG_GRID_BITS);
    highs[cell] = high;
    lows[cell] = low;
  });
  return { highs, lows, ln2 };
};

const buildExpTables = (ln2: bigint) => {
  const step = ln2 / BigInt(EXP_CELLS);
  let factor = 0n;
  let term = ONE;
  for (let n = 1n; term !== 0n; n++) {
    factor += term;
    term = (term * step) / (n * ONE);
  }
  const highs = new Float64Array(EXP_CELLS);
  const lows = new Float64Array(EXP_CELLS);
  let value = ONE;
  for (let cell = 0; cell < EXP_CELLS; cell++) {
    const { high, low } = splitOnGrid(value, 52);
    highs[cell] = high;
    lows[cell] = low;
    value = (value * factor) >> FIXED_BITS;
  }
  return { highs, lows, step };
};

/** Mantissas above 1 + 53/128, about the root of 2, are halved, so that the logarithm left over is at most 0.35. */
const LOG_HALVED_ABOVE = 53;
const { highs: logHigh, lows: logLow, ln2: fixedLn2 } = buildLogTables();
const { high: LN2_HIGH, low: LN2_LOW } = splitOnGrid(fixedLn2, LOG_GRID_BITS);
const { highs: expHigh, lows: expLow, step: fixedExpStep } = buildExpTables(fixedLn2);
const { high: EXP_STEP_HIGH, low: EXP_STEP_LOW } = splitOnGrid(fixedExpStep, EXP_GRID_BITS);
const EXP_STEPS_PER_UNIT = EXP_CELLS / (LN2_HIGH + LN2_LOW);

/** Natural logarithm. log(0) = -Infinity; NaN below 0. */
export function log(x: number): number {
  const offset = x - 1;
  if (offset > -0.0625 && offset < 0.0625) {
    // 2 artanh(s) with s = f / (2 + f), written as f - s (f - R) so that the leading term f is exact.
    const s = offset / (2 + offset);
    const z = s * s;
    const rest = z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * (2 / 13))))));
    return offset - s * (offset - rest);
  }
  let exponent = -1023;
  doubleView[0] = x;
  let high = wordView[HIGH]!;
  if ((high - 0x100000) >>> 0 >= 0x7fe00000) {
    if (x === 0) return -Infinity;
    if (!(x > 0) || x === Infinity) return x > 0 ? x : NaN;
    doubleView[0] = x * 18014398509481984; // 2^54 lifts a subnormal number among the normal ones
    high = wordView[HIGH]!;
    exponent -= 54;
  }
  exponent += high >>> 20;
  wordView[HIGH] = (high & 0xfffff) | 0x3ff00000;
  const mantissa = doubleView[0]!;
  const cell = ((high & 0xfffff) + 0x1000) >> 13;
  const centre = 1 + cell / LOG_CELLS;
  if (cell > LOG_HALVED_ABOVE) exponent++;
  const s = (mantissa - centre) / (mantissa + centre);
  const z = s * s;
  const small = exponent * LN2_LOW + logLow[cell]! + s * z * (2 / 3 + z * (2 / 5 + z * (2 / 7)));
  return exponent * LN2_HIGH + logHigh[cell]! + (2 * s + small);
}

/** e^x; 0 and Infinity where the result leaves the range of a double. */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/** e^(x + tail), tail much smaller than x. */
function expOfSum(x: number, tail: number): number {
  if (!(x < 710)) return x > 0 ? Infinity : NaN;
  if (x < -746) return 0;
  const steps = Math.floor(x * EXP_STEPS_PER_UNIT + 0.5);
  const cell = steps & (EXP_CELLS - 1);
  const exponent = (steps - cell) / EXP_CELLS;
  const r = x - steps * EXP_STEP_HIGH - steps * EXP_STEP_LOW + tail;
  const growth = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))));
  const head = expHigh[cell]!;
  const value = head + (expLow[cell]! + head * growth);
  if (exponent > -1022 && exponent < 1024) return value * twoToThe(exponent);
  // The last factor rounds (or overflows) once; the one before it is exact.
  return exponent > 0 ? value * twoToThe(exponent - 1) * 2 : value * twoToThe(exponent + 128) * twoToThe(-128);
}
