import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { studentT } from '../../../src/kernel/student-t';

describe("Student's t", () => {
  // as printed in tables of the distribution, to nine digits
  test.each([
    [0.95, 1, 12.7062047],
    [0.95, 2, 4.30265273],
    [0.95, 3, 3.18244631],
    [0.95, 4, 2.77644511],
    [0.95, 5, 2.57058184],
    [0.95, 9, 2.26215716],
    [0.95, 10, 2.22813885],
    [0.95, 29, 2.04522964],
    [0.95, 30, 2.04227246],
    [0.95, 100, 1.98397152],
    [0.95, 1000, 1.96233908],
    [0.99, 1, 63.6567412],
    [0.99, 10, 3.16927267],
    [0.99, 30, 2.74999565],
  ])('at %f with %i degrees of freedom is %f', (level, freedom, expected) => {
    expect(studentT(level, freedom) / expected).toBeCloseTo(1, 8);
  });

  test('has closed forms with one and two degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.999, noNaN: true }), (level) => {
        expect(studentT(level, 1) / Math.tan((Math.PI * level) / 2)).toBeCloseTo(1, 9);
        expect(studentT(level, 2) / (level * Math.sqrt(2 / (1 - level * level)))).toBeCloseTo(1, 9);
      }),
    );
  });

  test('falls with the degrees of freedom towards the normal distribution', () => {
    let before = Infinity;
    for (const freedom of [1, 2, 3, 4, 7, 8, 20, 21, 300, 301, 20_000]) {
      const t = studentT(0.95, freedom);
      expect(t).toBeLessThan(before);
      before = t;
    }
    expect(before).toBeGreaterThan(1.959964);
    expect(before).toBeLessThan(1.9601);
  });
});
