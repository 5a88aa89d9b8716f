import { BIN_BITS, BIN_MASK, binMiddle, quantileOfBins, rankOf, SKETCH_BINS, type Sketches } from '../../kernel/sketch';
import type { MovingSum } from './moving-sum';

/** The most that one entry can say of a bin; more takes several. */
const MOST = 0xffffffff >>> BIN_BITS;

const entriesFor = (increase: number): number => (increase <= MOST ? 1 : Math.ceil(increase / MOST));

/** What went into many sketches within one cell of simulated time, sketch by sketch. Keeps its room when it is cleared. */
export class SketchChanges {
  /** Where the entries of each sketch begin, and at the end how many there are. */
  private readonly starts: Uint32Array;
  /** `increase << BIN_BITS | bin`; a bin comes once, or as often as its increase needs. */
  private entries = new Uint32Array(0);

  constructor(private readonly sketchCount: number) {
    this.starts = new Uint32Array(sketchCount + 1);
  }

  /**
   * Takes everything that the sketches say is recent, in place of what it has. Sorts by counting: `starts` goes from how
   * many entries there are, over where those of each sketch end, to where they begin.
   */
  take(sketches: Sketches): void {
    const { starts, sketchCount } = this;
    const { recent, recentCount } = sketches;
    starts.fill(0);
    for (let at = 0; at < recentCount; at += 1) starts[recent[at]! >>> BIN_BITS]! += entriesFor(sketches.riseOf(at));
    for (let sketch = 1; sketch <= sketchCount; sketch += 1) starts[sketch]! += starts[sketch - 1]!;
    this.makeRoom(starts[sketchCount]!);
    for (let at = 0; at < recentCount; at += 1) {
      const value = recent[at]!;
      for (let left = sketches.riseOf(at); left > 0; left -= MOST) {
        const place = (starts[value >>> BIN_BITS]! -= 1);
        this.entries[place] = (Math.min(left, MOST) << BIN_BITS) | (value & BIN_MASK);
      }
    }
  }

  /** Adds what went into one sketch to a sum. */
  addTo(sum: BinSum, sketch: number): void {
    sum.add(this.entries, this.starts[sketch]!, this.starts[sketch + 1]!);
  }

  /** What went into one sketch comes into a sum (1) or goes out of it (-1). */
  countIn(sum: MovingSum, sketch: number, sign: 1 | -1): void {
    sum.countAll(this.entries, this.starts[sketch]!, this.starts[sketch + 1]!, sign);
  }

  get byteLength(): number {
    return this.starts.byteLength + this.entries.byteLength;
  }

  private makeRoom(length: number): void {
    if (length > this.entries.length) this.entries = new Uint32Array(length + (length >> 2));
  }
}

/** Bins of sketches added up, which knows how much there is and between which of them. */
export class BinSum {
  private readonly bins = new Uint32Array(SKETCH_BINS);
  private low = SKETCH_BINS;
  private high = -1;
  private total = 0;

  /** The entries from one place to another, as `SketchChanges` has them. */
  add(entries: Uint32Array, from: number, end: number): void {
    const { bins } = this;
    // Frames add tens of thousands of entries: what is told of the bins goes through no field.
    let { low, high, total } = this;
    for (let at = from; at < end; at += 1) {
      const entry = entries[at]!;
      const bin = entry & BIN_MASK;
      const increase = entry >>> BIN_BITS;
      bins[bin]! += increase;
      total += increase;
      if (bin < low) low = bin;
      if (bin > high) high = bin;
    }
    this.low = low;
    this.high = high;
    this.total = total;
  }

  /** As `quantileOfBins`, from whichever end is nearer. */
  quantile(q: number): number {
    const { bins, total, low, high } = this;
    if (q < 0.5 || total === 0) return quantileOfBins(bins, 0, q, low, high);
    const mostAbove = total - rankOf(q, total);
    let bin = high;
    for (let above = bins[bin]!; above <= mostAbove; above += bins[bin]!) bin -= 1;
    return binMiddle(bin);
  }

  /** As if every value were the middle of its bin, so at most as far off as a quantile; NaN where there is nothing. */
  mean(): number {
    let sum = 0;
    for (let bin = this.low; bin <= this.high; bin += 1) sum += this.bins[bin]! * binMiddle(bin);
    return sum / this.total;
  }

  clear(): void {
    if (this.low <= this.high) this.bins.fill(0, this.low, this.high + 1);
    this.low = SKETCH_BINS;
    this.high = -1;
    this.total = 0;
  }
}
