/**
 * At most so many permits in any stretch of `perMs`: each permit comes back that long after it was taken. State: the place of
 * the oldest of the newest `calls` permits, and when each of them was taken.
 */
export interface SlidingWindow {
  readonly calls: number;
  readonly perMs: number;
}

export const slidingWindowSize = ({ calls }: SlidingWindow): number => TAKEN_AT + calls;
const OLDEST = 0;
const TAKEN_AT = 1;

export function initSlidingWindow(block: Float64Array, at: number, params: SlidingWindow): void {
  block[at + OLDEST] = 0;
  block.fill(-Infinity, at + TAKEN_AT, at + TAKEN_AT + params.calls);
}

/** When a permit has come back for a call that comes after `ahead` others; in the past if it has by now. */
export function returnAt(block: Float64Array, at: number, { calls, perMs }: SlidingWindow, ahead: number): number {
  const place = (block[at + OLDEST]! + ahead) % calls;
  return block[at + TAKEN_AT + place]! + (1 + Math.floor(ahead / calls)) * perMs;
}

export function takeReturned(block: Float64Array, at: number, { calls }: SlidingWindow, nowMs: number): void {
  const oldest = block[at + OLDEST]!;
  block[at + TAKEN_AT + oldest] = nowMs;
  block[at + OLDEST] = oldest + 1 === calls ? 0 : oldest + 1;
}

/** Permits that are there to be taken. */
export function permitsBack(block: Float64Array, at: number, { calls, perMs }: SlidingWindow, nowMs: number): number {
  let back = 0;
  for (let place = 0; place < calls; place++) if (block[at + TAKEN_AT + place]! + perMs <= nowMs) back++;
  return back;
}
