import { exp } from './maths';
import { mixA, mixB } from './mix';
import { EXPONENTIAL_TAIL, NORMAL_TAIL, exponentialZiggurat, normalZiggurat } from './ziggurat';

const { x: exponentialX, y: exponentialY } = exponentialZiggurat;
const INNER_STEP = 0x7f4a7c15;
const TWO_TO_29 = 536870912;
const TWO_TO_30 = 1073741824;
const TWO_TO_MINUS_53 = 1 / 9007199254740992;

/**
 * The random draws of one key for one purpose: the n-th word is a hash of (key, purpose, n), so what is drawn depends
 * on nothing drawn before it elsewhere. One instance serves millions of keys and allocates nothing.
 */
export class Draws {
  private outer = 0;
  private inner = 0;

  /** Turns to the stream of this key and purpose, at its beginning. */
  of(hi: number, lo: number, purpose: number): this {
    this.outer = ((hi | 0) + Math.imul(purpose, 0x9e3779b1)) | 0;
    this.inner = lo | 0;
    return this;
  }

  /** The next 32 bits, as an unsigned integer. */
  word(): number {
    const inner = mixA(this.inner);
    this.inner = (this.inner + INNER_STEP) | 0;
    // Adding the inner hash again makes this no permutation of n, so words repeat as often as random words do.
    return (mixB(inner ^ this.outer) + inner) >>> 0;
  }

  /** Uniform on [0, 1), a multiple of 2^-53. */
  uniform(): number {
    const high = this.word() >>> 3;
    return (high * 16777216 + (this.word() >>> 8)) * TWO_TO_MINUS_53;
  }

  /** Exponential with mean 1, by ziggurat. */
  exponential(): number {
    // The first two words written out: most draws need no more, and every request needs such a draw.
    const { outer } = this;
    const first = this.inner;
    const second = (first + INNER_STEP) | 0;
    const hashOfFirst = mixA(first);
    const hashOfSecond = mixA(second);
    this.inner = (second + INNER_STEP) | 0;
    const word = (mixB(hashOfFirst ^ outer) + hashOfFirst) | 0;
    const low = (mixB(hashOfSecond ^ outer) + hashOfSecond) | 0;
    const layer = word & 255;
    const value = ((word >>> 8) * TWO_TO_29 + (low >>> 3)) * TWO_TO_MINUS_53 * exponentialX[layer]!;
    return value < exponentialX[layer + 1]! ? value : this.exponentialEdge(layer, value);
  }

  /** The rest of an exponential draw whose value fell beyond what its layer takes for sure. */
  private exponentialEdge(layer: number, value: number): number {
    let offset = 0;
    for (;;) {
      // Beyond its start the tail is the same distribution again.
      if (layer === 0) offset += EXPONENTIAL_TAIL;
      else {
        const below = exponentialY[layer]!;
        if (below + this.uniform() * (exponentialY[layer + 1]! - below) < exp(-value)) return offset + value;
      }
      const word = this.word();
      layer = word & 255;
      value = ((word >>> 8) * TWO_TO_29 + (this.word() >>> 3)) * TWO_TO_MINUS_53 * exponentialX[layer]!;
      if (value < exponentialX[layer + 1]!) return offset + value;
    }
  }

  /** Standard normal, by ziggurat. */
  normal(): number {
    const { x, y } = normalZiggurat;
    for (;;) {
      const word = this.word();
      const layer = word & 255;
      const sign = 1 - ((word & 256) >>> 7);
      const value = ((word >>> 9) * TWO_TO_30 + (this.word() >>> 2)) * TWO_TO_MINUS_53 * x[layer]!;
      if (value < x[layer + 1]!) return sign * value;
      if (layer === 0) return sign * (NORMAL_TAIL + this.normalTail());
      if (y[layer]! + this.uniform() * (y[layer + 1]! - y[layer]!) < exp(-0.5 * value * value)) return sign * value;
    }
  }

  /** How far a normal draw lies beyond NORMAL_TAIL, given that it does (Marsaglia 1964). */
  private normalTail(): number {
    for (;;) {
      const beyond = this.exponential() / NORMAL_TAIL;
      if (2 * this.exponential() > beyond * beyond) return beyond;
    }
  }
}
