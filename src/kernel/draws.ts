import { exp } from './maths';
import { imul, mixA, mixB } from './mix';
import { EXPONENTIAL_TAIL, NORMAL_TAIL, exponentialZiggurat, normalZiggurat } from './ziggurat';

const { x: exponentialX, y: exponentialY } = exponentialZiggurat;
const INNER_STEP = 0x7f4a7c15;
/** Where a draw is left by those who return nothing; read it at once. Of a buffer of its own, which never moves, the compiler knows the address. */
export const drawn = new Float64Array(new ArrayBuffer(8));
const TWO_TO_24 = 16777216;
const TWO_TO_29 = 536870912;
const TWO_TO_30 = 1073741824;
const TWO_TO_MINUS_53 = 1 / 9007199254740992;

/**
 * The random draws of one key for one purpose: the n-th draw is a hash of (key, purpose, n), so what is drawn depends
 * on nothing drawn before it elsewhere. One instance serves millions of keys and allocates nothing.
 */
export class Draws {
  private outer = 0;
  private inner = 0;

  /** Turns to the stream of this key and purpose, at its beginning. */
  of(hi: number, lo: number, purpose: number): this {
    this.outer = ((hi | 0) + imul(purpose, 0x9e3779b1)) | 0;
    this.inner = lo | 0;
    return this;
  }

  /** The next 32 bits. */
  word(): number {
    return upper(this.turn(), this.outer) >>> 0;
  }

  /** Uniform on [0, 1), a multiple of 2^-53. */
  uniform(): number {
    this.drawUniform();
    return drawn[0]!;
  }

  /** Exponential with mean 1, by ziggurat. */
  exponential(): number {
    this.drawExponential();
    return drawn[0]!;
  }

  /** As `exponential`, into `drawn`: a double that comes from a function that is not inlined costs an allocation. */
  drawExponential(): void {
    const inner = this.turn();
    const word = upper(inner, this.outer);
    const layer = word & 255;
    const value = ((word >>> 8) * TWO_TO_29 + (lower(inner, word) >>> 3)) * TWO_TO_MINUS_53 * exponentialX[layer]!;
    drawn[0] = value;
    if (value >= exponentialX[layer + 1]!) this.drawExponentialEdge(layer);
  }

  /** As `uniform`, into `drawn`. */
  drawUniform(): void {
    const inner = this.turn();
    const word = upper(inner, this.outer);
    drawn[0] = ((word >>> 3) * TWO_TO_24 + (lower(inner, word) >>> 8)) * TWO_TO_MINUS_53;
  }

  /** The rest of an exponential draw whose value fell beyond what its layer takes for sure. */
  private drawExponentialEdge(layer: number): void {
    if (layer === 0) {
      // Beyond its start the tail is the same distribution again.
      drawn[0] = EXPONENTIAL_TAIL + this.exponential();
      return;
    }
    const value = drawn[0]!;
    const below = exponentialY[layer]!;
    const isTaken = below + this.uniform() * (exponentialY[layer + 1]! - below) < exp(-value);
    if (isTaken) drawn[0] = value;
    else this.drawExponential();
  }

  /** Standard normal, by ziggurat. */
  normal(): number {
    const { x, y } = normalZiggurat;
    for (;;) {
      const inner = this.turn();
      const word = upper(inner, this.outer);
      const layer = word & 255;
      const sign = 1 - ((word & 256) >>> 7);
      const value = ((word >>> 9) * TWO_TO_30 + (lower(inner, word) >>> 2)) * TWO_TO_MINUS_53 * x[layer]!;
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

  /** The inner hash of the next draw. */
  private turn(): number {
    const inner = mixA(this.inner);
    this.inner = (this.inner + INNER_STEP) | 0;
    return inner;
  }
}

/*
 * 64 bits of one draw. The upper 32 hash the key whole; adding the inner hash again makes them no permutation of the
 * draw's number, so they repeat as often as random words do. The lower are cheap: for given upper ones they are a
 * permutation of the inner hash, and finish only the last digits of a number.
 */
const upper = (inner: number, outer: number): number => ((mixB(inner ^ outer) | 0) + (inner | 0)) | 0;
const lower = (inner: number, word: number): number => (imul(word, 0x9e3779b1) + (inner | 0)) | 0;
