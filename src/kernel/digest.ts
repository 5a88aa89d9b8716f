import { mixA, mixB } from './mix';

const doubleView = new Float64Array(1);
const wordView = new Int32Array(doubleView.buffer);
/** Which of the two words holds sign and exponent: 1 on a little-endian machine, 0 on a big-endian one. */
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

/**
 * A running 64-bit fingerprint of a sequence of words. Each word is one round of a Feistel network: no state loses
 * information, and the order of words matters. Against accidents, not against forgery.
 */
export class Digest {
  /** The whole state; copy it out and in to save and restore. */
  readonly words = new Int32Array([0x6a09e667, 0x3c6ef372]);

  /** Takes in 32 bits. */
  mix(word: number): void {
    const words = this.words;
    const right = words[1]!;
    words[1] = words[0]! ^ mixA((right + word) | 0);
    words[0] = (right + 0x7f4a7c15) | 0;
  }

  /** Takes in the 64 bits of a double: 0 and -0 differ. */
  mixDouble(x: number): void {
    doubleView[0] = x;
    const high = wordView[HIGH]!;
    this.mix(wordView[LOW]!);
    this.mix(high);
  }

  /** The fingerprint of everything so far, 16 lower-case digits; the state is left as it is. */
  hex(): string {
    let left = this.words[0]!;
    let right = this.words[1]!;
    left ^= mixB(right);
    right ^= mixA(left);
    left ^= mixB(right);
    return hexOf(left) + hexOf(right);
  }
}

const hexOf = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
