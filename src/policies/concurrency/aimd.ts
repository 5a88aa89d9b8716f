/**
 * A limit that grows by one while calls come back and is cut by a share when one is lost or slow: additive increase,
 * multiplicative decrease (Netflix concurrency-limits, AIMDLimit). State: the limit.
 */
export interface AimdParams {
  readonly initialLimit: number;
  readonly minLimit: number;
  readonly maxLimit: number;
  /** What is left of the limit after a loss, a share in (0, 1). */
  readonly backoff: number;
  /** A call longer than this counts as lost. */
  readonly slowMs: number;
}

export const AIMD_BLOCK_SIZE = 1;

export function initAimd(block: Float64Array, at: number, params: AimdParams): void {
  block[at] = params.initialLimit;
}

/**
 * Learns from a call that took `rttMs` and began with `inFlight` calls, itself included. The limit does not grow while
 * less than half of it is in use, for then it is not what holds calls back.
 */
export function onSample(
  block: Float64Array,
  at: number,
  params: AimdParams,
  rttMs: number,
  inFlight: number,
  dropped: boolean,
): void {
  let next = block[at]!;
  if (dropped || rttMs > params.slowMs) next = Math.floor(next * params.backoff);
  else if (inFlight * 2 >= next) next += 1;
  block[at] = Math.min(params.maxLimit, Math.max(params.minLimit, next));
}
