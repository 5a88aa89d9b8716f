import { describe, expect, it } from 'vitest';
import { deriveKey, seedKey, type Key } from '../../../src/kernel/keys';
import { SIGNIFICANCE, chiSquareP, smallestP } from './statistics';

const child = (hi: number, lo: number, place: number, attempt: number): Key => {
  const key = { hi: 0, lo: 0 };
  deriveKey(hi, lo, place, attempt, key);
  return key;
};
const root = (seed: number): Key => {
  const key = { hi: 0, lo: 0 };
  seedKey(seed, key);
  return key;
};
const nameOf = ({ hi, lo }: Key): string => `${hi}:${lo}`;
const bitCount = (word: number): number => {
  let count = 0;
  for (let rest = word >>> 0; rest !== 0; rest >>>= 1) count += rest & 1;
  return count;
};
const bitsApart = (a: Key, b: Key): number => bitCount(a.hi ^ b.hi) + bitCount(a.lo ^ b.lo);

describe('a seed', () => {
  it('gives the same key every time and another for every other safe integer', () => {
    const seeds = [
      0,
      1,
      2,
      -1,
      2 ** 31,
      2 ** 32,
      2 ** 32 + 1,
      -(2 ** 32),
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
    ];
    expect(root(42)).toEqual(root(42));
    expect(new Set(seeds.map((seed) => nameOf(root(seed)))).size).toBe(seeds.length);
  });

  it('gives int32 words', () => {
    for (let seed = 0; seed < 100; seed++) {
      const { hi, lo } = root(seed);
      expect([hi | 0, lo | 0]).toEqual([hi, lo]);
    }
  });
});

describe('a derived key', () => {
  const parent = root(7);

  it('depends on the parent, the place and the attempt', () => {
    const keys = [
      child(parent.hi, parent.lo, 3, 0),
      child(parent.hi ^ 1, parent.lo, 3, 0),
      child(parent.hi, parent.lo ^ 1, 3, 0),
      child(parent.hi, parent.lo, 4, 0),
      child(parent.hi, parent.lo, 3, 1),
      child(parent.hi, parent.lo, 0, 3),
    ];
    expect(child(parent.hi, parent.lo, 3, 0)).toEqual(keys[0]);
    expect(new Set(keys.map(nameOf)).size).toBe(keys.length);
  });

  it('may be written over its parent', () => {
    const key = { ...parent };
    deriveKey(key.hi, key.lo, 5, 2, key);
    expect(key).toEqual(child(parent.hi, parent.lo, 5, 2));
  });

  it('meets no other in four generations of a busy run', () => {
    // A collision among 300,000 random 64-bit names has a chance of 2.4e-9.
    const seen = new Set<string>();
    let made = 0;
    const note = (key: Key): Key => {
      seen.add(nameOf(key));
      made++;
      return key;
    };
    for (let arrival = 0; arrival < 5000; arrival++) {
      const request = note(child(parent.hi, parent.lo, arrival, 0));
      for (let place = 0; place < 5; place++) {
        for (let attempt = 0; attempt < 4; attempt++) {
          const call = note(child(request.hi, request.lo, place, attempt));
          for (let deeper = 0; deeper < 2; deeper++) note(child(call.hi, call.lo, deeper, 0));
        }
      }
    }
    expect(seen.size).toBe(made);
  });

  it('changes half of its bits, on average, with any one bit of what it is made of', () => {
    const flips: ((bit: number, key: Key, place: number, attempt: number) => Key)[] = [
      (bit, key, place, attempt) => child(key.hi ^ (1 << bit), key.lo, place, attempt),
      (bit, key, place, attempt) => child(key.hi, key.lo ^ (1 << bit), place, attempt),
      (bit, key, place, attempt) => child(key.hi, key.lo, place ^ (1 << bit), attempt),
      (bit, key, place, attempt) => child(key.hi, key.lo, place, attempt ^ (1 << bit)),
    ];
    const rounds = 500;
    for (const flip of flips) {
      for (let bit = 0; bit < 32; bit++) {
        let apart = 0;
        for (let i = 0; i < rounds; i++) {
          const key = child(parent.hi, parent.lo, i, 0);
          apart += bitsApart(child(key.hi, key.lo, i & 7, i & 3), flip(bit, key, i & 7, i & 3));
        }
        // Binomial (64, 1/2) has deviation 4, the mean of 500 has 0.18; the bound is six of them.
        expect(Math.abs(apart / rounds - 32)).toBeLessThan(1.1);
      }
    }
  });

  it.each([
    ['places of one parent', (i: number) => child(parent.hi, parent.lo, i, 0)],
    ['attempts at one place', (i: number) => child(parent.hi, parent.lo, 2, i)],
    ['seeds', (i: number) => root(i)],
    [
      'first children of consecutive children',
      (i: number) => {
        const key = child(parent.hi, parent.lo, i, 0);
        return child(key.hi, key.lo, 0, 0);
      },
    ],
  ])('spreads consecutive %s evenly, byte by byte and from one to the next', (_, keyOf) => {
    const n = 100_000;
    const bytes = Array.from({ length: 8 }, () => new Float64Array(256));
    const steps = Array.from({ length: 8 }, () => new Float64Array(256));
    let before = keyOf(0);
    for (let i = 1; i <= n; i++) {
      const key = keyOf(i);
      for (let byte = 0; byte < 4; byte++) {
        bytes[byte]![(key.lo >>> (8 * byte)) & 255]!++;
        bytes[4 + byte]![(key.hi >>> (8 * byte)) & 255]!++;
        steps[byte]![((key.lo ^ before.lo) >>> (8 * byte)) & 255]!++;
        steps[4 + byte]![((key.hi ^ before.hi) >>> (8 * byte)) & 255]!++;
      }
      before = key;
    }
    expect(smallestP([...bytes, ...steps].map((counts) => chiSquareP(counts)))).toBeGreaterThan(SIGNIFICANCE);
  });
});
