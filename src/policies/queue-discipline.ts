/** In which order the requests of a queue are taken up, and which are dropped instead. */
export const DISCIPLINES = ['fifo', 'lifo', 'adaptive lifo', 'codel', 'deadline'] as const;
export type Discipline = (typeof DISCIPLINES)[number];

export interface DisciplineParams {
  readonly discipline: Discipline;
  /** CoDel: the time in the queue that is meant. */
  readonly targetMs: number;
  /** CoDel: for so long it must have been longer; adaptive LIFO: for so long the queue must not have been empty. */
  readonly intervalMs: number;
}

/** Who came first, as everywhere where nothing is said. */
export const FIFO: DisciplineParams = { discipline: 'fifo', targetMs: 5, intervalMs: 100 };

/** Equal exactly when one's state can go on under the other; empty: it has none. */
export const disciplineLayout = ({ discipline }: DisciplineParams): string =>
  discipline === 'codel' || discipline === 'adaptive lifo' ? discipline : '';

/*
 * State: since when the queue has not been empty; of CoDel when the time in the queue will have been too long for an
 * interval (NaN: it is not), when the next is dropped, how many were, how many had been when that last began, whether
 * it is dropping, and whether it has just begun to.
 */
const FILLED_AT = 0;
const ABOVE_AT = 1;
const DROP_AT = 2;
const DROPPED = 3;
const DROPPED_BEFORE = 4;
const IS_DROPPING = 5;
const HAS_BEGUN = 6;
export const DISCIPLINE_BLOCK_SIZE = 7;

export function initDiscipline(block: Float64Array, at: number): void {
  block.fill(0, at, at + DISCIPLINE_BLOCK_SIZE);
  block[at + ABOVE_AT] = NaN;
}

/** The queue, empty until now, has its first. */
export function noteFilled(block: Float64Array, at: number, nowMs: number): void {
  block[at + FILLED_AT] = nowMs;
}

/** Somebody was served without a wait, or nobody is left. */
export function noteEmpty(block: Float64Array, at: number): void {
  block[at + ABOVE_AT] = NaN;
  block[at + IS_DROPPING] = 0;
}

/** Whether the newest is next: always, or as long as there has been a queue for an interval. */
export function takesNewest(
  block: Float64Array,
  at: number,
  { discipline, intervalMs }: DisciplineParams,
  nowMs: number,
): boolean {
  if (discipline === 'lifo') return true;
  return discipline === 'adaptive lifo' && nowMs - block[at + FILLED_AT]! > intervalMs;
}

/**
 * Whether CoDel (RFC 8289) drops the request that is next, which has waited `sojournMs` with `behind` others behind it;
 * `again`: it has just dropped the one before it. It begins when every request taken up for an interval had waited for
 * the target or longer, and then drops one after each interval / √n, n the number dropped, until one has not.
 */
export function codelDrops(
  block: Float64Array,
  at: number,
  params: DisciplineParams,
  sojournMs: number,
  behind: number,
  again: boolean,
  nowMs: number,
): boolean {
  const mayDrop = isAboveForLong(block, at, params, sojournMs, behind, nowMs);
  if (block[at + IS_DROPPING] === 0) {
    if (mayDrop) begin(block, at, params, nowMs);
    return mayDrop;
  }
  const hasBegun = block[at + HAS_BEGUN] === 1;
  block[at + HAS_BEGUN] = 0;
  // The one after the first that is dropped is served, however long it waited.
  if (hasBegun && again) return false;
  if (!mayDrop) {
    block[at + IS_DROPPING] = 0;
    return false;
  }
  if (again) block[at + DROP_AT] = block[at + DROP_AT]! + spacingMs(block, at, params);
  if (nowMs < block[at + DROP_AT]!) return false;
  block[at + DROPPED]! += 1;
  return true;
}

/** A queue in order of deadlines: whether the request that is next can no longer be done in time. */
export const isHopeless = (deadlineAtMs: number, expectedWorkMs: number, nowMs: number): boolean =>
  nowMs + expectedWorkMs > deadlineAtMs;

function isAboveForLong(
  block: Float64Array,
  at: number,
  { targetMs, intervalMs }: DisciplineParams,
  sojournMs: number,
  behind: number,
  nowMs: number,
): boolean {
  if (sojournMs < targetMs || behind === 0) {
    block[at + ABOVE_AT] = NaN;
    return false;
  }
  if (Number.isNaN(block[at + ABOVE_AT]!)) block[at + ABOVE_AT] = nowMs + intervalMs;
  return nowMs >= block[at + ABOVE_AT]!;
}

/** Begins to drop; if it did so a short while ago, at the rate that was reached then. */
function begin(block: Float64Array, at: number, params: DisciplineParams, nowMs: number): void {
  const lately = block[at + DROPPED]! - block[at + DROPPED_BEFORE]!;
  const isResumed = lately > 1 && nowMs - block[at + DROP_AT]! < 16 * params.intervalMs;
  block[at + IS_DROPPING] = 1;
  block[at + HAS_BEGUN] = 1;
  block[at + DROPPED] = isResumed ? lately : 1;
  block[at + DROP_AT] = nowMs + spacingMs(block, at, params);
  block[at + DROPPED_BEFORE] = block[at + DROPPED]!;
}

const spacingMs = (block: Float64Array, at: number, { intervalMs }: DisciplineParams): number =>
  intervalMs / Math.sqrt(block[at + DROPPED]!);
