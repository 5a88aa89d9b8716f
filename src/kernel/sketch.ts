import { doubleOfBits, HIGH_WORD, wordsOfBits } from './bits';
import { doubled } from './doubled';

/**
 * Quantiles of durations in milliseconds from histograms of fixed size. Every power of two from 2^-10 to 2^24 ms
 * (a microsecond to four and a half hours) is cut into 64 equal bins, so a bin's number is a few bits of the double.
 *
 * Error: a quantile is reported as the middle of its bin, whose width is 1/64 of its power of two, hence off by at most
 * 1/128 = 0.79 % of the exact value. Below 2^-10 ms it is reported as 0, above 2^24 ms as the last bin.
 */
const BINS_PER_DOUBLING_BITS = 6;
const LOWEST_EXPONENT = -10;
const HIGHEST_EXPONENT = 24;
/** Bits of a double's high word below those that name the bin. */
const SHIFT = 20 - BINS_PER_DOUBLING_BITS;
/** What is subtracted so that bin 1 begins at 2^-10; bin 0 is everything below. */
const BIAS = ((1023 + LOWEST_EXPONENT) << BINS_PER_DOUBLING_BITS) - 1;

/** Bins of one sketch: one below the range, and 64 for each power of two. */
export const SKETCH_BINS = 1 + ((HIGHEST_EXPONENT - LOWEST_EXPONENT) << BINS_PER_DOUBLING_BITS);

/** The bin of a value (not NaN): 0 also for negative values and -0, the last one also for Infinity. */
export function binOf(value: number): number {
  doubleOfBits[0] = value;
  const bin = (wordsOfBits[HIGH_WORD]! >> SHIFT) - BIAS;
  return bin < 0 ? 0 : bin >= SKETCH_BINS ? SKETCH_BINS - 1 : bin;
}

const middles = new Float64Array(SKETCH_BINS);
let power = 1 / 1024;
for (let bin = 1; bin < SKETCH_BINS; bin++) {
  const step = (bin - 1) & 63;
  middles[bin] = power * (1 + (step + 0.5) / 64);
  if (step === 63) power *= 2;
}

/** The value a bin stands for, in ms: 0 for bin 0, else the middle between its edges. */
export function binMiddle(bin: number): number {
  return middles[bin]!;
}

/**
 * The q-quantile (q in [0, 1]) of the SKETCH_BINS counts that begin at `from`: the smallest value whose cumulative
 * count reaches q * n, at least the smallest value there is. NaN if all counts are 0. Counts outside `low` to `high` are
 * known to be 0.
 */
export function quantileOfBins(
  bins: ArrayLike<number>,
  from: number,
  q: number,
  low = 0,
  high = SKETCH_BINS - 1,
): number {
  let total = 0;
  for (let bin = low; bin <= high; bin++) total += bins[from + bin]!;
  if (total === 0) return NaN;
  const rank = rankOf(q, total);
  let cumulative = 0;
  let bin = low - 1;
  while (cumulative < rank) cumulative += bins[from + ++bin]!;
  return middles[bin]!;
}

/** The least whole number >= q * n, at least 1; the factor keeps 0.07 * 100 at 7 where rounding makes it a little more. */
export function rankOf(q: number, n: number): number {
  const rank = Math.ceil(q * n * (1 - 4.44e-16));
  return rank < 1 ? 1 : rank > n ? n : rank;
}

/** Bits of a bin's number where something else stands in the bits above. */
export const BIN_BITS = 12;
export const BIN_MASK = (1 << BIN_BITS) - 1;

/** A snapshot is made of stretches of this many bins, and leaves out those in which no value ever fell. */
const STRETCH_BITS = 7;
const STRETCHES = 1 + ((SKETCH_BINS - 1) >> STRETCH_BITS);

/** A copy of sketches, for snapshots. */
export interface SavedSketches {
  /** Where in `bins` each stretch begins in which there is anything. */
  readonly starts: Int32Array;
  /** The lower 16 bits of the bins of these, one stretch behind another. */
  readonly low: Uint16Array;
  /** Of the few bins that need more: the place in `low`, then the upper 16 bits. */
  readonly high: readonly number[];
}

/** The lowest bit of a bin's word says whether it has a recent value; the bits above count its values, up to 2^31. */
const RECENT = 1;
const ONE = 2;

/** Many sketches in one vector. */
export class Sketches {
  /** Which bins have a value since `recentCount` was last 0: `sketch << BIN_BITS | bin`, the first `recentCount` of them. */
  recent = new Uint32Array(256);
  recentCount = 0;
  /** The words of these as they were before. */
  private before = new Uint32Array(256);
  /** Bin by bin, sketch by sketch: at `sketch * SKETCH_BINS + bin`. */
  declare private readonly words: Uint32Array;
  /** Per sketch, a bit for each stretch that has a value. */
  declare private readonly used: Int32Array;

  constructor(count: number) {
    this.words = new Uint32Array(count * SKETCH_BINS);
    this.used = new Int32Array(count);
  }

  /** Counts one value, in ms. */
  add(sketch: number, value: number): void {
    doubleOfBits[0] = value;
    this.addNext(sketch);
  }

  /** Counts `doubleOfBits`: a double given to a function that is not inlined costs an allocation, one left there does not. */
  addNext(sketch: number): void {
    let bin = (wordsOfBits[HIGH_WORD]! >> SHIFT) - BIAS;
    if (bin < 0) bin = 0;
    else if (bin >= SKETCH_BINS) bin = SKETCH_BINS - 1;
    const at = sketch * SKETCH_BINS + bin;
    const { words } = this;
    const word = words[at]!;
    if ((word & RECENT) === 0) this.addFirst(sketch, bin);
    else words[at] = word + ONE;
  }

  /** How many values the sketches have in each of their bins: a copy, with that at `sketch * SKETCH_BINS + bin`. */
  copyBins(): Uint32Array {
    return this.words.map((word) => word >>> 1);
  }

  /** How many values a sketch holds. */
  count(sketch: number): number {
    const from = sketch * SKETCH_BINS;
    let total = 0;
    for (let bin = 0; bin < SKETCH_BINS; bin++) total += this.words[from + bin]! >>> 1;
    return total;
  }

  /** The q-quantile in ms, as in `quantileOfBins`; NaN if empty. */
  quantile(sketch: number, q: number): number {
    const from = sketch * SKETCH_BINS;
    return quantileOfBins(
      this.words.subarray(from, from + SKETCH_BINS).map((word) => word >>> 1),
      0,
      q,
    );
  }

  /** By how much the bin at this place of `recent` has risen since. */
  riseOf(place: number): number {
    return (this.words[this.wordOf(place)]! - this.before[place]!) >>> 1;
  }

  /** Nothing is recent any more. */
  forgetRecent(): void {
    for (let place = 0; place < this.recentCount; place++) this.words[this.wordOf(place)]! -= RECENT;
    this.recentCount = 0;
  }

  save(): SavedSketches {
    const { words } = this;
    const starts = this.usedStarts();
    let length = 0;
    for (let i = 0; i < starts.length; i++) length += lengthOfStretch(starts[i]!);
    const low = new Uint16Array(length);
    const high: number[] = [];
    let at = 0;
    for (let i = 0; i < starts.length; i++) {
      const start = starts[i]!;
      const end = start + lengthOfStretch(start);
      for (let bin = start; bin < end; bin++, at++) {
        const count = words[bin]! >>> 1;
        low[at] = count;
        if (count > 0xffff) high.push(at, count >>> 16);
      }
    }
    return { starts, low, high };
  }

  /** Puts a copy back; nothing is recent then. */
  load({ starts, low, high }: SavedSketches): void {
    this.forgetRecent();
    const { words, used } = this;
    const old = this.usedStarts();
    for (let i = 0; i < old.length; i++) words.fill(0, old[i], old[i]! + lengthOfStretch(old[i]!));
    used.fill(0);
    let at = 0;
    let next = 0;
    for (let i = 0; i < starts.length; i++) {
      const start = starts[i]!;
      const end = start + lengthOfStretch(start);
      const from = start - at;
      for (let bin = start; bin < end; bin++) words[bin] = ONE * low[at++]!;
      for (; next < high.length && high[next]! < at; next += 2) {
        words[from + high[next]!]! += ONE * 0x10000 * high[next + 1]!;
      }
      used[Math.floor(start / SKETCH_BINS)]! |= 1 << ((start % SKETCH_BINS) >> STRETCH_BITS);
    }
  }

  /** Counts the first value in a bin after which it is recent. */
  private addFirst(sketch: number, bin: number): void {
    if (this.recentCount === this.recent.length) {
      this.recent = doubled(this.recent);
      this.before = doubled(this.before);
    }
    const at = sketch * SKETCH_BINS + bin;
    const place = this.recentCount++;
    this.recent[place] = (sketch << BIN_BITS) | bin;
    this.before[place] = this.words[at]!;
    this.words[at]! += ONE + RECENT;
    this.used[sketch]! |= 1 << (bin >> STRETCH_BITS);
  }

  /** Where the word is of the bin at this place of `recent`. */
  private wordOf(place: number): number {
    const entry = this.recent[place]!;
    return (entry >>> BIN_BITS) * SKETCH_BINS + (entry & BIN_MASK);
  }

  /** Where each stretch begins that has a value. */
  private usedStarts(): Int32Array {
    const starts: number[] = [];
    this.used.forEach((stretches, sketch) => {
      for (let stretch = 0; stretch < STRETCHES; stretch++) {
        if ((stretches >> stretch) & 1) starts.push(sketch * SKETCH_BINS + (stretch << STRETCH_BITS));
      }
    });
    return Int32Array.from(starts);
  }
}

/** The last stretch of a sketch is shorter than the others. */
function lengthOfStretch(start: number): number {
  return Math.min(1 << STRETCH_BITS, SKETCH_BINS - (start % SKETCH_BINS));
}
