import { eject, returnIfOver } from './outliers/ejection';
import { Cause, HostResult, type DrawEnforcement, type OutlierParams } from './outliers/params';
import { judgeRates } from './outliers/rates';
import {
  ANSWERS,
  askForSweep,
  BACK_AT,
  countInARow,
  EJECTED,
  endRow,
  isEjected,
  MULTIPLIER,
  ofHost,
  SWEEP_AT,
  SWEPT_AT,
  WAY,
  type RowCause,
} from './outliers/state';

/** An attempt at a replica, 0-based, has ended. Returns whether the replica is ejected for it. */
export function reportToOutliers(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  host: number,
  result: HostResult,
  draw: DrawEnforcement,
  nowMs: number,
): boolean {
  const own = ofHost(at, host);
  askForSweep(block, at, params, nowMs);
  if (result === HostResult.wayFailure && params.ofWay !== null) {
    block[own + WAY]! += 1;
    return countFailure(block, at, params, host, Cause.wayInARow, params.ofWay.consecutive, draw, nowMs);
  }
  block[own + ANSWERS]! += 1;
  if (result === HostResult.good) {
    block[own + ANSWERS + 1]! += 1;
    endRow(block, own, Cause.inARow);
    endRow(block, own, Cause.gatewayInARow);
    return false;
  }
  let isOut = false;
  if (result === HostResult.error) endRow(block, own, Cause.gatewayInARow);
  else isOut = countFailure(block, at, params, host, Cause.gatewayInARow, params.gatewayConsecutive, draw, nowMs);
  return countFailure(block, at, params, host, Cause.inARow, params.consecutive, draw, nowMs) || isOut;
}

/** An attempt at a replica has its connection: the way there is well. Of use where failures of the way count by themselves. */
export function noteConnected(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  host: number,
  nowMs: number,
): void {
  const own = ofHost(at, host);
  askForSweep(block, at, params, nowMs);
  block[own + WAY]! += 1;
  block[own + WAY + 1]! += 1;
  endRow(block, own, Cause.wayInARow);
}

/**
 * Counts one more in a row, and ejects at exactly so many: one that is ejected goes on counting, and is judged anew when it
 * is back. The count begins anew even where the replica is not ejected for it.
 */
function countFailure(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  host: number,
  cause: RowCause,
  most: number,
  draw: DrawEnforcement,
  nowMs: number,
): boolean {
  const own = ofHost(at, host);
  if (countInARow(block, own, cause) !== most || isEjected(block, at, host)) return false;
  endRow(block, own, cause);
  return eject(block, at, params, host, cause, draw, nowMs);
}

/**
 * Lets those return whose time is over, then ejects by success rate and by failure percentage, then forgives: who has been
 * back for a whole sweep's time has the next ejection shortened by one step.
 */
export function sweepOutliers(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  draw: DrawEnforcement,
  nowMs: number,
): void {
  for (let host = 0; host < params.hosts; host++) returnIfOver(block, at, params, host, nowMs);
  judgeRates(block, at, params, draw, nowMs);
  let isCalm = block[at + EJECTED] === 0;
  for (let host = 0; host < params.hosts; host++) {
    const own = ofHost(at, host);
    block.fill(0, own + ANSWERS, own + WAY + 2);
    if (!isEjected(block, at, host) && nowMs - block[own + BACK_AT]! >= params.sweepMs) {
      block[own + MULTIPLIER] = Math.max(0, block[own + MULTIPLIER]! - 1);
    }
    if (block[own + MULTIPLIER]! > 0) isCalm = false;
  }
  block[at + SWEPT_AT] = nowMs;
  block[at + SWEEP_AT] = isCalm ? NaN : nowMs + params.sweepMs;
}
