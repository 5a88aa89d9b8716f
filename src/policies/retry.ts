import { isGood, isUnawaited, type Outcome } from './outcome';

export interface RetryParams {
  /** Tries in all, the first included. */
  readonly attempts: number;
  readonly backoff: {
    readonly kind: 'none' | 'constant' | 'exponential';
    readonly baseMs: number;
    /** Growth per retry when exponential. */
    readonly factor: number;
    readonly capMs: number;
  };
  readonly jitter: 'none' | 'equal' | 'full';
}

/** Whether a try that ended so may be followed by another: every failure may, as long as somebody still waits for the answer. */
export function isRetried(params: RetryParams, outcome: Outcome): boolean {
  return params.attempts > 1 && !isGood(outcome) && !isUnawaited(outcome);
}

/**
 * The wait before retry number `retry` (1: after the first try failed), in milliseconds. `uniform` is a draw from [0, 1).
 * The wait v is capped before the jitter: full is U(0, v), equal is v/2 + U(0, v/2) (AWS Architecture Blog,
 * "Exponential Backoff and Jitter").
 */
export function backoffMs(params: RetryParams, retry: number, uniform: number): number {
  const waitMs = steadyBackoffMs(params.backoff, retry);
  switch (params.jitter) {
    case 'none':
      return waitMs;
    case 'equal':
      return waitMs / 2 + (uniform * waitMs) / 2;
    case 'full':
      return uniform * waitMs;
  }
}

/** Repeated multiplication and not a power, whose last bit is not the same everywhere; it stops at the cap. */
function steadyBackoffMs(backoff: RetryParams['backoff'], retry: number): number {
  if (backoff.kind === 'none') return 0;
  let waitMs = backoff.baseMs;
  if (backoff.kind === 'exponential') {
    for (let grown = 1; grown < retry && waitMs < backoff.capMs; grown++) waitMs *= backoff.factor;
  }
  return Math.min(waitMs, backoff.capMs);
}
