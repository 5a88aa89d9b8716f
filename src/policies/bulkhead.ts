import { Admission } from './admission';

/**
 * At most `calls` of one caller replica in flight at once. The next waits, first come first served, if there is room to
 * wait; otherwise it is refused at once. State: permits in use.
 */
export interface BulkheadParams {
  readonly calls: number;
  /** How long a call waits for a permit at most; Infinity: as long as it takes. */
  readonly waitMs: number;
  /** How many calls wait at most; Infinity: all that come. */
  readonly queue: number;
}

export const BULKHEAD_BLOCK_SIZE = 1;

export function initBulkhead(block: Float64Array, at: number): void {
  block[at] = 0;
}

/** What a bulkhead says to a call that arrives while `waiting` others wait. */
export function admitToBulkhead(block: Float64Array, at: number, params: BulkheadParams, waiting: number): Admission {
  if (waiting === 0 && tryPermit(block, at, params) === true) return Admission.admitted;
  return params.waitMs > 0 && waiting < params.queue ? Admission.waits : Admission.refused;
}

/** Takes a permit if one is free; the call that waits longest is asked so. */
export function tryPermit(block: Float64Array, at: number, params: BulkheadParams): boolean {
  if (block[at]! >= params.calls) return false;
  block[at]! += 1;
  return true;
}

export function releaseFromBulkhead(block: Float64Array, at: number): void {
  block[at]! -= 1;
}

export const permitsInUse = (block: Float64Array, at: number): number => block[at]!;
