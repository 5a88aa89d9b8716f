import { describe, expect, it } from 'vitest';
import { exp, log, pow } from '../../../src/kernel/maths';
import { exponential, logarithm, multiply, ulpsOff, type Scaled } from './double-double';
import { randomNumbers } from './statistics';

const POINTS = 1_000_000;
const MINUTE_MS = 60_000;

/** The largest error over the points, in ulp, with the arguments where it occurs. */
function worst(
  points: number,
  next: () => number[],
  result: (...x: number[]) => number,
  truth: (...x: number[]) => Scaled,
) {
  let ulps = 0;
  let at: number[] = [];
  for (let i = 0; i < points; i++) {
    const x = next();
    const off = ulpsOff(result(...x), truth(...x));
    if (off > ulps || Number.isNaN(off)) [ulps, at] = [off, x];
    if (Number.isNaN(off)) break;
  }
  return { ulps, at };
}

const trueLog = (x: number): Scaled => ({ value: logarithm(x), exponent: 0 });
const trueExp = (x: number): Scaled => exponential([x, 0]);
const truePow = (x: number, y: number): Scaled => exponential(multiply(logarithm(x), [y, 0]));

describe('the reference', () => {
  it('knows ln 10 and e to 30 digits', () => {
    // The double nearest to each, and what is left of its decimal expansion.
    const [high, low] = logarithm(10);
    expect(high).toBe(2.302585092994046);
    expect(low).toBeCloseTo(-2.1707562233822494e-16, 30);
    const { value, exponent } = exponential([1, 0]);
    expect(exponent).toBe(1);
    expect(2 * value[0]).toBe(2.718281828459045);
    expect(2 * value[1]).toBeCloseTo(1.4456468917292502e-16, 30);
  });
});

describe('log', () => {
  it(
    'is within 1 ulp over a million points of every magnitude and near 1',
    () => {
      const random = randomNumbers(1);
      const next = (): number[] => {
        const kind = random();
        if (kind < 0.4) return [2 ** (2044 * random() - 1022)];
        if (kind < 0.7) return [2 * random()];
        return [1 + (random() - 0.5) * 2 ** (-50 * random())];
      };
      const { ulps, at } = worst(POINTS, next, log, trueLog);
      expect(ulps, `at ${at}`).toBeLessThan(1);
    },
    MINUTE_MS,
  );

  it('is within 1 ulp at every edge of its table', () => {
    for (let cell = 0; cell <= 256; cell++) {
      const edge = 1 + (cell + 0.5) / 128;
      for (const x of [edge / 2, edge, edge * 8, edge - 2 ** -52, edge + 2 ** -52]) {
        expect(ulpsOff(log(x), trueLog(x)), `at ${x}`).toBeLessThan(1);
      }
    }
  });

  it('is within 1 ulp at subnormal numbers', () => {
    for (const x of [5e-324, 1e-320, 1.5e-310, 2.225073858507201e-308]) {
      expect(ulpsOff(log(x), trueLog(x)), `at ${x}`).toBeLessThan(1);
    }
  });

  it('has the usual special values', () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(-Infinity);
    expect(log(-0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
    expect(log(-Infinity)).toBeNaN();
    expect(log(NaN)).toBeNaN();
    expect(log(Infinity)).toBe(Infinity);
  });
});

describe('exp', () => {
  it(
    'is within 1 ulp over a million points, subnormal results included',
    () => {
      const random = randomNumbers(2);
      const next = (): number[] => [
        random() < 0.5 ? -745 + 1454 * random() : (random() - 0.5) * 2 ** (4 - 40 * random()),
      ];
      const { ulps, at } = worst(POINTS, next, exp, trueExp);
      expect(ulps, `at ${at}`).toBeLessThan(1);
    },
    MINUTE_MS,
  );

  it('is within 1 ulp where its table changes cells', () => {
    for (let half = -200; half <= 200; half++) {
      const edge = ((half + 0.5) * Math.LN2) / 64;
      expect(ulpsOff(exp(edge), trueExp(edge)), `at ${edge}`).toBeLessThan(1);
    }
  });

  it('has the usual special values and limits', () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
    expect(exp(5e-324)).toBe(1);
    expect(exp(-Infinity)).toBe(0);
    expect(exp(Infinity)).toBe(Infinity);
    expect(exp(NaN)).toBeNaN();
    expect(exp(709.782712893384)).toBeLessThan(Infinity);
    expect(exp(709.7827128933841)).toBe(Infinity);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019412)).toBe(0);
  });
});

describe('pow', () => {
  it(
    'is within 1 ulp over a million points of every magnitude, near 1 and with subnormal results',
    () => {
      const random = randomNumbers(3);
      const next = (): number[] => {
        const x = random() < 0.5 ? 2 ** (2044 * random() - 1022) : 1 + (random() - 0.5) * 2 ** (-30 * random());
        return [x, (-744 + 1453 * random()) / Math.log(x)];
      };
      const { ulps, at } = worst(POINTS, next, pow, truePow);
      expect(ulps, `at ${at}`).toBeLessThan(1);
    },
    MINUTE_MS,
  );

  it('is exact where the result is', () => {
    for (let base = 2; base <= 10; base++) {
      for (let power = 0, exact = 1; exact < 2 ** 53; power++, exact *= base) expect(pow(base, power)).toBe(exact);
    }
    expect(pow(2, -1074)).toBe(5e-324);
    expect(pow(2, 1023)).toBe(2 ** 1023);
    expect(pow(2, 1024)).toBe(Infinity);
    expect(pow(2.25, 0.5)).toBe(1.5);
    expect(pow(-2, 3)).toBe(-8);
    expect(pow(-2, 2)).toBe(4);
  });

  it('agrees with Math.pow on every pair of special values', () => {
    const special = [0, 1, 2, 3, 0.5, 1e-300, 1e300, 5e-324, 2 ** 53 - 1, 2 ** 53, Infinity, NaN];
    const values = [...special, ...special.map((x) => -x)];
    for (const x of values) {
      for (const y of values) {
        const expected = Math.pow(x, y);
        const tolerance = Number.isFinite(expected) ? Math.abs(expected) * 1e-13 : 0;
        const same = Object.is(pow(x, y), expected) || Math.abs(pow(x, y) - expected) <= tolerance;
        expect(same && Object.is(Math.sign(pow(x, y)), Math.sign(expected)), `${x} to the ${y}`).toBe(true);
      }
    }
  });
});
