/** By a name of its own, by which each use is short enough for the compiler to write out where it is called. */
export const imul = Math.imul;

/**
 * Two bijections of 32-bit words in which every input bit changes every output bit with a probability near one half
 * (xor-shift-multiply finalisers). Constants: Appleby's MurmurHash3 and Wellons' search for low bias, both in the
 * public domain. One of them alone over 32 bits is not enough for a draw; the callers here combine both over 64.
 */
export const mixA = (x: number): number => {
  x = imul(x ^ (x >>> 16), 0x21f0aaad);
  x = imul(x ^ (x >>> 15), 0xd35a2d97);
  return x ^ (x >>> 15);
};

export const mixB = (x: number): number => {
  x = imul(x ^ (x >>> 16), 0x85ebca6b);
  x = imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
};
