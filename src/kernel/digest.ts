import { doubleOfBits, HIGH_WORD, LOW_WORD, wordsOfBits } from './bits';
import { imul, mixA, mixB } from './mix';

const STEP = 0x7f4a7c15;

/* Arguments are made 32-bit integers once more (`| 0`), because the compiler cannot know that they are, and adds doubles else. */

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
    words[1] = words[0]! ^ mixA((right + (word | 0)) | 0);
    words[0] = (right + STEP) | 0;
  }

  /**
   * Takes in an event in two rounds: the bits of its instant, its kind (below 128), and the two words of the key of whom
   * it concerns. Each round takes in a sum of products of two words, which two different events share by accident about
   * once in 2^32.
   */
  mixEvent(timeLow: number, timeHigh: number, kind: number, keyHi: number, keyLo: number): void {
    const { words } = this;
    const left = words[0]!;
    const right = words[1]!;
    const who = (imul(timeLow, 0x9e3779b1) + imul(keyLo | 0, 0x85ebca6b)) | 0;
    const what = (imul(timeHigh ^ (kind << 24), 0xc2b2ae35) + imul(keyHi | 0, 0x27d4eb2f)) | 0;
    const next = left ^ mixA((right + who) | 0);
    words[0] = (next + STEP) | 0;
    words[1] = ((right + STEP) | 0) ^ mixB((next + what) | 0);
  }

  /** Takes in the 64 bits of a double: 0 and -0 differ. Not NaN, whose bits no standard fixes. */
  mixDouble(x: number): void {
    doubleOfBits[0] = x;
    const high = wordsOfBits[HIGH_WORD]!;
    this.mix(wordsOfBits[LOW_WORD]!);
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
