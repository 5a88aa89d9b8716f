import { doubleOfBits, HIGH_WORD, wordsOfBits } from './bits';
import { doubled } from './doubled';
import { imul } from './mix';
import { Bins, BYTE, FLAG, STRETCH_BITS, type PackedBins } from './packed-bins';

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

/** Of a bin's byte: whether it has a recent value. */
const RECENT = FLAG;

/** Many sketches in one vector. */
export class Sketches {
  /** Which bins have a value since `recentCount` was last 0: `sketch << BIN_BITS | bin`, the first `recentCount` of them. */
  recent = new Uint32Array(256);
  recentCount = 0;
  /** The counts of these as they were before. */
  private before = new Uint32Array(256);
  declare private readonly bins: Bins;
  /** Of these, bin by bin, sketch by sketch: at `sketch * SKETCH_BINS + bin`. */
  declare private readonly bytes: Uint8Array;

  constructor(count: number) {
    this.bins = new Bins(count, SKETCH_BINS);
    this.bytes = this.bins.bytes;
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
    const { bytes } = this;
    // An integer once more (`| 0`): the compiler, which cannot know, would make it a double and that an integer again.
    const at = (imul(sketch | 0, SKETCH_BINS) + bin) | 0;
    const next = bytes[at]! + 1;
    // Recent already, and the byte goes on without a carry?
    if ((next & BYTE) > RECENT) bytes[at] = next;
    else this.addRarely(at);
  }

  /** How many values the sketches have in each of their bins: a copy, with that at `sketch * SKETCH_BINS + bin`. */
  copyBins(): Uint32Array {
    return this.bins.counts();
  }

  /** How many values a sketch holds. */
  count(sketch: number): number {
    const from = sketch * SKETCH_BINS;
    let total = 0;
    for (let bin = 0; bin < SKETCH_BINS; bin++) total += this.bins.countAt(from + bin);
    return total;
  }

  /** The q-quantile in ms, as in `quantileOfBins`; NaN if empty. */
  quantile(sketch: number, q: number): number {
    const from = sketch * SKETCH_BINS;
    return quantileOfBins(this.bins.counts(from, from + SKETCH_BINS), 0, q);
  }

  /** By how much the bin at this place of `recent` has risen since. */
  riseOf(place: number): number {
    return this.bins.countAt(this.placeOf(place)) - this.before[place]!;
  }

  /** Nothing is recent any more. */
  forgetRecent(): void {
    for (let place = 0; place < this.recentCount; place++) this.bytes[this.placeOf(place)]! -= RECENT;
    this.recentCount = 0;
  }

  /** A copy of what they hold, for snapshots. */
  save(): PackedBins {
    return this.bins.pack();
  }

  /** Puts a copy back; nothing is recent then. */
  load(saved: PackedBins): void {
    this.recentCount = 0;
    this.bins.unpack(saved);
  }

  /** Counts a value in a bin that is not recent, and is so from now on, or whose byte is full. */
  private addRarely(at: number): void {
    if ((this.bytes[at]! & RECENT) === 0) this.noteRecent(at);
    this.bins.increase(at);
  }

  private noteRecent(at: number): void {
    if (this.recentCount === this.recent.length) {
      this.recent = doubled(this.recent);
      this.before = doubled(this.before);
    }
    const bin = at % SKETCH_BINS;
    const sketch = (at - bin) / SKETCH_BINS;
    const place = this.recentCount++;
    this.recent[place] = (sketch << BIN_BITS) | bin;
    this.before[place] = this.bins.countAt(at);
    this.bytes[at]! |= RECENT;
    this.bins.used[sketch]! |= 1 << (bin >> STRETCH_BITS);
  }

  /** Where the bin is that stands at this place of `recent`. */
  private placeOf(place: number): number {
    const entry = this.recent[place]!;
    return (entry >>> BIN_BITS) * SKETCH_BINS + (entry & BIN_MASK);
  }
}
