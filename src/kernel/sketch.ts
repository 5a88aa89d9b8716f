import { doubleOfBits, HIGH_WORD, wordsOfBits } from './bits';

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

/** Two powers of two make a stretch, so that a word has a bit for each. */
const STRETCH_BITS = BINS_PER_DOUBLING_BITS + 1;
const STRETCHES = 1 + ((SKETCH_BINS - 1) >> STRETCH_BITS);

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
 * count reaches q * n, at least the smallest value there is. NaN if all counts are 0.
 */
export function quantileOfBins(bins: ArrayLike<number>, from: number, q: number): number {
  let total = 0;
  for (let bin = 0; bin < SKETCH_BINS; bin++) total += bins[from + bin]!;
  if (total === 0) return NaN;
  const rank = rankOf(q, total);
  let cumulative = 0;
  let bin = -1;
  while (cumulative < rank) cumulative += bins[from + ++bin]!;
  return middles[bin]!;
}

/** The least whole number >= q * n, at least 1; the factor keeps 0.07 * 100 at 7 where rounding makes it a little more. */
function rankOf(q: number, n: number): number {
  const rank = Math.ceil(q * n * (1 - 4.44e-16));
  return rank < 1 ? 1 : rank > n ? n : rank;
}

/** Many sketches in one vector, so that a snapshot of all of them is one copy of `bins`. */
export class Sketches {
  /** Counts, sketch by sketch: `bins[sketch * SKETCH_BINS + bin]`. */
  declare readonly bins: Uint32Array;
  /** Per sketch, a bit for each stretch of bins that got a value since `clearTouched`. */
  declare private readonly touched: Int32Array;

  constructor(count: number) {
    this.bins = new Uint32Array(count * SKETCH_BINS);
    this.touched = new Int32Array(count);
  }

  /** Counts one value, in ms. */
  add(sketch: number, value: number): void {
    // binOf written out: this happens several times in an event, and a double given to a function costs an allocation.
    doubleOfBits[0] = value;
    let bin = (wordsOfBits[HIGH_WORD]! >> SHIFT) - BIAS;
    if (bin < 0) bin = 0;
    else if (bin >= SKETCH_BINS) bin = SKETCH_BINS - 1;
    this.bins[sketch * SKETCH_BINS + bin]!++;
    this.touched[sketch]! |= 1 << (bin >> STRETCH_BITS);
  }

  /** How many values a sketch holds. */
  count(sketch: number): number {
    const from = sketch * SKETCH_BINS;
    let total = 0;
    for (let bin = 0; bin < SKETCH_BINS; bin++) total += this.bins[from + bin]!;
    return total;
  }

  /** The q-quantile in ms, as in `quantileOfBins`; NaN if empty. */
  quantile(sketch: number, q: number): number {
    return quantileOfBins(this.bins, sketch * SKETCH_BINS, q);
  }

  /** Sees every stretch of `bins` in which something may have changed since `clearTouched`: its first, and behind its last. */
  eachTouched(see: (from: number, to: number) => void): void {
    this.touched.forEach((stretches, sketch) => {
      const start = sketch * SKETCH_BINS;
      for (let left = stretches; left !== 0; left &= left - 1) {
        const from = (31 - Math.clz32(left & -left)) << STRETCH_BITS;
        see(start + from, start + Math.min(from + (1 << STRETCH_BITS), SKETCH_BINS));
      }
    });
  }

  clearTouched(): void {
    this.touched.fill(0);
  }

  /** Puts a copy of the bins back. */
  load(bins: Uint32Array): void {
    this.bins.set(bins);
    this.touched.fill(-1 >>> (32 - STRETCHES));
  }
}
