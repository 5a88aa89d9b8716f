import { doubleOfBits, HIGH_WORD, LOW_WORD, wordsOfBits } from './bits';
import { mixA, mixB } from './mix';

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

  /** Takes in several words, one after another: what `mix` does to each of them, with the state at hand all the while. */
  mixFour(a: number, b: number, c: number, d: number): void {
    const { words } = this;
    const first = words[0]!;
    const second = words[1]!;
    // The state moves as (left, right) -> (right + constant, left ^ hash of (right + word)).
    const third = first ^ mixA((second + (a | 0)) | 0);
    const fourth = ((second + STEP) | 0) ^ mixA((third + (b | 0)) | 0);
    const fifth = ((third + STEP) | 0) ^ mixA((fourth + (c | 0)) | 0);
    words[0] = (fifth + STEP) | 0;
    words[1] = ((fourth + STEP) | 0) ^ mixA((fifth + (d | 0)) | 0);
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
