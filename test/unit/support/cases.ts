const { LAWS_CASES, LAWS_SEED, LAWS_PATH } = process.env;

/**
 * On how many cases a law is tried: a few each time and always the same, two thousand in the long form
 * (`npm run laws`). A failure prints its seed and path, with which the long form plays it again.
 */
export const cases = (few: number): { numRuns: number; seed?: number; path?: string } => ({
  numRuns: LAWS_CASES === undefined ? few : Number(LAWS_CASES),
  ...(LAWS_SEED === undefined ? {} : { seed: Number(LAWS_SEED) }),
  ...(LAWS_PATH === undefined ? {} : { path: LAWS_PATH }),
});
