import { imul, mixA, mixB } from './mix';

/** The 64-bit name of a piece of work, as two int32 words: who it is does not depend on when it happens. */
export interface Key {
  hi: number;
  lo: number;
}

/**
 * The key of a child: `place` in the parent's plan (or a running number), `attempt` the count of earlier tries.
 * A Feistel network of three rounds over all 64 bits, the place and the attempt added in the first two: for one place
 * and attempt no two parents share a child, and siblings share no structure. `out` may hold the parent's own words.
 */
export const deriveKey = (hi: number, lo: number, place: number, attempt: number, out: Key): void => {
  // One sum at a time, each made an integer: longer ones the compiler does in doubles.
  const placeA = (imul(place, 0x9e3779b1) + imul(attempt, 0x85157af5)) | 0;
  const placeB = (imul(place, 0xc2b2ae3d) + imul(attempt, 0x27d4eb2f)) | 0;
  const a = hi ^ mixA(((lo | 0) + placeA) | 0);
  const b = lo ^ mixB((((a + placeB) | 0) + 0x165667b1) | 0);
  out.hi = a ^ mixA((b + 0x3c6ef372) | 0);
  out.lo = b;
};

/** The root key of a run. Any safe integer is a seed of its own. */
export function seedKey(seed: number, out: Key): void {
  const upper = Math.floor(seed / 0x100000000);
  deriveKey(0x6a09e667, seed | 0, upper, 0, out);
}

/** 32 bits that stand for a name. */
export function bitsOfName(name: string): number {
  let bits = 0;
  for (let i = 0; i < name.length; i++) bits = mixA((bits + name.charCodeAt(i) + 1) | 0);
  return bits;
}
