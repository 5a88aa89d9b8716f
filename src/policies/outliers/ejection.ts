import type { Cause, DrawEnforcement, OutlierParams } from './params';
import {
  BACK_AT,
  EJECTED,
  EJECTED_AT,
  endRows,
  ENFORCEMENTS_DRAWN,
  JITTER,
  JITTERS_DRAWN,
  MULTIPLIER,
  ofHost,
} from './state';

/** Ejects a replica that is not, unless too many would be then, or the draw says that it does not take place. */
export function eject(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  host: number,
  cause: Cause,
  draw: DrawEnforcement,
  nowMs: number,
): boolean {
  const ejected = block[at + EJECTED]!;
  const isWithin = (100 * (ejected + 1)) / params.hosts <= params.mostPercent;
  if (!isWithin && !(params.alwaysOne && ejected === 0)) return false;
  const own = ofHost(at, host);
  if (params.enforcedPercents !== null && !isEnforced(block, own, host, params.enforcedPercents[cause]!, draw))
    return false;
  block[at + EJECTED] = ejected + 1;
  block[own + EJECTED_AT] = nowMs;
  if (block[own + MULTIPLIER]! * params.baseMs < params.longestMs + params.baseMs) block[own + MULTIPLIER]! += 1;
  return true;
}

function isEnforced(block: Float64Array, own: number, host: number, percent: number, draw: DrawEnforcement): boolean {
  if (percent >= 100) return true;
  const drawn = block[own + ENFORCEMENTS_DRAWN]!;
  block[own + ENFORCEMENTS_DRAWN] = drawn + 1;
  return 100 * draw(host, drawn) < percent;
}

/** From this instant on a sweep lets the replica return; NaN: it is not ejected. */
export function returnsFromMs(block: Float64Array, at: number, params: OutlierParams, host: number): number {
  const own = ofHost(at, host);
  return block[own + EJECTED_AT]! + lengthMs(block, own, params);
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

/** Lets a replica return whose time is over. */
export function returnIfOver(
  block: Float64Array,
  at: number,
  params: OutlierParams,
  host: number,
  nowMs: number,
): void {
  const own = ofHost(at, host);
  // Not true either where it is NaN: not ejected.
  if (!(lengthMs(block, own, params) <= nowMs - block[own + EJECTED_AT]!)) return;
  block[at + EJECTED]! -= 1;
  block[own + EJECTED_AT] = NaN;
  block[own + BACK_AT] = nowMs;
  endRows(block, own);
}

/** How long the replica's ejection lasts, counted from its beginning. */
const lengthMs = (block: Float64Array, own: number, { baseMs, longestMs }: OutlierParams): number =>
  Math.min(baseMs * block[own + MULTIPLIER]!, longestMs) + block[own + JITTER]!;
