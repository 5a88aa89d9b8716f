/**
 * Lets calls out evenly, never two within one part of the rate. State: when the last one went.
 */
export interface LeakyBucket {
  readonly ratePerMs: number;
}

export const LEAKY_BUCKET_SIZE = 1;

export function initLeakyBucket(block: Float64Array, at: number): void {
  block[at] = -Infinity;
}

/** When a call may go that comes after `ahead` others; in the past if it may by now. */
export const dropAt = (block: Float64Array, at: number, params: LeakyBucket, ahead: number): number =>
  block[at]! + (1 + ahead) / params.ratePerMs;

export function takeDrop(block: Float64Array, at: number, nowMs: number): void {
  block[at] = nowMs;
}
