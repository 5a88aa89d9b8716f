import { BIN_BITS, BIN_MASK, SKETCH_BINS, type Sketches } from '../../kernel/sketch';

/** The most that one entry can say of a bin; more takes several. */
const MOST = 0xffffffff >>> BIN_BITS;

/** What went into many sketches within one cell of simulated time, sketch by sketch. Keeps its room when it is cleared. */
export class SketchChanges {
  /** Where the entries of each sketch begin, and at the end how many there are. */
  private readonly starts: Uint32Array;
  /** `increase << BIN_BITS | bin`; a bin may come more than once. */
  private entries = new Uint32Array(0);

  constructor(private readonly sketchCount: number) {
    this.starts = new Uint32Array(sketchCount + 1);
  }

  clear(): void {
    this.starts.fill(0);
  }

  /** Takes in, besides what it has, everything that the sketches say is recent. */
  take(recent: Sketches): void {
    if (recent.recentCount === 0) return;
    if (this.starts[this.sketchCount] === 0) {
      this.sort(recent);
      return;
    }
    const later = new SketchChanges(this.sketchCount);
    later.sort(recent);
    this.merge(later);
  }

  /** Adds what went into one sketch to a sum. */
  addTo(sum: BinSum, sketch: number): void {
    const { entries } = this;
    const end = this.starts[sketch + 1]!;
    for (let at = this.starts[sketch]!; at < end; at += 1) {
      const entry = entries[at]!;
      sum.add(entry & BIN_MASK, entry >>> BIN_BITS);
    }
  }

  get byteLength(): number {
    return this.starts.byteLength + this.entries.byteLength;
  }

  /** Sorts by counting: `starts` goes from how many there are, over where each sketch ends, to where it begins. */
  private sort({ recent, recentCount }: Sketches): void {
    const { starts, sketchCount } = this;
    for (let at = 0; at < recentCount; at += 1) starts[recent[at]! >>> BIN_BITS]! += 1;
    for (let sketch = 1; sketch <= sketchCount; sketch += 1) starts[sketch]! += starts[sketch - 1]!;
    this.makeRoom(recentCount);
    const { entries } = this;
    for (let at = recentCount - 1; at >= 0; at -= 1) {
      const value = recent[at]!;
      const place = (starts[value >>> BIN_BITS]! -= 1);
      entries[place] = (value & BIN_MASK) | (1 << BIN_BITS);
    }
  }

  /** Every bin comes once afterwards, so that a cell in which very much happens takes no more room than it has bins. */
  private merge(later: SketchChanges): void {
    const sum = new BinSum();
    const merged: number[] = [];
    const starts = new Uint32Array(this.starts.length);
    for (let sketch = 0; sketch < this.sketchCount; sketch += 1) {
      this.addTo(sum, sketch);
      later.addTo(sum, sketch);
      for (let bin = sum.low; bin <= sum.high; bin += 1) {
        for (let left = sum.bins[bin]!; left > 0; left -= MOST) merged.push((Math.min(left, MOST) << BIN_BITS) | bin);
      }
      sum.clear();
      starts[sketch + 1] = merged.length;
    }
    this.makeRoom(merged.length);
    this.entries.set(merged);
    this.starts.set(starts);
  }

  private makeRoom(length: number): void {
    if (length > this.entries.length) this.entries = new Uint32Array(length + (length >> 2));
  }
}

/** Bins of sketches added up, which knows between which of them there is anything. */
export class BinSum {
  readonly bins = new Uint32Array(SKETCH_BINS);
  low = SKETCH_BINS;
  high = -1;

  add(bin: number, increase: number): void {
    this.bins[bin]! += increase;
    if (bin < this.low) this.low = bin;
    if (bin > this.high) this.high = bin;
  }

  clear(): void {
    if (this.low <= this.high) this.bins.fill(0, this.low, this.high + 1);
    this.low = SKETCH_BINS;
    this.high = -1;
  }
}
