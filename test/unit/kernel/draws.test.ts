import { describe, expect, it } from 'vitest';
import { Draws } from '../../../src/kernel/draws';
import { deriveKey, seedKey, type Key } from '../../../src/kernel/keys';
import { SIGNIFICANCE, chiSquareP, correlationP, kolmogorovSmirnovP, meanP, normalCdf, smallestP } from './statistics';

const draws = new Draws();
const parent: Key = { hi: 0, lo: 0 };
seedKey(2024, parent);
const key: Key = { hi: 0, lo: 0 };

/** The stream of the parent's child at this place. */
const ofChild = (place: number, purpose: number, attempt = 0): Draws => {
  deriveKey(parent.hi, parent.lo, place, attempt, key);
  return draws.of(key.hi, key.lo, purpose);
};

describe('a stream of draws', () => {
  it('is fixed by its key and purpose, whatever was drawn in between', () => {
    const first = [ofChild(1, 2).word(), draws.uniform(), draws.exponential(), draws.normal()];
    ofChild(9, 9).normal();
    expect([ofChild(1, 2).word(), draws.uniform(), draws.exponential(), draws.normal()]).toEqual(first);
    expect(new Draws().of(key.hi, key.lo, 2).word()).toBe(first[0]);
  });

  it('differs with each half of the key and with the purpose', () => {
    const words = [
      draws.of(1, 1, 1).word(),
      draws.of(2, 1, 1).word(),
      draws.of(1, 2, 1).word(),
      draws.of(1, 1, 2).word(),
    ];
    expect(new Set(words).size).toBe(words.length);
  });

  it('gives unsigned words and uniform numbers from 0 up to, not including, 1', () => {
    const places = Array.from({ length: 10_000 }, (_, place) => place);
    const isDrawnRight = (place: number): boolean => {
      const word = ofChild(place, 0).word();
      const u = draws.uniform();
      return word >>> 0 === word && u >= 0 && u < 1 && Number.isInteger(u * 2 ** 53);
    };
    expect(places.filter((place) => !isDrawnRight(place))).toEqual([]);
  });
});

/** Ways of walking through derived keys and purposes: the words of each walk must look like random ones. */
const derivedWalks: [string, () => (i: number) => number][] = [
  [
    'the words of one stream',
    () => {
      const own = new Draws().of(parent.hi, parent.lo, 0);
      return () => own.word();
    },
  ],
  ['the first words of consecutive children', () => (i) => ofChild(i, 0).word()],
  ['the first words of consecutive attempts', () => (i) => ofChild(0, 3, i).word()],
  [
    'the first words of consecutive seeds',
    () => (i) => {
      seedKey(i, key);
      return draws.of(key.hi, key.lo, 0).word();
    },
  ],
  ['the purposes 0 to 20 of consecutive children', () => (i) => ofChild(Math.floor(i / 21), i % 21).word()],
  [
    'the second words, purpose by purpose, of consecutive children',
    () => (i) => {
      ofChild(Math.floor(i / 21), i % 21).word();
      return draws.word();
    },
  ],
  [
    'consecutive children, three words each',
    () => (i) => {
      ofChild(Math.floor(i / 3), 1);
      for (let skip = i % 3; skip > 0; skip--) draws.word();
      return draws.word();
    },
  ],
  [
    'grandchildren by place within place',
    () => (i) => {
      deriveKey(parent.hi, parent.lo, Math.floor(i / 8), 0, key);
      deriveKey(key.hi, key.lo, i % 8, 0, key);
      return draws.of(key.hi, key.lo, 0).word();
    },
  ],
];
/** Harder than anything the engine asks for: keys that no hash has spread before. */
const rawWalks: [string, () => (i: number) => number][] = [
  ['keys that count upwards in the lower half', () => (i) => draws.of(0, i, 0).word()],
  ['keys that count upwards in the upper half', () => (i) => draws.of(i, 0, 0).word()],
];

const WORDS = 252_000;

describe.each([...derivedWalks, ...rawWalks])('%s', (_, walk) => {
  const n = WORDS;
  const word = walk();
  const words = Uint32Array.from({ length: n }, (_, i) => word(i));

  it('fill every byte evenly', () => {
    const ps = [0, 8, 16, 24].map((shift) => {
      const counts = new Float64Array(256);
      for (const w of words) counts[(w >>> shift) & 255]!++;
      return chiSquareP(counts);
    });
    expect(smallestP(ps)).toBeGreaterThan(SIGNIFICANCE);
  });

  it('fill the plane of neighbours evenly, by their highest and by their lowest bits', () => {
    const ps = [1, 2, 7, 21].flatMap((lag) =>
      [0, 27].map((shift) => {
        const counts = new Float64Array(1024);
        for (let i = lag; i < n; i++) counts[((words[i - lag]! >>> shift) & 31) * 32 + ((words[i]! >>> shift) & 31)]!++;
        return chiSquareP(counts);
      }),
    );
    expect(smallestP(ps)).toBeGreaterThan(SIGNIFICANCE);
  });

  it('follow the uniform law and are not correlated with those before them', () => {
    const values = Float64Array.from(words, (w) => w / 2 ** 32);
    const lags = [1, 2, 3, 8, 20, 21, 22, 42, 1000];
    const ps = lags.map((lag) => correlationP(values.subarray(lag), values.subarray(0, n - lag)));
    expect(smallestP([kolmogorovSmirnovP(values, (x) => x), ...ps])).toBeGreaterThan(SIGNIFICANCE);
  });

  it('change each bit half of the time from one to the next', () => {
    const changes = new Float64Array(32);
    for (let i = 1; i < n; i++) {
      const changed = words[i]! ^ words[i - 1]!;
      for (let bit = 0; bit < 32; bit++) changes[bit]! += (changed >>> bit) & 1;
    }
    const ps = Array.from(changes, (count) => meanP(count / (n - 1), 0.5, 0.5, n - 1));
    expect(smallestP(ps)).toBeGreaterThan(SIGNIFICANCE);
  });
});

it.each(derivedWalks)('%s repeat about as often as random words do', (_, walk) => {
  const word = walk();
  const seen = new Set<number>();
  for (let i = 0; i < WORDS; i++) seen.add(word(i));
  // n (n - 1) / 2 pairs, each equal with a chance of 2^-32: a Poisson count with mean 7.4.
  const repeats = WORDS - seen.size;
  expect(repeats).toBeGreaterThan(0);
  expect(repeats).toBeLessThan(22);
});

it('purposes 0 to 20 of one key are not correlated with each other', () => {
  const n = 20_000;
  const series = Array.from({ length: 21 }, (_, purpose) =>
    Float64Array.from({ length: n }, (_, place) => ofChild(place, purpose).uniform()),
  );
  const ps = series.flatMap((a, i) => series.slice(i + 1).map((b) => correlationP(a, b)));
  expect(smallestP(ps)).toBeGreaterThan(SIGNIFICANCE);
});

describe.each([
  ['one stream', () => draws],
  ['consecutive children', (place: number) => ofChild(place, 4)],
])('drawn from %s', (_, turn) => {
  const n = 400_000;

  it('the exponential follows its law, its tail included', () => {
    draws.of(parent.hi, parent.lo, 4);
    const values = Float64Array.from({ length: n }, (_, i) => turn(i).exponential());
    const edges = [...Array.from({ length: 100 }, (_, i) => i / 10), 11, 12];
    const law = edges.map((edge, i) => n * (Math.exp(-edge) - Math.exp(-(edges[i + 1] ?? Infinity))));
    const counts = new Float64Array(edges.length);
    for (const x of values) counts[x < 10 ? Math.floor(x * 10) : x < 11 ? 99 : x < 12 ? 100 : 101]!++;
    const merged = mergeRare(counts, law);
    const ps = [
      chiSquareP(merged.counts, merged.law),
      kolmogorovSmirnovP(values, (x) => 1 - Math.exp(-x)),
      correlationP(values.subarray(1), values.subarray(0, n - 1)),
      meanP(values.reduce((sum, x) => sum + x, 0) / n, 1, 1, n),
    ];
    expect(smallestP(ps)).toBeGreaterThan(SIGNIFICANCE);
    expect(Math.min(...values.subarray(0, 1000))).toBeGreaterThanOrEqual(0);
  });

  it('the normal follows its law, both tails included', () => {
    draws.of(parent.hi, parent.lo, 5);
    const values = Float64Array.from({ length: n }, (_, i) => turn(i).normal());
    const edges = Array.from({ length: 101 }, (_, i) => -5 + i / 10);
    const below = [0, ...edges.map(normalCdf), 1];
    const law = below.slice(1).map((p, i) => n * (p - below[i]!));
    const counts = new Float64Array(law.length);
    for (const z of values) counts[Math.min(101, Math.max(0, Math.floor((z + 5) * 10 + 1)))]!++;
    const merged = mergeRare(counts, law);
    const ps = [
      chiSquareP(merged.counts, merged.law),
      kolmogorovSmirnovP(values, normalCdf),
      correlationP(values.subarray(1), values.subarray(0, n - 1)),
      meanP(values.reduce((sum, z) => sum + z, 0) / n, 0, 1, n),
      meanP(values.reduce((sum, z) => sum + z * z, 0) / n, 1, Math.SQRT2, n),
      meanP(values.reduce((sum, z) => sum + z ** 4, 0) / n, 3, Math.sqrt(96), n),
    ];
    expect(smallestP(ps)).toBeGreaterThan(SIGNIFICANCE);
  });
});

/** Joins neighbouring cells until each expects at least 10, as Pearson's test needs. */
function mergeRare(counts: Float64Array, law: readonly number[]): { counts: number[]; law: number[] } {
  const merged = { counts: [0], law: [0] };
  law.forEach((expected, i) => {
    if (merged.law.at(-1)! >= 10) {
      merged.counts.push(0);
      merged.law.push(0);
    }
    merged.counts[merged.counts.length - 1]! += counts[i]!;
    merged.law[merged.law.length - 1]! += expected;
  });
  if (merged.law.at(-1)! < 10 && merged.law.length > 1) {
    merged.counts.push(merged.counts.pop()! + merged.counts.pop()!);
    merged.law.push(merged.law.pop()! + merged.law.pop()!);
  }
  return merged;
}
