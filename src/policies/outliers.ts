import { isGood, isUnawaited, Outcome } from './outcome';

/**
 * Ejection of replicas that stand out by their failures, by the rules of Envoy's outlier detection. Percentages are
 * numbers from 0 to 100, as there. State is per caller replica: each sees for itself.
 */
export interface OutlierParams {
  /** Replicas of the one called. */
  readonly hosts: number;
  /** So many failures in a row eject at once; 0: never. */
  readonly consecutive: number;
  /** How often returns, success rates and failure percentages are looked at. */
  readonly sweepMs: number;
  /** An ejection lasts for so long times how often the replica was ejected, up to the longest. */
  readonly baseMs: number;
  readonly longestMs: number;
  /** Of the replicas, at most so many may be ejected. */
  readonly mostPercent: number;
  /** One may be, whatever share of all that is. */
  readonly alwaysOne: boolean;
  /** Judged where so many hosts had so many requests since the last sweep; null: not at all. */
  readonly successRate: { readonly hosts: number; readonly requests: number; readonly deviations: number } | null;
  readonly failurePercentage: { readonly hosts: number; readonly requests: number; readonly percent: number } | null;
  /** With less than this of the replicas left, all are asked as if none were ejected. */
  readonly panicPercent: number;
}

/*
 * State: when the last sweep was (or it all began), when the next is to be, how many are ejected; then of each replica
 * failures in a row, requests and successes since the last sweep, since when it is ejected and when it last came back
 * (NaN: is not, never), and the multiplier of its ejections.
 */
const SWEPT_AT = 0;
const SWEEP_AT = 1;
const EJECTED = 2;
const HOSTS = 3;
const IN_A_ROW = 0;
const REQUESTS = 1;
const SUCCESSES = 2;
const EJECTED_AT = 3;
const BACK_AT = 4;
const MULTIPLIER = 5;
const HOST_SIZE = 6;

export const outlierBlockSize = ({ hosts }: OutlierParams): number => HOSTS + hosts * HOST_SIZE;

/** Equal exactly when one's state can go on under the other. */
export const outlierLayout = ({ hosts }: OutlierParams): string => `outliers of ${hosts}`;

export function initOutliers(block: Float64Array, at: number, params: OutlierParams, nowMs: number): void {
  block.fill(0, at, at + outlierBlockSize(params));
  block[at + SWEPT_AT] = nowMs;
  block[at + SWEEP_AT] = NaN;
  for (let host = 0; host < params.hosts; host++) {
    block[ofHost(at, host) + EJECTED_AT] = NaN;
    block[ofHost(at, host) + BACK_AT] = NaN;
  }
}

/** Whether an attempt that ended so says anything about the replica that was asked. */
export const isTold = (outcome: Outcome): boolean => !isUnawaited(outcome);

/** What HTTP says by 500 to 599, silence and broken connections included. Being at fault oneself, or in conflict, is none. */
export const isHostFailure = (outcome: Outcome): boolean =>
  !isGood(outcome) && outcome !== Outcome.badRequest && outcome !== Outcome.conflict && outcome !== Outcome.rateLimited;

/** An attempt at a replica, 0-based, has ended. Returns whether the replica is ejected for it. */
export function reportToOutliers(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  host: number,
  failed: boolean,
  nowMs: number,
): boolean {
  const own = ofHost(at, host);
  if (Number.isNaN(block[at + SWEEP_AT]!))
    block[at + SWEEP_AT] = nextSweep(block[at + SWEPT_AT]!, params.sweepMs, nowMs);
  block[own + REQUESTS]! += 1;
  if (!failed) {
    block[own + SUCCESSES]! += 1;
    block[own + IN_A_ROW] = 0;
    return false;
  }
  // Equal and not more: one that is ejected goes on counting, and is judged anew when it is back.
  if ((block[own + IN_A_ROW]! += 1) !== params.consecutive || isEjected(block, at, host)) return false;
  block[own + IN_A_ROW] = 0;
  return eject(block, at, params, host, nowMs);
}

/** When the next sweep is to be; NaN: nothing is left for it to do. */
export const sweepAtMs = (block: Float64Array, at: number): number => block[at + SWEEP_AT]!;

/**
 * Lets those return whose time is over, then ejects by success rate and by failure percentage, then forgives: who has been
 * back for a whole sweep's time has the next ejection shortened by one step.
 */
export function sweepOutliers(block: Float64Array, at: number, params: OutlierParams, nowMs: number): void {
  for (let host = 0; host < params.hosts; host++) returnIfOver(block, ofHost(at, host), at, params, nowMs);
  judgeSuccessRates(block, at, params, nowMs);
  judgeFailurePercentages(block, at, params, nowMs);
  let isCalm = block[at + EJECTED] === 0;
  for (let host = 0; host < params.hosts; host++) {
    const own = ofHost(at, host);
    block[own + REQUESTS] = 0;
    block[own + SUCCESSES] = 0;
    if (!isEjected(block, at, host) && nowMs - block[own + BACK_AT]! >= params.sweepMs) {
      block[own + MULTIPLIER] = Math.max(0, block[own + MULTIPLIER]! - 1);
    }
    if (block[own + MULTIPLIER]! > 0) isCalm = false;
  }
  block[at + SWEPT_AT] = nowMs;
  block[at + SWEEP_AT] = isCalm ? NaN : nowMs + params.sweepMs;
}

export const isEjected = (block: Float64Array, at: number, host: number): boolean =>
  !Number.isNaN(block[ofHost(at, host) + EJECTED_AT]!);

export const ejectedCount = (block: Float64Array, at: number): number => block[at + EJECTED]!;

/** From this instant on a sweep lets the replica return; NaN: it is not ejected. */
export function returnsFromMs(block: Float64Array, at: number, params: OutlierParams, host: number): number {
  const own = ofHost(at, host);
  return block[own + EJECTED_AT]! + lengthMs(params, block[own + MULTIPLIER]!);
}

/** Whether so few are left that all are asked as if none were ejected. */
export const isPanic = (block: Float64Array, at: number, { hosts, panicPercent }: OutlierParams): boolean =>
  (100 * (hosts - block[at + EJECTED]!)) / hosts < panicPercent;

/** The k-th sweep after the last one that there was, the first after now: those between them had nothing to do. */
const nextSweep = (sweptAtMs: number, sweepMs: number, nowMs: number): number =>
  sweptAtMs + sweepMs * (Math.floor((nowMs - sweptAtMs) / sweepMs) + 1);

const ofHost = (at: number, host: number): number => at + HOSTS + host * HOST_SIZE;

const lengthMs = ({ baseMs, longestMs }: OutlierParams, multiplier: number): number =>
  Math.min(baseMs * multiplier, longestMs);

/** Ejects unless too many would be then. */
function eject(block: Float64Array, at: number, params: OutlierParams, host: number, nowMs: number): boolean {
  const ejected = block[at + EJECTED]!;
  const isWithin = (100 * (ejected + 1)) / params.hosts <= params.mostPercent;
  if (!isWithin && !(params.alwaysOne && ejected === 0)) return false;
  const own = ofHost(at, host);
  block[at + EJECTED] = ejected + 1;
  block[own + EJECTED_AT] = nowMs;
  if (block[own + MULTIPLIER]! * params.baseMs < params.longestMs + params.baseMs) block[own + MULTIPLIER]! += 1;
  return true;
}

function returnIfOver(block: Float64Array, own: number, at: number, params: OutlierParams, nowMs: number): void {
  // Not true either where it is NaN: not ejected.
  if (!(lengthMs(params, block[own + MULTIPLIER]!) <= nowMs - block[own + EJECTED_AT]!)) return;
  block[at + EJECTED]! -= 1;
  block[own + EJECTED_AT] = NaN;
  block[own + BACK_AT] = nowMs;
  block[own + IN_A_ROW] = 0;
}

/** Percent, since the last sweep; NaN: not to be judged, for it is ejected or had too few requests. */
function successPercent(block: Float64Array, at: number, host: number, leastRequests: number): number {
  const own = ofHost(at, host);
  const requests = block[own + REQUESTS]!;
  if (requests === 0 || requests < leastRequests || isEjected(block, at, host)) return NaN;
  return (block[own + SUCCESSES]! * 100) / requests;
}

/** Ejects whose success rate is below the mean of all judged by more than so many (population) standard deviations. */
function judgeSuccessRates(block: Float64Array, at: number, params: OutlierParams, nowMs: number): void {
  if (params.successRate === null) return;
  const { hosts, requests, deviations } = params.successRate;
  let judged = 0;
  let sum = 0;
  for (let host = 0; host < params.hosts; host++) {
    const percent = successPercent(block, at, host, requests);
    if (Number.isNaN(percent)) continue;
    judged++;
    sum += percent;
  }
  if (judged === 0 || judged < hosts) return;
  const mean = sum / judged;
  let squares = 0;
  for (let host = 0; host < params.hosts; host++) {
    const percent = successPercent(block, at, host, requests);
    if (!Number.isNaN(percent)) squares += (percent - mean) * (percent - mean);
  }
  const least = mean - deviations * Math.sqrt(squares / judged);
  for (let host = 0; host < params.hosts; host++) {
    if (successPercent(block, at, host, requests) < least) eject(block, at, params, host, nowMs);
  }
}

/** Ejects who failed so much or more. */
function judgeFailurePercentages(block: Float64Array, at: number, params: OutlierParams, nowMs: number): void {
  if (params.failurePercentage === null) return;
  const { hosts, requests, percent } = params.failurePercentage;
  let judged = 0;
  for (let host = 0; host < params.hosts; host++) {
    if (!Number.isNaN(successPercent(block, at, host, requests))) judged++;
  }
  if (judged === 0 || judged < hosts) return;
  for (let host = 0; host < params.hosts; host++) {
    if (100 - successPercent(block, at, host, requests) >= percent) eject(block, at, params, host, nowMs);
  }
}
