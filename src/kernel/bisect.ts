/** More than enough to get from the ends of the range of a double to its last bit but where the place is 0. */
const MOST_STEPS = 200;

/**
 * The place between two at which `isBelow` turns from true to false, to the last bit; `isBelow(low)` need not hold, nor
 * fail at `high`. A root finder for functions that only ever rise, steps and all.
 */
export function bisect(low: number, high: number, isBelow: (x: number) => boolean): number {
  for (let step = 0; step < MOST_STEPS; step++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return high;
}
