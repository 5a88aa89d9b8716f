import * as aimd from './aimd';
import * as gradient2 from './gradient2';
import * as vegas from './vegas';
import {
  clearGathered,
  gather,
  gatheredDropped,
  gatheredInFlight,
  gatheredRttMs,
  initWindow,
  WINDOW_BLOCK_SIZE,
  type SampleWindow,
} from './window';

/** A limit on calls in flight that finds its own value. One of three algorithms, fed call by call or window by window. */
export type AdaptiveParams = SampleWindow &
  (
    | { readonly algorithm: 'aimd'; readonly params: aimd.AimdParams }
    | { readonly algorithm: 'vegas'; readonly params: vegas.VegasParams }
    | { readonly algorithm: 'gradient2'; readonly params: gradient2.Gradient2Params }
  );

/** Every algorithm keeps its limit, which need not be whole, in the first of its numbers. */
const LARGEST = Math.max(aimd.AIMD_BLOCK_SIZE, vegas.VEGAS_BLOCK_SIZE, gradient2.GRADIENT2_BLOCK_SIZE);
export const ADAPTIVE_BLOCK_SIZE = LARGEST + WINDOW_BLOCK_SIZE;

/** Equal exactly when one's state can go on under the other. */
export const adaptiveLayout = ({ algorithm }: AdaptiveParams): string => `limit by ${algorithm}`;

export function initAdaptive(block: Float64Array, at: number, adaptive: AdaptiveParams): void {
  initWindow(block, at + LARGEST);
  switch (adaptive.algorithm) {
    case 'aimd':
      return aimd.initAimd(block, at, adaptive.params);
    case 'vegas':
      return vegas.initVegas(block, at, adaptive.params);
    case 'gradient2':
      return gradient2.initGradient2(block, at, adaptive.params);
  }
}

/** How many calls may be in flight: a whole number, at least 1. */
export const limit = (block: Float64Array, at: number): number => Math.max(1, Math.floor(block[at]!));

/** Whether the next sample may use its `uniform`; otherwise any number will do for it. */
export const drawsNext = (block: Float64Array, at: number, adaptive: AdaptiveParams): boolean =>
  adaptive.algorithm === 'vegas' && vegas.drawsNext(block, at, adaptive.params);

/**
 * Learns from a call that took `rttMs` and began with `inFlight` calls, itself included. `dropped`: it was refused for
 * load, or timed out. Calls that say nothing about load (one that failed, or nobody waits for) are not samples.
 * `uniform` is a draw from [0, 1); see drawsNext.
 */
export function onSample(
  block: Float64Array,
  at: number,
  adaptive: AdaptiveParams,
  rttMs: number,
  inFlight: number,
  dropped: boolean,
  nowMs: number,
  uniform: number,
): void {
  if (adaptive.windowMs === 0) return learn(block, at, adaptive, rttMs, inFlight, dropped, uniform);
  const window = at + LARGEST;
  if (!gather(block, window, adaptive, rttMs, inFlight, dropped, nowMs)) return;
  const meanMs = gatheredRttMs(block, window);
  learn(block, at, adaptive, meanMs, gatheredInFlight(block, window), gatheredDropped(block, window), uniform);
  clearGathered(block, window);
}

function learn(
  block: Float64Array,
  at: number,
  adaptive: AdaptiveParams,
  rttMs: number,
  inFlight: number,
  dropped: boolean,
  uniform: number,
): void {
  switch (adaptive.algorithm) {
    case 'aimd':
      return aimd.onSample(block, at, adaptive.params, rttMs, inFlight, dropped);
    case 'vegas':
      return vegas.onSample(block, at, adaptive.params, rttMs, inFlight, dropped, uniform);
    case 'gradient2':
      return gradient2.onSample(block, at, adaptive.params, rttMs, inFlight);
  }
}
