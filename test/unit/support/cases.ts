/**
 * How many cases a law is tried on: a few each time, 2,000 in the long form (`npm run laws`). A failure prints its seed
 * and path, which `fc.assert` takes to play it again.
 */
export const cases = (few: number): { numRuns: number } => ({
  numRuns: import.meta.env.MODE === 'long' ? 2000 : few,
});
