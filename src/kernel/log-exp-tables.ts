/**
 * The tables behind `maths.ts`, computed once in integers scaled by 2^140. An entry is a pair of doubles: a high part on
 * a coarse grid, so that sums and products with it are exact, and a low part with what the grid cuts off.
 */
const FIXED_BITS = 140n;
const ONE = 1n << FIXED_BITS;

/** Centres of the logarithm's table: 1, 1 + 1/128 … 2. */
export const LOG_CELLS = 128;
/** Cells above this one, about the root of 2, hold ln(centre / 2), so that no entry exceeds 0.35. */
export const LOG_HALVED_ABOVE = 53;
/** With logarithms and ln 2 on a grid of 2^-42, a whole multiple of ln 2 plus an entry is exact. */
const LOG_GRID_BITS = 42;
/** Entries of the exponential's table: 2^(cell / 64). */
export const EXP_CELLS = 64;
/** With ln 2 / 64 on a grid of 2^-42 it has 35 bits, which leaves 17 for an exact whole multiple. */
const EXP_STEP_GRID_BITS = 42;

/** 2^(index - 1023) for index 0 to 2046: every normal power of two, and the first below. */
export const powersOfTwo = new Float64Array(2047);
powersOfTwo[1023] = 1;
for (let i = 1; i <= 1023; i++) {
  powersOfTwo[1023 + i] = powersOfTwo[1022 + i]! * 2;
  powersOfTwo[1023 - i] = powersOfTwo[1024 - i]! / 2;
}

/** A fixed-point number as a multiple of 2^-gridBits and the rest. */
const split = (fixed: bigint, gridBits: number): { high: number; low: number } => {
  const dropped = FIXED_BITS - BigInt(gridBits);
  const steps = (fixed + (1n << (dropped - 1n))) >> dropped;
  return {
    high: Number(steps) * powersOfTwo[1023 - gridBits]!,
    low: Number(fixed - (steps << dropped)) * powersOfTwo[1023 - Number(FIXED_BITS)]!,
  };
};

const splitAll = (fixed: readonly bigint[], gridBits: number): { high: Float64Array; low: Float64Array } => {
  const pairs = fixed.map((value) => split(value, gridBits));
  return { high: Float64Array.from(pairs, (pair) => pair.high), low: Float64Array.from(pairs, (pair) => pair.low) };
};

/** ln((n + 1) / (n - 1)) = 2 artanh(1 / n), by its power series. */
const logOfStep = (n: bigint): bigint => {
  let power = ONE / n;
  let sum = 0n;
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd;
    power /= n * n;
  }
  return 2n * sum;
};

/** e^x for a small x, by its power series. */
const expOf = (x: bigint): bigint => {
  let term = ONE;
  let sum = 0n;
  for (let n = 1n; term !== 0n; n++) {
    sum += term;
    term = (term * x) / (n * ONE);
  }
  return sum;
};

// From centre i / 128 to the next the ratio is (n + 1) / (n - 1) with n = 2i + 1; the last centre is 2.
const logsOfCentres = [0n];
for (let i = LOG_CELLS; i < 2 * LOG_CELLS; i++) {
  logsOfCentres.push(logsOfCentres[i - LOG_CELLS]! + logOfStep(BigInt(2 * i + 1)));
}
const fixedLn2 = logsOfCentres[LOG_CELLS]!;
const fixedStep = fixedLn2 / BigInt(EXP_CELLS);

const stepFactor = expOf(fixedStep);
const powersOfStep = [ONE];
while (powersOfStep.length < EXP_CELLS) {
  powersOfStep.push((powersOfStep[powersOfStep.length - 1]! * stepFactor) >> FIXED_BITS);
}

export const { high: LN2_HIGH, low: LN2_LOW } = split(fixedLn2, LOG_GRID_BITS);
/** ln(centre) for cells up to LOG_HALVED_ABOVE, ln(centre / 2) beyond. */
export const { high: logHigh, low: logLow } = splitAll(
  logsOfCentres.map((value, cell) => (cell > LOG_HALVED_ABOVE ? value - fixedLn2 : value)),
  LOG_GRID_BITS,
);
/** ln 2 / 64. */
export const { high: EXP_STEP_HIGH, low: EXP_STEP_LOW } = split(fixedStep, EXP_STEP_GRID_BITS);
export const { high: expHigh, low: expLow } = splitAll(powersOfStep, 52);
