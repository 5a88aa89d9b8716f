/**
 * A limit that keeps a short queue at the one called: it takes the shortest time seen for the time without a queue, and
 * what a call took beyond that for the queue (Netflix concurrency-limits, VegasLimit, after TCP Vegas).
 * State: the limit, the time without a queue, calls since that was taken anew, and the share of the next such stretch.
 */
export interface VegasParams {
  readonly initialLimit: number;
  readonly maxLimit: number;
  /** What one sample may move the limit towards its new value, a share in (0, 1]. */
  readonly smoothing: number;
  /** The time without a queue is taken anew after so many times the limit of calls, or down to half as many. */
  readonly probeMultiplier: number;
}

export const VEGAS_BLOCK_SIZE = 4;
const LIMIT = 0;
/** NaN before the first sample. */
const RTT_WITHOUT_QUEUE = 1;
const SINCE_PROBE = 2;
/** From 0.5 to 1; NaN before the first sample. */
const PROBE_SHARE = 3;

export function initVegas(block: Float64Array, at: number, params: VegasParams): void {
  block[at + LIMIT] = params.initialLimit;
  block[at + RTT_WITHOUT_QUEUE] = NaN;
  block[at + SINCE_PROBE] = 0;
  block[at + PROBE_SHARE] = NaN;
}

/** Whether the next sample will use its `uniform`; otherwise any number will do for it. */
export function drawsNext(block: Float64Array, at: number, params: VegasParams): boolean {
  const share = block[at + PROBE_SHARE]!;
  return !(block[at + SINCE_PROBE]! + 1 < share * params.probeMultiplier * block[at + LIMIT]!);
}

/**
 * Learns from a call that took `rttMs` and began with `inFlight` calls, itself included. With L the limit, r0 the time
 * without a queue and g = max(1, floor(log10 L)), the queue is q = ceil(L (1 - r0 / rtt)); a lost call and q > 6 g take g
 * from L, q <= g adds 6 g, q < 3 g adds g, and in between L stays. It does not grow while less than half of it is in use.
 * `uniform`, a draw from [0, 1), says how soon r0 is taken anew after this time.
 */
export function onSample(
  block: Float64Array,
  at: number,
  params: VegasParams,
  rttMs: number,
  inFlight: number,
  dropped: boolean,
  uniform: number,
): void {
  if (Number.isNaN(block[at + PROBE_SHARE]!)) block[at + PROBE_SHARE] = 0.5 + uniform / 2;
  block[at + SINCE_PROBE]! += 1;
  const old = block[at + LIMIT]!;
  if (block[at + PROBE_SHARE]! * params.probeMultiplier * old <= block[at + SINCE_PROBE]!) {
    block[at + PROBE_SHARE] = 0.5 + uniform / 2;
    block[at + SINCE_PROBE] = 0;
    block[at + RTT_WITHOUT_QUEUE] = rttMs;
    return;
  }
  const shortest = block[at + RTT_WITHOUT_QUEUE]!;
  if (!(rttMs >= shortest)) {
    block[at + RTT_WITHOUT_QUEUE] = rttMs;
    return;
  }
  const next = nextLimit(old, shortest, rttMs, inFlight, dropped);
  const bounded = Math.max(1, Math.min(params.maxLimit, next));
  if (next !== old) block[at + LIMIT] = (1 - params.smoothing) * old + params.smoothing * bounded;
}

function nextLimit(old: number, shortest: number, rttMs: number, inFlight: number, dropped: boolean): number {
  const grain = wholeLog10(Math.floor(old));
  if (dropped) return old - grain;
  if (inFlight * 2 < old) return old;
  const queue = rttMs > 0 ? Math.ceil(old * (1 - shortest / rttMs)) : 0;
  if (queue <= grain) return old + 6 * grain;
  if (queue < 3 * grain) return old + grain;
  return queue > 6 * grain ? old - grain : old;
}

/** Digits after the first, at least 1. */
function wholeLog10(limit: number): number {
  let digits = 1;
  for (let power = 100; power <= limit; power *= 10) digits++;
  return digits;
}
