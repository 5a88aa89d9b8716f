import { doubled } from './doubled';

/*
 * Counts of many sketches, in a word for each bin, and how they are packed for snapshots. A word's lowest byte is that of
 * the count, the bit above it is its user's, the 23 bits above that are the rest of the count. Most counts fit into the
 * byte, and those that do not are listed: so whole ranges of bins are packed and unpacked as bytes by the platform's own
 * copying, which takes a fifth of the time of a loop.
 */

export const ONE = 1;
export const LOW_BYTE = 0xff;
/** The user's. */
export const FLAG = 0x100;
const HIGH_SHIFT = 9;

export const countIn = (word: number): number => ((word >>> HIGH_SHIFT) << 8) | (word & LOW_BYTE);
const wordOf = (count: number): number => ((count >>> 8) << HIGH_SHIFT) | (count & LOW_BYTE);

/** Bins are packed in stretches of this many, of which a sketch has at most 32; those that hold nothing are left out. */
export const STRETCH_BITS = 7;
const STRETCH = 1 << STRETCH_BITS;

export interface PackedBins {
  /** Of each sketch, a bit for each of its stretches: whether it is among `bytes`. */
  readonly used: Int32Array;
  /** Stretch by stretch, the lowest byte of each count. */
  readonly bytes: Uint8Array;
  /** Which bins have more, by their place among all bins, and the rest of their counts. */
  readonly large: Uint32Array;
  readonly rest: Uint32Array;
}

export class Bins {
  /** Bin by bin, sketch by sketch. */
  declare readonly words: Uint32Array;
  /** As in `PackedBins`. */
  declare readonly used: Int32Array;
  /** The first `largeCount` are the bins whose counts are more than a byte. */
  private large = new Uint32Array(16);
  private largeCount = 0;
  declare private readonly binsPerSketch: number;

  constructor(sketches: number, binsPerSketch: number) {
    this.binsPerSketch = binsPerSketch;
    this.words = new Uint32Array(sketches * binsPerSketch);
    this.used = new Int32Array(sketches);
  }

  /** Counts one more at a place; for whoever finds that the byte is full, or does not know. */
  increase(at: number): void {
    const word = this.words[at]!;
    const count = countIn(word) + 1;
    this.words[at] = wordOf(count) | (word & FLAG);
    if (count === LOW_BYTE + 1) this.noteLarge(at);
  }

  pack(): PackedBins {
    const { words, used } = this;
    const large = this.large.slice(0, this.largeCount);
    const rest = large.map((at) => words[at]! >>> HIGH_SHIFT);
    const bytes = new Uint8Array(this.bytesUsed());
    let to = 0;
    this.eachRange((from, end) => {
      bytes.set(words.subarray(from, end), to);
      to += end - from;
    });
    return { used: used.slice(), bytes, large, rest };
  }

  /** Puts counts back in place of those there are; no flag is set then. */
  unpack({ used, bytes, large, rest }: PackedBins): void {
    const { words } = this;
    this.eachRange((from, end) => words.fill(0, from, end));
    this.used.set(used);
    let at = 0;
    this.eachRange((from, end) => {
      words.set(bytes.subarray(at, at + end - from), from);
      at += end - from;
    });
    while (this.large.length < large.length) this.large = doubled(this.large);
    this.large.set(large);
    this.largeCount = large.length;
    large.forEach((bin, place) => (words[bin]! |= rest[place]! << HIGH_SHIFT));
  }

  /** In the order of sketches and bins: stretches in use that lie side by side are one range. */
  private eachRange(visit: (from: number, end: number) => void): void {
    const { used, binsPerSketch } = this;
    for (let sketch = 0; sketch < used.length; sketch++) {
      const base = sketch * binsPerSketch;
      let bits = used[sketch]!;
      while (bits !== 0) {
        const first = 31 - Math.clz32(bits & -bits);
        // Adding the lowest bit carries over all that follow it without a gap, and so tells where they end.
        const carried = bits + (bits & -bits);
        const end = 31 - Math.clz32(carried & -carried);
        visit(base + first * STRETCH, base + Math.min(binsPerSketch, end * STRETCH));
        bits &= carried;
      }
    }
  }

  private bytesUsed(): number {
    let sum = 0;
    this.eachRange((from, end) => {
      sum += end - from;
    });
    return sum;
  }

  private noteLarge(at: number): void {
    if (this.largeCount === this.large.length) this.large = doubled(this.large);
    this.large[this.largeCount++] = at;
  }
}
