import type { Cause, OutlierParams } from './params';

/*
 * State: when the last sweep was (or it all began), when the next is to be, how many are ejected; then of each replica
 * failures in a row, gateway errors in a row, failures of the way in a row, requests and successes since the last sweep,
 * the same of the way, since when it is ejected and when it last came back (NaN: is not, never), the multiplier of its
 * ejections, what was drawn for its newest ejection, and how often that and whether it takes place were drawn.
 */
export const SWEPT_AT = 0;
export const SWEEP_AT = 1;
export const EJECTED = 2;
const HOSTS = 3;
/** Three counts, each in the place of its cause's number. */
const IN_A_ROW = 0;
const COUNTS_IN_A_ROW = 3;
/** Of the answers, and of the way: requests, and behind them successes. */
export const ANSWERS = 3;
export const WAY = 5;
export const EJECTED_AT = 7;
export const BACK_AT = 8;
export const MULTIPLIER = 9;
export const JITTER = 10;
export const JITTERS_DRAWN = 11;
export const ENFORCEMENTS_DRAWN = 12;
const HOST_SIZE = 13;

export const outlierBlockSize = ({ hosts }: OutlierParams): number => HOSTS + hosts * HOST_SIZE;

/** Equal exactly when one's state can go on under the other. */
export const outlierLayout = ({ hosts }: OutlierParams): string => `outliers of ${hosts}`;

/** Where the numbers of a replica, 0-based, begin. */
export const ofHost = (at: number, host: number): number => at + HOSTS + host * HOST_SIZE;

export function initOutliers(block: Float64Array, at: number, params: OutlierParams, nowMs: number): void {
  block.fill(0, at, at + outlierBlockSize(params));
  block[at + SWEPT_AT] = nowMs;
  block[at + SWEEP_AT] = NaN;
  for (let host = 0; host < params.hosts; host++) {
    block[ofHost(at, host) + EJECTED_AT] = NaN;
    block[ofHost(at, host) + BACK_AT] = NaN;
  }
}

/** What ejects by so many in a row. */
export type RowCause = typeof Cause.inARow | typeof Cause.gatewayInARow | typeof Cause.wayInARow;

/** One more in a row; returns how many there are. */
export const countInARow = (block: Float64Array, own: number, cause: RowCause): number =>
  (block[own + IN_A_ROW + cause]! += 1);

export const endRow = (block: Float64Array, own: number, cause: RowCause): void => {
  block[own + IN_A_ROW + cause] = 0;
};

export const endRows = (block: Float64Array, own: number): void => {
  block.fill(0, own + IN_A_ROW, own + IN_A_ROW + COUNTS_IN_A_ROW);
};

/** When the next sweep is to be; NaN: nothing is left for it to do. */
export const sweepAtMs = (block: Float64Array, at: number): number => block[at + SWEEP_AT]!;

/** There is something to sweep: on the beat of the last sweep that there was, for those between them had nothing to do. */
export function askForSweep(block: Float64Array, at: number, { sweepMs }: OutlierParams, nowMs: number): void {
  if (!Number.isNaN(block[at + SWEEP_AT]!)) return;
  const sweptAtMs = block[at + SWEPT_AT]!;
  block[at + SWEEP_AT] = sweptAtMs + sweepMs * (Math.floor((nowMs - sweptAtMs) / sweepMs) + 1);
}

export const isEjected = (block: Float64Array, at: number, host: number): boolean =>
  !Number.isNaN(block[ofHost(at, host) + EJECTED_AT]!);

export const ejectedCount = (block: Float64Array, at: number): number => block[at + EJECTED]!;

/** Whether so few are left that all are asked as if none were ejected. */
export const isPanic = (block: Float64Array, at: number, { hosts, panicPercent }: OutlierParams): boolean =>
  (100 * (hosts - block[at + EJECTED]!)) / hosts < panicPercent;
