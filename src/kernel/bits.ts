/**
 * The bits of a double, as two words. Write `doubleOfBits[0]`, read `wordsOfBits[HIGH_WORD]` (sign, exponent and the
 * first 20 bits of the mantissa) and `wordsOfBits[LOW_WORD]`; nothing is kept between one use and the next. Which word
 * comes first is asked of the machine, so byte order is no assumption.
 */
export const doubleOfBits = new Float64Array(1);
export const wordsOfBits = new Int32Array(doubleOfBits.buffer);
export const HIGH_WORD = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
export const LOW_WORD = 1 - HIGH_WORD;

/** The next larger double of one that is finite and not negative. */
export function justAfter(x: number): number {
  doubleOfBits[0] = x + 0;
  if (++wordsOfBits[LOW_WORD]! === 0) wordsOfBits[HIGH_WORD]!++;
  return doubleOfBits[0];
}
