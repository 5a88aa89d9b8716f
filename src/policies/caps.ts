import { Admission } from './admission';

/**
 * Caps on what one caller replica has out at once, over all replicas of the one called: what Envoy calls circuit breakers.
 * State: attempts out, how many of these are retries, and whether the last let out is one.
 */
export interface CapParams {
  /** Each carries one attempt at a time; further ones wait for one that is free. */
  readonly connections: number;
  /** So many may wait at once. */
  readonly pending: number;
  readonly requests: number;
  readonly retries: number;
  /** A connection that has carried so many is closed; Infinity: none is for that. Of use where the link has connections. */
  readonly requestsPerConnection: number;
}

export const CAPS_BLOCK_SIZE = 3;
const OUT = 0;
const RETRIES = 1;
const WAS_RETRY = 2;

export function initCaps(block: Float64Array, at: number): void {
  block[at + OUT] = 0;
  block[at + RETRIES] = 0;
  block[at + WAS_RETRY] = 0;
}

/** What they say to one that arrives while `waiting` others wait for a connection. */
export function admitToCaps(
  block: Float64Array,
  at: number,
  params: CapParams,
  isRetry: boolean,
  waiting: number,
): Admission {
  const admission = admitWaitingToCaps(block, at, params, isRetry);
  return admission === Admission.waits && waiting >= params.pending ? Admission.refused : admission;
}

/** What they say to the one that waits longest, asked again. */
export function admitWaitingToCaps(block: Float64Array, at: number, params: CapParams, isRetry: boolean): Admission {
  const out = block[at + OUT]!;
  if (isRetry && block[at + RETRIES]! >= params.retries) return Admission.refused;
  if (out >= params.requests) return Admission.refused;
  if (out >= params.connections) return Admission.waits;
  block[at + OUT] = out + 1;
  if (isRetry) block[at + RETRIES]! += 1;
  block[at + WAS_RETRY] = isRetry ? 1 : 0;
  return Admission.admitted;
}

/** Whether the one that was let out last is a retry. */
export const wasRetry = (block: Float64Array, at: number): boolean => block[at + WAS_RETRY] === 1;

/** Attempts that are out, and how many of them are retries. */
export const attemptsOut = (block: Float64Array, at: number): number => block[at + OUT]!;
export const retriesOut = (block: Float64Array, at: number): number => block[at + RETRIES]!;

export function releaseFromCaps(block: Float64Array, at: number, isRetry: boolean): void {
  block[at + OUT]! -= 1;
  if (isRetry) block[at + RETRIES]! -= 1;
}
