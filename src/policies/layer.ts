import {
  breakerAlarmAt,
  breakerBlockSize,
  breakerHasAlarms,
  breakerKeepsToken,
  breakerLayout,
  breakerToken,
  initBreaker,
  type BreakerParams,
} from './breaker';
import { BULKHEAD_BLOCK_SIZE, initBulkhead, type BulkheadParams } from './bulkhead';
import {
  callsInFlight,
  CONCURRENCY_LIMIT_BLOCK_SIZE,
  initConcurrencyLimit,
  type ConcurrencyLimitParams,
} from './concurrency-limit';
import { adaptiveLayout } from './concurrency/adaptive';
import { balancingBlockSize, initBalancing, type BalancingParams } from './balancing';
import { CAPS_BLOCK_SIZE, initCaps, wasRetry, type CapParams } from './caps';
import { FALLBACK_BLOCK_SIZE, initFallback, type FallbackParams } from './fallback';
import { HEDGE_BLOCK_SIZE, initHedge, type HedgeParams } from './hedge';
import { Outcome } from './outcome';
import type { OutlierParams } from './outliers/params';
import { initOutliers, outlierBlockSize, outlierLayout, sweepAtMs } from './outliers/state';
import {
  initRateLimit,
  onRateLimitAlarm,
  rateLimitAlarmAt,
  rateLimitBlockSize,
  rateLimitLayout,
  type RateLimitParams,
} from './rate-limit';
import { initRetry, retryBlockSize, retryLayout, type RetryParams } from './retry';
import { initThrottle, THROTTLE_BLOCK_SIZE, throttleLayout, type ThrottleParams } from './throttle';
import type { TimeoutParams } from './timeout';

export const LayerKind = {
  timeout: 0,
  retry: 1,
  breaker: 2,
  bulkhead: 3,
  fallback: 4,
  rateLimit: 5,
  hedge: 6,
  throttle: 7,
  concurrencyLimit: 8,
  outliers: 9,
  caps: 10,
  balance: 11,
} as const;
export type LayerKind = (typeof LayerKind)[keyof typeof LayerKind];

/** One policy of a call's list, outermost first. `name` addresses it in checks, sweeps and when state is carried over an edit. */
export type Layer = { readonly name: string } & (
  | { readonly kind: typeof LayerKind.timeout; readonly params: TimeoutParams }
  | { readonly kind: typeof LayerKind.retry; readonly params: RetryParams }
  | { readonly kind: typeof LayerKind.breaker; readonly params: BreakerParams }
  | { readonly kind: typeof LayerKind.bulkhead; readonly params: BulkheadParams }
  | { readonly kind: typeof LayerKind.fallback; readonly params: FallbackParams }
  | { readonly kind: typeof LayerKind.rateLimit; readonly params: RateLimitParams }
  | { readonly kind: typeof LayerKind.hedge; readonly params: HedgeParams }
  | { readonly kind: typeof LayerKind.throttle; readonly params: ThrottleParams }
  | { readonly kind: typeof LayerKind.concurrencyLimit; readonly params: ConcurrencyLimitParams }
  | { readonly kind: typeof LayerKind.outliers; readonly params: OutlierParams }
  | { readonly kind: typeof LayerKind.caps; readonly params: CapParams }
  | { readonly kind: typeof LayerKind.balance; readonly params: BalancingParams & { readonly hosts: number } }
);

/** How many numbers of state one caller replica keeps for the layer. */
export function blockSizeOf(layer: Layer): number {
  switch (layer.kind) {
    case LayerKind.timeout:
      return 0;
    case LayerKind.retry:
      return retryBlockSize(layer.params);
    case LayerKind.breaker:
      return breakerBlockSize(layer.params);
    case LayerKind.bulkhead:
      return BULKHEAD_BLOCK_SIZE;
    case LayerKind.fallback:
      return FALLBACK_BLOCK_SIZE;
    case LayerKind.rateLimit:
      return rateLimitBlockSize(layer.params);
    case LayerKind.hedge:
      return HEDGE_BLOCK_SIZE;
    case LayerKind.throttle:
      return THROTTLE_BLOCK_SIZE;
    case LayerKind.concurrencyLimit:
      return CONCURRENCY_LIMIT_BLOCK_SIZE;
    case LayerKind.outliers:
      return outlierBlockSize(layer.params);
    case LayerKind.caps:
      return CAPS_BLOCK_SIZE;
    case LayerKind.balance:
      return balancingBlockSize(layer.params.hosts);
  }
}

/** Two layers of one kind may hand their state over, in an edit, exactly when these are equal. */
export function layoutOf(layer: Layer): string {
  switch (layer.kind) {
    case LayerKind.timeout:
      return 'timeout';
    case LayerKind.retry:
      return retryLayout(layer.params);
    case LayerKind.breaker:
      return breakerLayout(layer.params);
    case LayerKind.bulkhead:
      return 'bulkhead';
    case LayerKind.fallback:
      return 'fallback';
    case LayerKind.rateLimit:
      return rateLimitLayout(layer.params);
    case LayerKind.hedge:
      return 'hedge';
    case LayerKind.throttle:
      return throttleLayout(layer.params);
    case LayerKind.concurrencyLimit:
      return adaptiveLayout(layer.params);
    case LayerKind.outliers:
      return outlierLayout(layer.params);
    case LayerKind.caps:
      return 'caps';
    case LayerKind.balance:
      return `balance over ${layer.params.hosts}`;
  }
}

/** Writes the state with which the layer begins at `nowMs` into its block. */
export function initBlock(layer: Layer, block: Float64Array, at: number, nowMs: number): void {
  switch (layer.kind) {
    case LayerKind.timeout:
      return;
    case LayerKind.retry:
      return initRetry(block, at, layer.params, nowMs);
    case LayerKind.breaker:
      return initBreaker(block, at, layer.params, nowMs);
    case LayerKind.bulkhead:
      return initBulkhead(block, at);
    case LayerKind.fallback:
      return initFallback(block, at);
    case LayerKind.rateLimit:
      return initRateLimit(block, at, layer.params, nowMs);
    case LayerKind.hedge:
      return initHedge(block, at);
    case LayerKind.throttle:
      return initThrottle(block, at, layer.params, nowMs);
    case LayerKind.concurrencyLimit:
      return initConcurrencyLimit(block, at, layer.params);
    case LayerKind.outliers:
      return initOutliers(block, at, layer.params, nowMs);
    case LayerKind.caps:
      return initCaps(block, at);
    case LayerKind.balance:
      return initBalancing(block, at, layer.params.hosts);
  }
}

/** Gates may hold a call back: they are asked whether it may pass, and told how it ended. */
export function isGate({ kind }: Layer): boolean {
  switch (kind) {
    case LayerKind.breaker:
    case LayerKind.bulkhead:
    case LayerKind.rateLimit:
    case LayerKind.throttle:
    case LayerKind.concurrencyLimit:
    case LayerKind.caps:
      return true;
    default:
      return false;
  }
}

/** Says which replica an attempt goes to, and nothing else of the call: it leaves nothing on the way. */
export const isSpread = ({ kind }: Layer): boolean => kind === LayerKind.outliers || kind === LayerKind.balance;

/** Whether the layer goes by how the calls that it let out have ended. */
export const heedsEnds = (layer: Layer): boolean => isGate(layer) && layer.kind !== LayerKind.rateLimit;

/** Whether the layer may ask to be woken at an instant of its own. */
export function hasAlarms(layer: Layer): boolean {
  switch (layer.kind) {
    case LayerKind.breaker:
      return breakerHasAlarms(layer.params);
    case LayerKind.rateLimit:
      return layer.params.waitMs > 0;
    case LayerKind.outliers:
      return true;
    default:
      return false;
  }
}

/** When a layer wants to be woken, as its state is now; NaN: not at all. */
export function alarmAtOf(layer: Layer, block: Float64Array, at: number): number {
  switch (layer.kind) {
    case LayerKind.breaker:
      return breakerAlarmAt(block, at, layer.params);
    case LayerKind.rateLimit:
      return rateLimitAlarmAt(block, at);
    case LayerKind.outliers:
      return sweepAtMs(block, at);
    default:
      return NaN;
  }
}

/** The instant has come that a layer asked for. */
export function onAlarmOf(layer: Layer, block: Float64Array, at: number): void {
  if (layer.kind === LayerKind.rateLimit) onRateLimitAlarm(block, at);
}

/** How long a call may wait at a gate that makes it wait; Infinity: as long as it takes. */
export function waitMsOf(layer: Layer): number {
  switch (layer.kind) {
    case LayerKind.bulkhead:
    case LayerKind.rateLimit:
      return layer.params.waitMs;
    default:
      return Infinity;
  }
}

/** Whether the layer calls off what is out below it when it waits for it no more. */
export const callsOff = (layer: Layer): boolean =>
  (layer.kind === LayerKind.timeout || layer.kind === LayerKind.hedge) && layer.params.cancels;

/** How a call ends that a gate refused. */
export function refusalOf(layer: Layer): Outcome {
  switch (layer.kind) {
    case LayerKind.bulkhead:
      return Outcome.bulkheadFull;
    case LayerKind.rateLimit:
      return Outcome.rateLimited;
    case LayerKind.throttle:
      return Outcome.throttled;
    case LayerKind.concurrencyLimit:
      return Outcome.limitReached;
    case LayerKind.caps:
      return Outcome.overCap;
    default:
      return Outcome.breakerOpen;
  }
}

/** Whether the layer wants a number back, at a call's end, from when it let the call pass. */
export function keepsToken(layer: Layer): boolean {
  switch (layer.kind) {
    case LayerKind.breaker:
      return breakerKeepsToken(layer.params);
    case LayerKind.concurrencyLimit:
    case LayerKind.caps:
      return true;
    default:
      return false;
  }
}

/** That number, right after the call was let pass or told to wait. */
export function tokenOf(layer: Layer, block: Float64Array, at: number): number {
  switch (layer.kind) {
    case LayerKind.breaker:
      return breakerToken(block, at, layer.params);
    case LayerKind.concurrencyLimit:
      return callsInFlight(block, at);
    case LayerKind.caps:
      return wasRetry(block, at) ? 1 : 0;
    default:
      return 0;
  }
}
