/**
 * An independent reference for the kernel's maths: numbers as an unevaluated sum of two doubles (about 106 bits), plain
 * Taylor series for the exponential, Newton's step for the logarithm. Slow, simple and good to some 30 digits.
 */
type DoubleDouble = readonly [high: number, low: number];

/** A double-double times 2^exponent, so that results beyond a double's range keep their digits. */
export interface Scaled {
  readonly value: DoubleDouble;
  readonly exponent: number;
}

const LN2: DoubleDouble = [0.6931471805599453, 2.3190468138462996e-17];

const quickSum = (a: number, b: number): DoubleDouble => {
  const sum = a + b;
  return [sum, b - (sum - a)];
};

const twoSum = (a: number, b: number): DoubleDouble => {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
};

const twoProduct = (a: number, b: number): DoubleDouble => {
  const product = a * b;
  const aBig = 134217729 * a;
  const bBig = 134217729 * b;
  const aHigh = aBig - (aBig - a);
  const bHigh = bBig - (bBig - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return [product, aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow];
};

const add = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => {
  const [high, error] = twoSum(a[0], b[0]);
  const [lowHigh, lowError] = twoSum(a[1], b[1]);
  const [sum, rest] = quickSum(high, error + lowHigh);
  return quickSum(sum, rest + lowError);
};

export const multiply = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => {
  const [high, error] = twoProduct(a[0], b[0]);
  return quickSum(high, error + (a[0] * b[1] + a[1] * b[0]));
};

const divide = (a: DoubleDouble, b: number): DoubleDouble => {
  const quotient = a[0] / b;
  const [product, error] = twoProduct(quotient, b);
  return quickSum(quotient, (a[0] - product - error + a[1]) / b);
};

/** 1/2!, 1/3! … 1/12!. */
const inverseFactorials: DoubleDouble[] = [];
for (let n = 2, value: DoubleDouble = [1, 0]; n <= 12; n++) {
  value = divide(value, n);
  inverseFactorials.push(value);
}

/** e^x for |x| < 1e5. */
export function exponential(x: DoubleDouble): Scaled {
  const exponent = Math.round(x[0] / LN2[0]);
  const reduced = add(x, multiply([-exponent, 0], LN2));
  const r: DoubleDouble = [reduced[0] / 256, reduced[1] / 256];
  let sum: DoubleDouble = [0, 0];
  for (let i = inverseFactorials.length - 1; i >= 0; i--) sum = multiply(r, add(inverseFactorials[i]!, sum));
  // expm1 of r, then eight doublings: (1 + p)^2 - 1 = 2p + p^2.
  let p = add(r, multiply(r, sum));
  for (let i = 0; i < 8; i++) p = add([2 * p[0], 2 * p[1]], multiply(p, p));
  return { value: add([1, 0], p), exponent };
}

/** ln x for 0 < x < Infinity: one Newton step y + (x e^-y - 1) doubles the digits of Math.log. */
export function logarithm(x: number): DoubleDouble {
  if (x < 2 ** -1000) return add(logarithm(x * 2 ** 200), multiply([-200, 0], LN2));
  const guess = Math.log(x);
  const { value, exponent } = exponential([-guess, 0]);
  const product = multiply([scale(x, exponent), 0], value);
  const d = add(product, [-1, 0]);
  // ln(1 + d) = d - d^2 / 2 + …, with d no larger than the error of the guess.
  return add([guess, 0], add(d, [(-d[0] * d[0]) / 2, 0]));
}

/** x * 2^exponent in steps that neither overflow nor vanish on the way. */
function scale(x: number, exponent: number): number {
  while (exponent > 1000) [x, exponent] = [x * 2 ** 1000, exponent - 1000];
  while (exponent < -1000) [x, exponent] = [x * 2 ** -1000, exponent + 1000];
  return x * 2 ** exponent;
}

const bits = new DataView(new ArrayBuffer(8));

/** The distance from |x| to the next double, for finite x. */
function ulp(x: number): number {
  bits.setFloat64(0, Math.abs(x));
  const exponent = bits.getUint32(0) >>> 20;
  return exponent < 53 ? 2 ** -1074 : 2 ** (exponent - 1075);
}

/** How many units in the last place `result` lies from the reference. */
export function ulpsOff(result: number, { value, exponent }: Scaled): number {
  const unit = Math.max(ulp(value[0]), scale(1, Math.max(-1074 - exponent, -1000)));
  return Math.abs((scale(result, -exponent) - value[0] - value[1]) / unit);
}
