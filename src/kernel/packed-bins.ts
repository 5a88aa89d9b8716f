import { doubled } from './doubled';

/*
 * Counts of many sketches, and how they are packed for snapshots. Of a count the lowest seven bits have a byte of their
 * own, whose highest bit is its user's: so the bins that are counted in again and again lie close together in memory, and
 * the rest of a count is only seen when these seven overflow. Few counts have a rest, and those that do are listed: so
 * whole ranges of bins are packed and unpacked by the platform's own copying.
 */

/** The user's bit of a byte, and all of it. */
export const FLAG = 0x80;
export const BYTE = 0xff;
const LOW_BITS = 7;
const LOW = FLAG - 1;
/** Clears the flags of four bytes. */
const FOUR_LOW = 0x7f7f7f7f;

/** Bins are packed in stretches of this many, of which a sketch has at most 32; those that hold nothing are left out. */
export const STRETCH_BITS = 7;
const STRETCH = 1 << STRETCH_BITS;

export interface PackedBins {
  /** Of each sketch, a bit for each of its stretches: whether it is among `bytes`. */
  readonly used: Int32Array;
  /** Stretch by stretch, the lowest bits of each count. */
  readonly bytes: Uint8Array;
  /** Which bins have more, by their place among all bins, and the rest of their counts. */
  readonly large: Uint32Array;
  readonly rest: Uint32Array;
}

export class Bins {
  /** Bin by bin, sketch by sketch: the lowest bits, with the flag, and the rest. */
  declare readonly bytes: Uint8Array;
  declare private readonly rest: Uint32Array;
  /** As in `PackedBins`. */
  declare readonly used: Int32Array;
  /** The first `largeCount` are the bins whose counts have a rest. */
  private large = new Uint32Array(16);
  private largeCount = 0;
  declare private readonly binsPerSketch: number;

  constructor(sketches: number, binsPerSketch: number) {
    this.binsPerSketch = binsPerSketch;
    this.bytes = new Uint8Array(sketches * binsPerSketch);
    this.rest = new Uint32Array(sketches * binsPerSketch);
    this.used = new Int32Array(sketches);
  }

  countAt(at: number): number {
    return (this.rest[at]! << LOW_BITS) | (this.bytes[at]! & LOW);
  }

  /** A copy of all counts of a range. */
  counts(from = 0, end = this.bytes.length): Uint32Array {
    return this.rest.slice(from, end).map((_, at) => this.countAt(from + at));
  }

  /** Counts one more at a place; for whoever finds that the byte is full, or does not know. */
  increase(at: number): void {
    const byte = this.bytes[at]!;
    if ((byte & LOW) < LOW) {
      this.bytes[at] = byte + 1;
      return;
    }
    this.bytes[at] = byte & FLAG;
    if (this.rest[at]!++ === 0) this.noteLarge(at);
  }

  pack(): PackedBins {
    const { used } = this;
    const large = this.large.slice(0, this.largeCount);
    const rest = large.map((at) => this.rest[at]!);
    const length = this.bytesUsed();
    const fours = new Int32Array(Math.ceil(length / 4));
    const bytes = new Uint8Array(fours.buffer, 0, length);
    let to = 0;
    this.eachRange((from, end) => {
      bytes.set(this.bytes.subarray(from, end), to);
      to += end - from;
    });
    for (let at = 0; at < fours.length; at++) fours[at]! &= FOUR_LOW;
    return { used: used.slice(), bytes, large, rest };
  }

  /** Puts counts back in place of those there are; no flag is set then. */
  unpack({ used, bytes, large, rest }: PackedBins): void {
    this.eachRange((from, end) => this.bytes.fill(0, from, end));
    for (let place = 0; place < this.largeCount; place++) this.rest[this.large[place]!] = 0;
    this.used.set(used);
    let at = 0;
    this.eachRange((from, end) => {
      this.bytes.set(bytes.subarray(at, at + end - from), from);
      at += end - from;
    });
    while (this.large.length < large.length) this.large = doubled(this.large);
    this.large.set(large);
    this.largeCount = large.length;
    large.forEach((bin, place) => (this.rest[bin] = rest[place]!));
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
