/**
 * So many permits in each period, counted from time 0 and not from the first call; what is left of them lapses
 * (resilience4j's rate limiter). State: the end of the period in which the last permit was taken, permits taken in it.
 */
export interface FixedWindow {
  readonly calls: number;
  readonly perMs: number;
}

export const FIXED_WINDOW_SIZE = 2;
const ENDS_AT = 0;
const TAKEN = 1;

export function initFixedWindow(block: Float64Array, at: number): void {
  block[at + ENDS_AT] = 0;
  block[at + TAKEN] = 0;
}

/** When a call gets a permit that comes after `ahead` others; `nowMs` if it does now. */
export function permitAt(block: Float64Array, at: number, params: FixedWindow, ahead: number, nowMs: number): number {
  const endsAt = block[at + ENDS_AT]!;
  const isOver = nowMs >= endsAt;
  const left = params.calls - (isOver ? 0 : block[at + TAKEN]!);
  if (ahead < left) return nowMs;
  const periods = Math.floor((ahead - Math.max(0, left)) / params.calls);
  return (isOver ? endOfPeriod(params, nowMs) : endsAt) + periods * params.perMs;
}

/** Permits that nobody has taken in the present period. */
export const permitsLeft = (block: Float64Array, at: number, { calls }: FixedWindow, nowMs: number): number =>
  nowMs >= block[at + ENDS_AT]! ? calls : Math.max(0, calls - block[at + TAKEN]!);

export function takePermit(block: Float64Array, at: number, params: FixedWindow, nowMs: number): void {
  if (nowMs >= block[at + ENDS_AT]!) {
    block[at + ENDS_AT] = endOfPeriod(params, nowMs);
    block[at + TAKEN] = 0;
  }
  block[at + TAKEN]! += 1;
}

/** Strictly after `nowMs`, even where the quotient is rounded down to the period before. */
function endOfPeriod({ perMs }: FixedWindow, nowMs: number): number {
  const period = Math.floor(nowMs / perMs);
  const endsAt = (period + 1) * perMs;
  return endsAt > nowMs ? endsAt : (period + 2) * perMs;
}
