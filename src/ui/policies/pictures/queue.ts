import {
  codelDrops,
  DISCIPLINE_BLOCK_SIZE,
  initDiscipline,
  noteEmpty,
  noteFilled,
  takesNewest,
  type Discipline,
} from '../../../policies/queue-discipline';
import type { Line, Picture } from './picture';

const ORDERS = ['fifo', 'adaptive lifo', 'codel'] as const satisfies readonly Discipline[];
const WORK_MS = 2.5;
const LONG_MS = 5000;
/** The median is taken over so long. */
const BIN_MS = 100;

/** How long those had waited who were served, while more come than can be. */
export const queuePicture = (): Picture => ({
  kind: 'lines',
  x: { from: 0, to: LONG_MS / 1000 },
  y: { from: 0, to: 600 },
  lines: ORDERS.map(waited),
});

const everyMs = (nowMs: number): number => (nowMs >= 1000 && nowMs < 3000 ? 2 : 4);

function waited(discipline: (typeof ORDERS)[number]): Line {
  const block = new Float64Array(DISCIPLINE_BLOCK_SIZE);
  const params = { discipline, targetMs: 5, intervalMs: 100 };
  const queue: number[] = [];
  const bins: number[][] = Array.from({ length: LONG_MS / BIN_MS }, () => []);
  initDiscipline(block, 0);
  let comesMs = 0;
  for (let nowMs = 0; nowMs < LONG_MS;) {
    for (; comesMs <= nowMs; comesMs += everyMs(comesMs)) {
      if (queue.length === 0) noteFilled(block, 0, comesMs);
      queue.push(comesMs);
    }
    const came = takeUp(nowMs);
    if (came !== undefined) bins[Math.floor(nowMs / BIN_MS)]!.push(nowMs - came);
    else noteEmpty(block, 0);
    nowMs = came === undefined ? comesMs : nowMs + WORK_MS;
  }
  return { id: discipline, points: bins.flatMap((bin, at) => (bin.length > 0 ? [medianOf(bin, at)] : [])) };

  /** When the one came that is served next; undefined: nobody is left. */
  function takeUp(nowMs: number): number | undefined {
    for (let again = false; ; again = true) {
      const came = takesNewest(block, 0, params, nowMs) ? queue.pop() : queue.shift();
      if (came === undefined || discipline !== 'codel') return came;
      if (!codelDrops(block, 0, params, nowMs - came, queue.length, again, nowMs)) return came;
    }
  }
}

const medianOf = (bin: readonly number[], at: number): readonly [number, number] => [
  ((at + 0.5) * BIN_MS) / 1000,
  bin.toSorted((a, b) => a - b)[Math.floor(bin.length / 2)]!,
];
