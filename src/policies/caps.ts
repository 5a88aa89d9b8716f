import { Admission } from './admission';

/**
 * Caps on what one caller replica has out at once, over all replicas of the one called: what Envoy calls circuit breakers.
 * State: attempts out, and how many of these are retries.
 */
export interface CapParams {
  /** Each carries one attempt at a time; further ones wait for one that is free. */
  readonly connections: number;
  /** So many may wait at once. */
  readonly pending: number;
  readonly requests: number;
  readonly retries: number;
}

export const CAPS_BLOCK_SIZE = 2;
const OUT = 0;
const RETRIES = 1;

export function initCaps(block: Float64Array, at: number): void {
  block[at + OUT] = 0;
  block[at + RETRIES] = 0;
}

/** `waiting`: how many wait already; `isWaiting`: this one does, and no other that waits came before it. */
export function admitToCaps(
  block: Float64Array,
  at: number,
  params: CapParams,
  isRetry: boolean,
  waiting: number,
  isWaiting: boolean,
): Admission {
  const out = block[at + OUT]!;
  if (isRetry && block[at + RETRIES]! >= params.retries) return Admission.refused;
  if (out >= params.requests) return Admission.refused;
  if (out >= params.connections) return isWaiting || waiting < params.pending ? Admission.waits : Admission.refused;
  block[at + OUT] = out + 1;
  if (isRetry) block[at + RETRIES]! += 1;
  return Admission.admitted;
}

export function releaseFromCaps(block: Float64Array, at: number, isRetry: boolean): void {
  block[at + OUT]! -= 1;
  if (isRetry) block[at + RETRIES]! -= 1;
}
