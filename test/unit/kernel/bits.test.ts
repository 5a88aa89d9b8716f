import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { justAfter } from '../../../src/kernel/bits';

describe('the next larger double', () => {
  it('has nothing between itself and the one before', () => {
    expect(justAfter(0)).toBe(Number.MIN_VALUE);
    expect(justAfter(-0)).toBe(Number.MIN_VALUE);
    expect(justAfter(1)).toBe(1 + Number.EPSILON);
    // a carry from the low word to the high one, and from one power of two to the next
    expect(justAfter(1 + (2 ** 32 - 1) * Number.EPSILON)).toBe(1 + 2 ** 32 * Number.EPSILON);
    expect(justAfter(2 - Number.EPSILON)).toBe(2);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (x) => {
        const next = justAfter(x);
        expect(next).toBeGreaterThan(x);
        const middle = x + (next - x) / 2;
        expect(middle === x || middle === next).toBe(true);
      }),
    );
  });
});
