import { eject } from './ejection';
import { Cause, type DrawEnforcement, type FailurePercentage, type OutlierParams, type SuccessRate } from './params';
import { ANSWERS, isEjected, ofHost, WAY } from './state';

/** Ejects by what was answered since the last sweep, then by how the way there was, each by success rate, then by failures. */
export function judgeRates(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  draw: DrawEnforcement,
  nowMs: number,
): void {
  const { successRate, failurePercentage, ofWay } = params;
  if (successRate !== null) bySuccess(block, at, params, successRate, ANSWERS, draw, nowMs);
  if (failurePercentage !== null) byFailures(block, at, params, failurePercentage, ANSWERS, draw, nowMs);
  if (ofWay === null) return;
  if (ofWay.successRate !== null) bySuccess(block, at, params, ofWay.successRate, WAY, draw, nowMs);
  if (ofWay.failurePercentage !== null) byFailures(block, at, params, ofWay.failurePercentage, WAY, draw, nowMs);
}

/** Which requests are judged: those answered, or those sent on their way. */
type Counts = typeof ANSWERS | typeof WAY;

/** Percent, since the last sweep; NaN: not to be judged, for it is ejected or had too few requests. */
function successPercent(block: Float64Array, at: number, host: number, counts: Counts, leastRequests: number): number {
  const own = ofHost(at, host) + counts;
  const requests = block[own]!;
  if (requests === 0 || requests < leastRequests || isEjected(block, at, host)) return NaN;
  return (block[own + 1]! * 100) / requests;
}

/** Ejects whose success rate is below the mean of all judged by more than so many (population) standard deviations. */
function bySuccess(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  { hosts, requests, deviations }: SuccessRate,
  counts: Counts,
  draw: DrawEnforcement,
  nowMs: number,
): void {
  let judged = 0;
  let sum = 0;
  for (let host = 0; host < params.hosts; host++) {
    const percent = successPercent(block, at, host, counts, requests);
    if (Number.isNaN(percent)) continue;
    judged++;
    sum += percent;
  }
  if (judged === 0 || judged < hosts) return;
  const mean = sum / judged;
  let squares = 0;
  for (let host = 0; host < params.hosts; host++) {
    const percent = successPercent(block, at, host, counts, requests);
    if (!Number.isNaN(percent)) squares += (percent - mean) * (percent - mean);
  }
  const least = mean - deviations * Math.sqrt(squares / judged);
  const cause = counts === WAY ? Cause.waySuccessRate : Cause.successRate;
  for (let host = 0; host < params.hosts; host++) {
    const isBelow = successPercent(block, at, host, counts, requests) < least;
    if (isBelow) eject(block, at, params, host, cause, draw, nowMs);
  }
}

/** Ejects who failed so much or more. */
function byFailures(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  { hosts, requests, percent }: FailurePercentage,
  counts: Counts,
  draw: DrawEnforcement,
  nowMs: number,
): void {
  let judged = 0;
  for (let host = 0; host < params.hosts; host++) {
    if (!Number.isNaN(successPercent(block, at, host, counts, requests))) judged++;
  }
  if (judged === 0 || judged < hosts) return;
  const cause = counts === WAY ? Cause.wayFailurePercentage : Cause.failurePercentage;
  for (let host = 0; host < params.hosts; host++) {
    const fails = 100 - successPercent(block, at, host, counts, requests) >= percent;
    if (fails) eject(block, at, params, host, cause, draw, nowMs);
  }
}
