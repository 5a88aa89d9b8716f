import { isGood, isIgnored, type Outcome } from './outcome';

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
  readonly jitter: 'none' | 'equal' | 'full' | 'decorrelated';
}

/** Whether a try that ended so may be followed by another: every failure may, but one that
 * was the request's own, as long as somebody still waits for the answer. */
export function isRetried(params: RetryParams, outcome: Outcome): boolean {
  return params.attempts > 1 && !isGood(outcome) && !isIgnored(outcome);
}

/**
 * The wait before retry number `retry` (1: after the first try failed), in milliseconds. `uniform` is a draw from [0, 1),
 * `lastMs` the wait before the retry before this one. The wait v is capped before the jitter: full is U(0, v), equal is
 * v/2 + U(0, v/2); decorrelated is min(cap, U(base, 3 last)), with the base for the first one's last (AWS Architecture
 * Blog, "Exponential Backoff and Jitter").
 */
export function backoffMs(params: RetryParams, retry: number, uniform: number, lastMs = 0): number {
  const { jitter, backoff } = params;
  if (jitter === 'decorrelated') {
    const { baseMs, capMs } = backoff;
    const last = retry === 1 ? baseMs : lastMs;
    return Math.min(capMs, baseMs + uniform * Math.max(0, 3 * last - baseMs));
  }
  const waitMs = steadyBackoffMs(backoff, retry);
  switch (jitter) {
    case 'none':
      return waitMs;
    case 'equal':
      return waitMs / 2 + (uniform * waitMs) / 2;
    case 'full':
      return uniform * waitMs;
  }
}

/** The longest that all the waits of a call can be together. */
export function longestWaitsMs(params: RetryParams): number {
  let sum = 0;
  let last = 0;
  for (let retry = 1; retry < params.attempts && sum < Infinity; retry++) {
    last = backoffMs(params, retry, 1, last);
    sum += last;
  }
  return sum;
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
