import { isGood, isUnawaited, type Outcome } from './outcome';

/**
 * Sends a call once more while its answer is still out, and takes the answer that comes first. Semantics: Polly 8. State
 * of one caller replica: what the budget has to give, in hedges.
 */
export interface HedgeParams {
  /** How long the newest one out is waited for before another is sent; Infinity: only a failure sends one. */
  readonly afterMs: number;
  /** How many are sent at most besides the first. */
  readonly hedges: number;
  /** Hedges a call earns for those to come, a share in (0, 1]; Infinity: they need not be earned. */
  readonly budget: number;
  /** Whether calls to endpoints that are not idempotent are sent again while the first may still take effect. */
  readonly evenIfNotIdempotent: boolean;
  /** Whether the others are called off when one has answered. */
  readonly cancels: boolean;
}

export const HEDGE_BLOCK_SIZE = 1;

/** What is earned is kept up to that of so many calls. */
const KEPT_CALLS = 100;

export function initHedge(block: Float64Array, at: number): void {
  block[at] = 0;
}

/** Whether a call to such an endpoint is ever sent twice. */
export const mayHedge = (params: HedgeParams, isIdempotent: boolean): boolean =>
  isIdempotent || params.evenIfNotIdempotent;

/** A call has begun and earns its share of a hedge. */
export function earnHedge(block: Float64Array, at: number, params: HedgeParams): void {
  if (params.budget === Infinity) return;
  block[at] = Math.min(mostEarned(params), block[at]! + params.budget);
}

/** What is earned and not spent, in hedges, and how much of it is kept at most. */
export const hedgesEarned = (block: Float64Array, at: number): number => block[at]!;
export const mostEarned = ({ budget }: HedgeParams): number => Math.max(1, KEPT_CALLS * budget);

/** Whether the budget pays for one more; it is then spent. Shares add up with errors far below one hedge in 10^9. */
export function spendHedge(block: Float64Array, at: number, params: HedgeParams): boolean {
  if (params.budget === Infinity) return true;
  if (block[at]! < 1 - 1e-9) return false;
  block[at]! -= 1;
  return true;
}

/** Whether one that ended so is made up for by another at once: every failure is, as long as somebody still waits. */
export const isHedged = (outcome: Outcome): boolean => !isGood(outcome) && !isUnawaited(outcome);
