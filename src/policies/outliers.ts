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
  /** So many gateway errors in a row do too; 0: never. */
  readonly gatewayConsecutive: number;
  /** How often returns, success rates and failure percentages are looked at. */
  readonly sweepMs: number;
  /** An ejection lasts for so long times how often the replica was ejected, up to the longest. */
  readonly baseMs: number;
  readonly longestMs: number;
  /** And up to this much longer, drawn for each ejection in whole multiples of the step. */
  readonly jitterMs: number;
  readonly stepMs: number;
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
 * (NaN: is not, never), the multiplier of its ejections, gateway errors in a row, and what was drawn for its newest
 * ejection and how often.
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
const GATEWAY_IN_A_ROW = 6;
const JITTER = 7;
const JITTERS_DRAWN = 8;
const HOST_SIZE = 9;

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

/** What HTTP says by 502, 503 and 504: no answer, no connection, or turned away. */
const isGatewayError = (outcome: Outcome): boolean => {
  switch (outcome) {
    case Outcome.timeout:
    case Outcome.connectTimeout:
    case Outcome.refused:
    case Outcome.reset:
    case Outcome.queueFull:
    case Outcome.shed:
    case Outcome.deadline:
      return true;
    default:
      return false;
  }
};

/** What an attempt says of its replica. */
export const HostResult = { good: 0, error: 1, gatewayError: 2 } as const;
export type HostResult = (typeof HostResult)[keyof typeof HostResult];

export function hostResultOf(outcome: Outcome): HostResult {
  if (!isHostFailure(outcome)) return HostResult.good;
  return isGatewayError(outcome) ? HostResult.gatewayError : HostResult.error;
}

/** An attempt at a replica, 0-based, has ended. Returns whether the replica is ejected for it. */
export function reportToOutliers(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  host: number,
  result: HostResult,
  nowMs: number,
): boolean {
  const own = ofHost(at, host);
  if (Number.isNaN(block[at + SWEEP_AT]!))
    block[at + SWEEP_AT] = nextSweep(block[at + SWEPT_AT]!, params.sweepMs, nowMs);
  block[own + REQUESTS]! += 1;
  if (result === HostResult.good) {
    block[own + SUCCESSES]! += 1;
    block[own + IN_A_ROW] = 0;
    block[own + GATEWAY_IN_A_ROW] = 0;
    return false;
  }
  const isGateway = result === HostResult.gatewayError;
  block[own + GATEWAY_IN_A_ROW] = isGateway ? block[own + GATEWAY_IN_A_ROW]! + 1 : 0;
  let ejects = false;
  if (isGateway && block[own + GATEWAY_IN_A_ROW]! === params.gatewayConsecutive && !isEjected(block, at, host)) {
    block[own + GATEWAY_IN_A_ROW] = 0;
    ejects = eject(block, at, params, host, nowMs);
  }
  // Equal and not more: one that is ejected goes on counting, and is judged anew when it is back.
  if ((block[own + IN_A_ROW]! += 1) !== params.consecutive || isEjected(block, at, host)) return ejects;
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
  return block[own + EJECTED_AT]! + lengthMs(params, block[own + MULTIPLIER]!) + block[own + JITTER]!;
}

/** How often the length of an ejection of that replica was drawn so far. */
export const jittersDrawn = (block: Float64Array, at: number, host: number): number =>
  block[ofHost(at, host) + JITTERS_DRAWN]!;

/** The replica has just been ejected; `uniform`, a draw from [0, 1), says how much longer than usual for. */
export function drawEjection(
  block: Float64Array,
  at: number,
  { jitterMs, stepMs }: OutlierParams,
  host: number,
  uniform: number,
): void {
  const own = ofHost(at, host);
  block[own + JITTERS_DRAWN]! += 1;
  block[own + JITTER] = Math.floor(uniform * (jitterMs / stepMs + 1)) * stepMs;
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
  const lastsMs = lengthMs(params, block[own + MULTIPLIER]!) + block[own + JITTER]!;
  if (!(lastsMs <= nowMs - block[own + EJECTED_AT]!)) return;
  block[at + EJECTED]! -= 1;
  block[own + EJECTED_AT] = NaN;
  block[own + BACK_AT] = nowMs;
  block[own + IN_A_ROW] = 0;
  block[own + GATEWAY_IN_A_ROW] = 0;
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
