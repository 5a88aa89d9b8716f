import { Admission } from './admission';
import {
  FIXED_WINDOW_SIZE,
  initFixedWindow,
  permitAt,
  permitsLeft,
  takePermit,
  type FixedWindow,
} from './rate-limit/fixed-window';
import { dropAt, initLeakyBucket, LEAKY_BUCKET_SIZE, takeDrop, type LeakyBucket } from './rate-limit/leaky-bucket';
import {
  initSlidingWindow,
  permitsBack,
  returnAt,
  slidingWindowSize,
  takeReturned,
  type SlidingWindow,
} from './rate-limit/sliding-window';
import {
  initTokenBucket,
  takeToken,
  TOKEN_BUCKET_SIZE,
  tokenAt,
  tokensIn,
  type TokenBucket,
} from './rate-limit/token-bucket';

/**
 * Lets one caller replica's calls out at most at some pace, and makes others wait for their turn, first come first served, or
 * refuses them. A permit once taken does not come back when the call ends.
 */
export interface RateLimitParams {
  readonly permits:
    | ({ readonly kind: 'token bucket' } & TokenBucket)
    | ({ readonly kind: 'leaky bucket' } & LeakyBucket)
    | ({ readonly kind: 'fixed window' } & FixedWindow)
    | ({ readonly kind: 'sliding window' } & SlidingWindow);
  /** How long a call waits for its turn at most; 0: not at all, Infinity: as long as it takes. */
  readonly waitMs: number;
  /** How many calls wait at most; Infinity: all that come. */
  readonly queue: number;
}

/** When the call that waits longest has its turn; NaN: none waits. What follows belongs to the kind of permits. */
const ALARM_AT = 0;
const PERMITS = 1;

export function rateLimitBlockSize({ permits }: RateLimitParams): number {
  switch (permits.kind) {
    case 'token bucket':
      return PERMITS + TOKEN_BUCKET_SIZE;
    case 'leaky bucket':
      return PERMITS + LEAKY_BUCKET_SIZE;
    case 'fixed window':
      return PERMITS + FIXED_WINDOW_SIZE;
    case 'sliding window':
      return PERMITS + slidingWindowSize(permits);
  }
}

/** Equal exactly when one's state can go on under the other. */
export function rateLimitLayout({ permits }: RateLimitParams): string {
  return permits.kind === 'sliding window' ? `sliding window of ${permits.calls} calls` : permits.kind;
}

export function initRateLimit(block: Float64Array, at: number, { permits }: RateLimitParams, nowMs: number): void {
  block[at + ALARM_AT] = NaN;
  switch (permits.kind) {
    case 'token bucket':
      return initTokenBucket(block, at + PERMITS, permits, nowMs);
    case 'leaky bucket':
      return initLeakyBucket(block, at + PERMITS);
    case 'fixed window':
      return initFixedWindow(block, at + PERMITS);
    case 'sliding window':
      return initSlidingWindow(block, at + PERMITS, permits);
  }
}

/**
 * What the limit says to a call that arrives while `waiting` others wait. One whose turn would come after its wait is
 * refused at once; only before a fixed window it waits in vain, as in resilience4j.
 */
export function admitToRateLimit(
  block: Float64Array,
  at: number,
  params: RateLimitParams,
  waiting: number,
  nowMs: number,
): Admission {
  const { permits, waitMs, queue } = params;
  const turn = turnAt(block, at, params, waiting, nowMs);
  if (waiting === 0 && turn <= nowMs) {
    take(block, at + PERMITS, params, nowMs);
    return Admission.admitted;
  }
  if (waitMs === 0 || waiting >= queue) return Admission.refused;
  if (permits.kind !== 'fixed window' && turn > nowMs + waitMs) return Admission.refused;
  if (waiting === 0) block[at + ALARM_AT] = turn;
  return Admission.waits;
}

/** Lets the call that waits longest out if its turn has come; if not, the alarm is set to its turn. */
export function tryTurn(block: Float64Array, at: number, params: RateLimitParams, nowMs: number): boolean {
  const turn = turnAt(block, at, params, 0, nowMs);
  if (turn > nowMs) {
    block[at + ALARM_AT] = turn;
    return false;
  }
  block[at + ALARM_AT] = NaN;
  take(block, at + PERMITS, params, nowMs);
  return true;
}

/** When it is to be woken; NaN: not at all. */
export const rateLimitAlarmAt = (block: Float64Array, at: number): number => block[at + ALARM_AT]!;

/** The alarm went off; whoever still waits is asked again and sets the next. */
export function onRateLimitAlarm(block: Float64Array, at: number): void {
  block[at + ALARM_AT] = NaN;
}

/** A function of what the block holds and nothing else, so that a turn has come at the instant it was told for. */
function turnAt(block: Float64Array, at: number, params: RateLimitParams, ahead: number, nowMs: number): number {
  const { permits } = params;
  switch (permits.kind) {
    case 'token bucket':
      return tokenAt(block, at + PERMITS, permits, ahead);
    case 'leaky bucket':
      return dropAt(block, at + PERMITS, permits, ahead);
    case 'fixed window':
      return permitAt(block, at + PERMITS, permits, ahead, nowMs);
    case 'sliding window':
      return returnAt(block, at + PERMITS, permits, ahead);
  }
}

function take(block: Float64Array, at: number, { permits }: RateLimitParams, nowMs: number): void {
  switch (permits.kind) {
    case 'token bucket':
      return takeToken(block, at, permits, nowMs);
    case 'leaky bucket':
      return takeDrop(block, at, nowMs);
    case 'fixed window':
      return takePermit(block, at, permits, nowMs);
    case 'sliding window':
      return takeReturned(block, at, permits, nowMs);
  }
}

/** What there is to be taken at `nowMs`, of how much at most; of a leaky bucket, ms until the next call may go. */
export function leftOf(
  block: Float64Array,
  at: number,
  { permits }: RateLimitParams,
  nowMs: number,
): { readonly left: number; readonly most: number } {
  switch (permits.kind) {
    case 'token bucket':
      return { left: Math.max(0, tokensIn(block, at + PERMITS, permits, nowMs)), most: permits.burst };
    case 'leaky bucket':
      return { left: Math.max(0, dropAt(block, at + PERMITS, permits, 0) - nowMs), most: 1 / permits.ratePerMs };
    case 'fixed window':
      return { left: permitsLeft(block, at + PERMITS, permits, nowMs), most: permits.calls };
    case 'sliding window':
      return { left: permitsBack(block, at + PERMITS, permits, nowMs), most: permits.calls };
  }
}
