/**
 * Permits that accrue at a steady rate and are kept up to `burst`. State: the tokens, and the instant for which they are
 * reckoned. A call that passes just as its token is whole may leave the count a rounding below zero, never above.
 */
export interface TokenBucket {
  readonly ratePerMs: number;
  readonly burst: number;
}

export const TOKEN_BUCKET_SIZE = 2;
const TOKENS = 0;
const RECKONED_AT = 1;

export function initTokenBucket(block: Float64Array, at: number, params: TokenBucket, nowMs: number): void {
  block[at + TOKENS] = params.burst;
  block[at + RECKONED_AT] = nowMs;
}

/** When a call gets its token that comes after `ahead` others; in the past if that is already so. */
export function tokenAt(block: Float64Array, at: number, params: TokenBucket, ahead: number): number {
  const tokens = Math.min(params.burst, block[at + TOKENS]!);
  return block[at + RECKONED_AT]! + (1 + ahead - tokens) / params.ratePerMs;
}

export function takeToken(block: Float64Array, at: number, params: TokenBucket, nowMs: number): void {
  block[at + TOKENS] = tokensIn(block, at, params, nowMs) - 1;
  block[at + RECKONED_AT] = nowMs;
}

/** What the bucket holds at `nowMs`. */
export function tokensIn(block: Float64Array, at: number, params: TokenBucket, nowMs: number): number {
  return Math.min(params.burst, block[at + TOKENS]! + (nowMs - block[at + RECKONED_AT]!) * params.ratePerMs);
}
