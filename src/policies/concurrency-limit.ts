import {
  ADAPTIVE_BLOCK_SIZE,
  drawsNext,
  initAdaptive,
  limit,
  onSample,
  type AdaptiveParams,
} from './concurrency/adaptive';
import { isGood, Outcome } from './outcome';

/** Refuses calls of one caller replica beyond an adaptive limit. State: calls in flight, and the limit's own. */
export type ConcurrencyLimitParams = AdaptiveParams;

const LIMIT = 1;
export const CONCURRENCY_LIMIT_BLOCK_SIZE = LIMIT + ADAPTIVE_BLOCK_SIZE;

export function initConcurrencyLimit(block: Float64Array, at: number, params: ConcurrencyLimitParams): void {
  block[at] = 0;
  initAdaptive(block, at + LIMIT, params);
}

/** Of the limit it only keeps what it has found out: so many calls are in flight, whoever let them out. */
export function setCallsInFlight(block: Float64Array, at: number, calls: number): void {
  block[at] = calls;
}

export const callsInFlight = (block: Float64Array, at: number): number => block[at]!;
export const presentLimit = (block: Float64Array, at: number): number => limit(block, at + LIMIT);

/** Whether a call may go out; if so, it is in flight, and `callsInFlight` is what it began with, itself included. */
export function admitToConcurrencyLimit(block: Float64Array, at: number): boolean {
  if (block[at]! >= presentLimit(block, at)) return false;
  block[at]! += 1;
  return true;
}

/** What the end of a call says about load. */
export const Sample = { answered: 0, dropped: 1, ignored: 2 } as const;
export type Sample = (typeof Sample)[keyof typeof Sample];

/**
 * Good answers tell by their time. A timeout, and a refusal by the one called or on the way to it, is a loss. Other
 * failures come too early or too late to tell, and what the caller's own inner policies refused did not go out.
 */
export function sampleOf(outcome: Outcome): Sample {
  if (isGood(outcome)) return Sample.answered;
  switch (outcome) {
    case Outcome.timeout:
    case Outcome.connectTimeout:
    case Outcome.deadline:
    case Outcome.refused:
    case Outcome.queueFull:
    case Outcome.shed:
    case Outcome.limitReached:
      return Sample.dropped;
    default:
      return Sample.ignored;
  }
}

/** Whether the report of a call with this sample may use its `uniform`. */
export const reportDraws = (block: Float64Array, at: number, params: ConcurrencyLimitParams, sample: Sample): boolean =>
  sample !== Sample.ignored && drawsNext(block, at + LIMIT, params);

/** A call has ended that began with `inFlight` calls and took `rttMs`. */
export function reportToConcurrencyLimit(
  block: Float64Array,
  at: number,
  params: ConcurrencyLimitParams,
  sample: Sample,
  rttMs: number,
  inFlight: number,
  nowMs: number,
  uniform: number,
): void {
  block[at]! -= 1;
  if (sample === Sample.ignored) return;
  onSample(block, at + LIMIT, params, rttMs, inFlight, sample === Sample.dropped, nowMs, uniform);
}
