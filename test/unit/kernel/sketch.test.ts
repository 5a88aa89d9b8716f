import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BIN_BITS,
  BIN_MASK,
  SKETCH_BINS,
  Sketches,
  binMiddle,
  binOf,
  quantileOfBins,
} from '../../../src/kernel/sketch';

const LOWEST = 2 ** -10;
const HIGHEST = 2 ** 24;
/** Durations of every magnitude the sketch covers. */
const duration = fc.oneof(
  fc.double({ min: LOWEST, max: HIGHEST - 1, noNaN: true }),
  fc.double({ min: -10, max: 23.99, noNaN: true }).map((x) => 2 ** x),
);
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** The smallest value with at least q * n values at or below it; q as a whole number of per mille, so exact. */
const exactQuantile = (values: readonly number[], perMille: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((perMille * sorted.length) / 1000) - 1)]!;
};

describe('a sketch', () => {
  it('tells every quantile within 1/128 of the exact one', () => {
    fc.assert(
      fc.property(
        fc.array(duration, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 0, max: 1000 }),
        (values, perMille) => {
          const sketches = new Sketches(3);
          for (const value of values) sketches.add(1, value);
          const exact = exactQuantile(values, perMille);
          expect(Math.abs(sketches.quantile(1, perMille / 1000) - exact)).toBeLessThanOrEqual(exact / 128);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('counts what was added to it and nothing added to its neighbours', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), duration)), (added) => {
        const sketches = new Sketches(3);
        for (const [sketch, value] of added) sketches.add(sketch, value);
        for (let sketch = 0; sketch < 3; sketch++) {
          expect(sketches.count(sketch)).toBe(added.filter(([to]) => to === sketch).length);
        }
      }),
    );
  });

  it('has quantiles that never fall as q rises, whatever the order of adding', () => {
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1 }), share, share, (values, a, b) => {
        const forwards = new Sketches(1);
        const backwards = new Sketches(1);
        for (const value of values) forwards.add(0, value);
        for (const value of [...values].reverse()) backwards.add(0, value);
        expect(forwards.copyBins()).toEqual(backwards.copyBins());
        expect(forwards.quantile(0, Math.min(a, b))).toBeLessThanOrEqual(forwards.quantile(0, Math.max(a, b)));
      }),
    );
  });

  it('has no quantile when empty', () => {
    expect(new Sketches(1).quantile(0, 0.5)).toBeNaN();
    expect(new Sketches(1).count(0)).toBe(0);
  });

  it('reads 0 as exactly 0, what is below its range as 0 and what is above as its highest bin', () => {
    for (const small of [0, -0, -1, LOWEST * 0.999, 5e-324]) {
      const sketches = new Sketches(1);
      sketches.add(0, small);
      expect(sketches.quantile(0, 0.5)).toBe(0);
    }
    for (const large of [HIGHEST, 1e300, Infinity]) expect(binOf(large)).toBe(SKETCH_BINS - 1);
    expect(binOf(LOWEST)).toBe(1);
    expect(binOf(HIGHEST * (1 - 2 ** -53))).toBe(SKETCH_BINS - 1);
  });

  it('takes the rank q * n as meant, where the product of doubles is a hair above a whole number', () => {
    const sketches = new Sketches(1);
    for (let value = 1; value <= 100; value++) sketches.add(0, value * 1000);
    expect(0.07 * 100).toBeGreaterThan(7);
    expect(sketches.quantile(0, 0.07)).toBe(binMiddle(binOf(7000)));
    expect(sketches.quantile(0, 0.071)).toBe(binMiddle(binOf(8000)));
    expect(sketches.quantile(0, 0)).toBe(binMiddle(binOf(1000)));
    expect(sketches.quantile(0, 1)).toBe(binMiddle(binOf(100_000)));
  });

  it('remembers which bins have risen, and by how much, until it is to forget', () => {
    const sketches = new Sketches(2);
    const recent = (): number[][] =>
      Array.from({ length: sketches.recentCount }, (_, place) => {
        const entry = sketches.recent[place]!;
        return [entry >>> BIN_BITS, entry & BIN_MASK, sketches.riseOf(place)];
      });
    sketches.add(1, 1);
    for (const value of [20, 3, 20]) sketches.add(0, value);
    expect(recent()).toEqual([
      [1, binOf(1), 1],
      [0, binOf(20), 2],
      [0, binOf(3), 1],
    ]);
    sketches.forgetRecent();
    expect(recent()).toEqual([]);
    for (const value of [3, 3, 3]) sketches.add(0, value);
    expect(recent()).toEqual([[0, binOf(3), 3]]);
    expect(sketches.count(0) + sketches.count(1)).toBe(7);
  });

  it('remembers as many bins as there are', () => {
    const sketches = new Sketches(1);
    for (let bin = 0; bin < SKETCH_BINS; bin++) sketches.add(0, binMiddle(bin));
    for (let bin = 0; bin < SKETCH_BINS; bin++) sketches.add(0, binMiddle(bin));
    expect(sketches.recentCount).toBe(SKETCH_BINS);
    expect(sketches.copyBins()).toEqual(new Uint32Array(SKETCH_BINS).fill(2));
  });

  it('is after loading what it was when saved, whatever was added or forgotten before or since', () => {
    const step = fc.oneof(fc.tuple(fc.nat(2), fc.oneof(duration, fc.constantFrom(0, 1e9))), fc.constant('forget'));
    const steps = fc.array(step);
    const take = (sketches: Sketches, taken: [number, number] | string): void => {
      if (typeof taken === 'string') sketches.forgetRecent();
      else sketches.add(...taken);
    };
    fc.assert(
      fc.property(steps, steps, steps, (before, since, elsewhere) => {
        const sketches = new Sketches(3);
        for (const taken of before) take(sketches, taken);
        const bins = sketches.copyBins();
        const saved = sketches.save();
        for (const taken of since) take(sketches, taken);
        const other = new Sketches(3);
        for (const taken of elsewhere) take(other, taken);
        for (const each of [sketches, other]) {
          each.load(saved);
          expect(each.copyBins()).toEqual(bins);
          expect(each.recentCount).toBe(0);
          expect(each.save()).toEqual(saved);
        }
      }),
    );
  });

  it('takes little room in a snapshot where its values are much alike', () => {
    const sketches = new Sketches(100);
    for (let value = 0; value < 10_000; value++) sketches.add(value % 10, 5 + (value % 3));
    const { used, bytes, large, rest } = sketches.save();
    expect(used.byteLength + bytes.byteLength + large.byteLength + rest.byteLength).toBeLessThan(2500);
    const beyondBytes = rest.reduce((sum, count) => sum + 128 * count, 0);
    expect(bytes.reduce((sum, count) => sum + count, beyondBytes)).toBe(10_000);
  });

  it('comes back whole with counts of many bits', () => {
    const sketches = new Sketches(2);
    for (const [sketch, value, times] of [
      [0, 0, 3],
      [0, 5, 65_535],
      [0, 6, 65_536],
      [1, 5, 200_000],
      [1, 1e9, 70_000],
    ] as const) {
      for (let time = 0; time < times; time++) sketches.add(sketch, value);
    }
    const other = new Sketches(2);
    other.load(sketches.save());
    expect(other.copyBins()).toEqual(sketches.copyBins());
  });
});

describe('a bin', () => {
  it('holds its own middle, and the middles rise from bin to bin', () => {
    for (let bin = 1; bin < SKETCH_BINS; bin++) {
      expect(binOf(binMiddle(bin))).toBe(bin);
      expect(binMiddle(bin)).toBeGreaterThan(binMiddle(bin - 1));
    }
  });

  it('never falls as the value rises', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        expect(binOf(Math.min(a, b))).toBeLessThanOrEqual(binOf(Math.max(a, b)));
      }),
    );
  });
});

it('quantileOfBins reads any vector of counts from where it is told', () => {
  const counts: number[] = new Array<number>(10 + SKETCH_BINS).fill(0);
  counts[0] = 1000;
  counts[10 + binOf(5)] = 9;
  counts[10 + binOf(50)] = 1;
  expect(quantileOfBins(counts, 10, 0.9)).toBe(binMiddle(binOf(5)));
  expect(quantileOfBins(counts, 10, 0.91)).toBe(binMiddle(binOf(50)));
});
