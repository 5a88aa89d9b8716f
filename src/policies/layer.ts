import { breakerBlockSize, breakerLayout, initBreaker, type BreakerParams } from './breaker';
import { BULKHEAD_BLOCK_SIZE, initBulkhead, type BulkheadParams } from './bulkhead';
import { FALLBACK_BLOCK_SIZE, initFallback, type FallbackParams } from './fallback';
import { Outcome } from './outcome';
import { initRetry, retryBlockSize, retryLayout, type RetryParams } from './retry';
import type { TimeoutParams } from './timeout';

export const LayerKind = { timeout: 0, retry: 1, breaker: 2, bulkhead: 3, fallback: 4 } as const;
export type LayerKind = (typeof LayerKind)[keyof typeof LayerKind];

/** One policy of a call's list, outermost first. `name` addresses it in checks, sweeps and when state is carried over an edit. */
export type Layer = { readonly name: string } & (
  | { readonly kind: typeof LayerKind.timeout; readonly params: TimeoutParams }
  | { readonly kind: typeof LayerKind.retry; readonly params: RetryParams }
  | { readonly kind: typeof LayerKind.breaker; readonly params: BreakerParams }
  | { readonly kind: typeof LayerKind.bulkhead; readonly params: BulkheadParams }
  | { readonly kind: typeof LayerKind.fallback; readonly params: FallbackParams }
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
  }
}

/** Gates may hold a call back: they are asked whether it may pass, and told how it ended. */
export const isGate = ({ kind }: Layer): boolean => kind === LayerKind.breaker || kind === LayerKind.bulkhead;

/** Whether the layer may ask to be woken at an instant of its own. */
export function hasAlarms(layer: Layer): boolean {
  switch (layer.kind) {
    default:
      return false;
  }
}

/** When a layer wants to be woken, as its state is now; NaN: not at all. */
export function alarmAtOf(layer: Layer, _block: Float64Array, _at: number): number {
  switch (layer.kind) {
    default:
      return NaN;
  }
}

/** The instant has come that a layer asked for. */
export function onAlarmOf(layer: Layer, _block: Float64Array, _at: number, _nowMs: number): void {
  switch (layer.kind) {
    default:
  }
}

/** How long a call may wait at a gate that makes it wait; Infinity: as long as it takes. */
export function waitMsOf(layer: Layer): number {
  return layer.kind === LayerKind.bulkhead ? layer.params.waitMs : Infinity;
}

/** How a call ends that a gate refused. */
export function refusalOf(layer: Layer): Outcome {
  return layer.kind === LayerKind.bulkhead ? Outcome.bulkheadFull : Outcome.breakerOpen;
}

/** Whether the layer wants a number back, at a call's end, from when it let the call pass. */
export function keepsToken(layer: Layer): boolean {
  switch (layer.kind) {
    default:
      return false;
  }
}

/** That number, right after the call was let pass. */
export function tokenOf(layer: Layer, _block: Float64Array, _at: number): number {
  switch (layer.kind) {
    default:
      return 0;
  }
}
