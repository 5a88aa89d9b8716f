/**
 * Gathers calls into one sample for a limit: their mean time, the most in flight that any of them met, and whether any was
 * lost (Netflix concurrency-limits, WindowedLimit). A window ends with the first call that ends after its time and
 * is passed on if it holds enough calls. State: when the window ends, calls, the sum of their times, most in flight, any lost.
 */
export interface SampleWindow {
  /** How long calls are gathered; 0: each is a sample of its own. */
  readonly windowMs: number;
  /** A window of fewer calls is forgotten. */
  readonly windowCalls: number;
}

export const WINDOW_BLOCK_SIZE = 5;
const ENDS_AT = 0;
const CALLS = 1;
const SUM_MS = 2;
const MOST_IN_FLIGHT = 3;
const DROPPED = 4;

export function initWindow(block: Float64Array, at: number): void {
  block.fill(0, at, at + WINDOW_BLOCK_SIZE);
}

/** Whether the call completes a window that is to be passed on; then read it, and clear it. */
export function gather(
  block: Float64Array,
  at: number,
  window: SampleWindow,
  rttMs: number,
  inFlight: number,
  dropped: boolean,
  nowMs: number,
): boolean {
  const calls = (block[at + CALLS]! += 1);
  block[at + SUM_MS]! += rttMs;
  if (inFlight > block[at + MOST_IN_FLIGHT]!) block[at + MOST_IN_FLIGHT] = inFlight;
  if (dropped) block[at + DROPPED] = 1;
  if (nowMs <= block[at + ENDS_AT]!) return false;
  block[at + ENDS_AT] = nowMs + window.windowMs;
  if (calls >= window.windowCalls) return true;
  clearGathered(block, at);
  return false;
}

export const gatheredRttMs = (block: Float64Array, at: number): number => block[at + SUM_MS]! / block[at + CALLS]!;
export const gatheredInFlight = (block: Float64Array, at: number): number => block[at + MOST_IN_FLIGHT]!;
export const gatheredDropped = (block: Float64Array, at: number): boolean => block[at + DROPPED]! === 1;

export function clearGathered(block: Float64Array, at: number): void {
  block.fill(0, at + CALLS, at + WINDOW_BLOCK_SIZE);
}
