/**
 * A limit that follows how the present time of a call compares with its long-term mean (Netflix concurrency-limits,
 * Gradient2Limit). State: the limit, the long-term mean, and how many samples began it.
 */
export interface Gradient2Params {
  readonly initialLimit: number;
  readonly minLimit: number;
  readonly maxLimit: number;
  /** A sample may be so many times the long-term mean before the limit is cut. */
  readonly tolerance: number;
  /** What one sample moves the limit towards its new value, a share in (0, 1]. */
  readonly smoothing: number;
  /** The queue that the limit leaves room for: what it grows by while nothing is slow. */
  readonly queue: number;
  /** Samples over which the long-term mean is smoothed. */
  readonly longWindow: number;
}

export const GRADIENT2_BLOCK_SIZE = 3;
const LIMIT = 0;
const LONG_RTT = 1;
const BEGUN = 2;

/** So many first samples are averaged plainly. */
const WARM_UP = 10;
/** What is left of a long-term mean more than twice the sample, so that it comes down sooner after a bad time. */
const DECAY = 0.95;

export function initGradient2(block: Float64Array, at: number, params: Gradient2Params): void {
  block[at + LIMIT] = params.initialLimit;
  block[at + LONG_RTT] = 0;
  block[at + BEGUN] = 0;
}

/**
 * Learns from a time of `rttMs` met with `inFlight` calls. With L the limit, m the long-term mean and the gradient
 * g = max(0.5, min(1, tolerance m / rtt)):  L := (1 - s) L + s (g L + queue), between its bounds. It stays while less
 * than half of it is in use. A lost call tells by its time and no more.
 */
export function onSample(
  block: Float64Array,
  at: number,
  params: Gradient2Params,
  rttMs: number,
  inFlight: number,
): void {
  const longRtt = addToMean(block, at, params.longWindow, rttMs);
  if (longRtt > 2 * rttMs) block[at + LONG_RTT] = longRtt * DECAY;
  const old = block[at + LIMIT]!;
  if (inFlight < old / 2) return;
  const gradient = rttMs > 0 ? Math.max(0.5, Math.min(1, (params.tolerance * longRtt) / rttMs)) : 1;
  const next = old * (1 - params.smoothing) + (old * gradient + params.queue) * params.smoothing;
  block[at + LIMIT] = Math.max(params.minLimit, Math.min(params.maxLimit, next));
}

/** The mean with this sample in it; the first samples weigh the same, the later ones 2 / (window + 1) each. */
function addToMean(block: Float64Array, at: number, window: number, rttMs: number): number {
  const mean = block[at + LONG_RTT]!;
  const begun = block[at + BEGUN]!;
  let weight = 2 / (window + 1);
  if (begun < WARM_UP) {
    block[at + BEGUN] = begun + 1;
    weight = 1 / (begun + 1);
  }
  return (block[at + LONG_RTT] = mean + (rttMs - mean) * weight);
}
