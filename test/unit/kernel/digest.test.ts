import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Digest } from '../../../src/kernel/digest';

const digestOf = (words: readonly number[]): string => {
  const digest = new Digest();
  for (const word of words) digest.mix(word);
  return digest.hex();
};
const ofDouble = (x: number): string => {
  const digest = new Digest();
  digest.mixDouble(x);
  return digest.hex();
};
const bitsApart = (a: string, b: string): number =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;
const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const words = fc.array(word, { minLength: 1, maxLength: 50 });

describe('a digest', () => {
  it('of events changes with any one bit of an instant, a kind or a key, and with their order', () => {
    type Event = readonly [timeLow: number, timeHigh: number, kind: number, keyHi: number, keyLo: number];
    const event: fc.Arbitrary<Event> = fc.tuple(word, word, fc.nat(10), word, word);
    const ofEvents = (events: readonly Event[]): string => {
      const digest = new Digest();
      for (const each of events) digest.mixEvent(...each);
      return digest.hex();
    };
    let apart = 0;
    let trials = 0;
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.nat(4),
        fc.nat(31),
        (all, n, at, bit) => {
          const changed = all.map((each) => [...each]) as [number, number, number, number, number][];
          changed[n % all.length]![at]! ^= at === 2 ? 1 << (bit % 7) : 1 << bit;
          const difference = bitsApart(ofEvents(all), ofEvents(changed));
          expect(difference).toBeGreaterThan(0);
          apart += difference;
          trials++;
          const swapped = [...all.slice(1), all[0]!];
          if (`${swapped}` !== `${all}`) expect(ofEvents(swapped)).not.toBe(ofEvents(all));
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
    // Binomial (64, 1/2) has deviation 4, the mean of 2,000 has 0.09; the bound is six of them.
    expect(Math.abs(apart / trials - 32)).toBeLessThan(0.54);
  });

  it('is 16 hexadecimal digits, the same for the same words, and reading it changes nothing', () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const digest = new Digest();
        for (const w of before) digest.mix(w);
        expect(digest.hex()).toMatch(/^[0-9a-f]{16}$/);
        for (const w of after) digest.mix(w);
        expect(digest.hex()).toBe(digestOf([...before, ...after]));
      }),
    );
  });

  it('is the same on every machine and in every version', () => {
    expect(digestOf([1, 2, 3])).toBe('a5fa723459dde089');
    expect(ofDouble(0.1)).toBe('89f96471076c43cc');
  });

  it('changes with any one bit of any word, in half of its own bits on average', () => {
    let apart = 0;
    let trials = 0;
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(31), (sequence, at, bit) => {
        const changed = [...sequence];
        changed[at % sequence.length]! ^= 1 << bit;
        const difference = bitsApart(digestOf(sequence), digestOf(changed));
        expect(difference).toBeGreaterThan(0);
        apart += difference;
        trials++;
      }),
      { seed: 1, numRuns: 2000 },
    );
    // Binomial (64, 1/2) has deviation 4, the mean of 2,000 has 0.09; the bound is six of them.
    expect(Math.abs(apart / trials - 32)).toBeLessThan(0.54);
  });

  it('changes with the order of two different words, and with a word left out', () => {
    fc.assert(
      fc.property(words, word, word, words, (before, a, b, after) => {
        fc.pre(a !== b);
        const kept = digestOf([...before, a, b, ...after]);
        expect(digestOf([...before, b, a, ...after])).not.toBe(kept);
        expect(digestOf([...before, a, ...after])).not.toBe(kept);
      }),
    );
  });

  it('tells apart 200,000 short sequences of small numbers', () => {
    const seen = new Set<string>();
    for (let a = 0; a < 58; a++) {
      for (let b = 0; b < 58; b++) for (let c = 0; c < 58; c++) seen.add(digestOf([a, b, c]));
    }
    expect(seen.size).toBe(58 ** 3);
  });

  it('tells apart sequences of one word by their length', () => {
    const seen = new Set<string>();
    for (const repeated of [0, -1, 1, 0x61c88647, 0x7f4a7c15]) {
      const digest = new Digest();
      for (let length = 1; length <= 10_000; length++) {
        digest.mix(repeated);
        seen.add(digest.hex());
      }
    }
    expect(seen.size).toBe(50_000);
  });

  it('takes all bits of a double', () => {
    const next = 0.1 + 2 ** -56;
    expect(new Set([0, -0, 0.1, next, -0.1, 5e-324, Infinity].map(ofDouble)).size).toBe(7);
  });

  it('continues from words copied out and in', () => {
    const digest = new Digest();
    for (const w of [5, 6, 7]) digest.mix(w);
    const copy = new Digest();
    copy.words.set(digest.words);
    digest.mix(8);
    copy.mix(8);
    expect(copy.hex()).toBe(digest.hex());
    expect(copy.hex()).toBe(digestOf([5, 6, 7, 8]));
  });
});
