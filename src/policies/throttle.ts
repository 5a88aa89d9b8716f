import { isGood, isUnawaited, Outcome } from './outcome';

/**
 * The caller holds calls back by itself when too few of its calls are accepted (Google's SRE book, "Handling overload",
 * client-side throttling): the chance to be held back is max(0, (requests − K accepts) / (requests + 1)). State is per
 * caller replica: the number of the newest slot, requests, accepts, and both again for each slot of the window.
 */
export interface ThrottleParams {
  /** K: calls sent for each one accepted before any is held back. */
  readonly multiple: number;
  /** How far back requests and accepts count, in 120 slots, of which the last is still filling. */
  readonly windowMs: number;
}

const SLOTS = 120;
const NEWEST = 0;
const REQUESTS = 1;
const ACCEPTS = 2;
const RING = 3;

export const THROTTLE_BLOCK_SIZE = RING + 2 * SLOTS;

export const throttleLayout = ({ windowMs }: ThrottleParams): string => `throttle over ${windowMs} ms`;

export function initThrottle(block: Float64Array, at: number, params: ThrottleParams, nowMs: number): void {
  block.fill(0, at, at + THROTTLE_BLOCK_SIZE);
  block[at + NEWEST] = slotOf(params, nowMs);
}

/** The chance that the next call is held back, in [0, 1). */
export function heldBackShare(block: Float64Array, at: number, params: ThrottleParams, nowMs: number): number {
  advance(block, at, params, nowMs);
  const requests = block[at + REQUESTS]!;
  return Math.max(0, (requests - params.multiple * block[at + ACCEPTS]!) / (requests + 1));
}

/** The same as it is seen at `nowMs`, without moving it. */
export function seenHeldBackShare(block: Float64Array, at: number, params: ThrottleParams, nowMs: number): number {
  const gone = slotOf(params, nowMs) - block[at + NEWEST]!;
  let requests = 0;
  let accepts = 0;
  for (let age = 0; age < SLOTS - gone; age++) {
    const slot = at + RING + 2 * ((block[at + NEWEST]! - age + SLOTS) % SLOTS);
    requests += block[slot]!;
    accepts += block[slot + 1]!;
  }
  return Math.max(0, (requests - params.multiple * accepts) / (requests + 1));
}

/** Counts a call that wants to go out, whether it then does or is held back. */
export function noteRequest(block: Float64Array, at: number, params: ThrottleParams, nowMs: number): void {
  advance(block, at, params, nowMs);
  block[at + REQUESTS]! += 1;
  block[at + RING + 2 * (block[at + NEWEST]! % SLOTS)]! += 1;
}

/** Counts a call that was accepted, at the instant it ended. */
export function noteAccept(block: Float64Array, at: number, params: ThrottleParams, nowMs: number): void {
  advance(block, at, params, nowMs);
  block[at + ACCEPTS]! += 1;
  block[at + RING + 2 * (block[at + NEWEST]! % SLOTS) + 1]! += 1;
}

/**
 * Accepted is what the one called worked on and answered, its failures included, and what ended for nobody, which says
 * nothing against it. Refusals, silence and lost connections are not.
 */
export function isAccepted(outcome: Outcome): boolean {
  switch (outcome) {
    case Outcome.error:
    case Outcome.dependency:
    case Outcome.conflict:
    case Outcome.deadLetter:
      return true;
    default:
      return isGood(outcome) || isUnawaited(outcome);
  }
}

const slotOf = ({ windowMs }: ThrottleParams, nowMs: number): number => Math.floor((nowMs * SLOTS) / windowMs);

/** Takes what is older than the window out of the sums. */
function advance(block: Float64Array, at: number, params: ThrottleParams, nowMs: number): void {
  const now = slotOf(params, nowMs);
  let newest = block[at + NEWEST]!;
  if (newest === now) return;
  if (now - newest >= SLOTS) {
    block.fill(0, at, at + THROTTLE_BLOCK_SIZE);
  } else {
    while (newest < now) {
      const slot = at + RING + 2 * (++newest % SLOTS);
      block[at + REQUESTS]! -= block[slot]!;
      block[at + ACCEPTS]! -= block[slot + 1]!;
      block[slot] = 0;
      block[slot + 1] = 0;
    }
  }
  block[at + NEWEST] = now;
}
