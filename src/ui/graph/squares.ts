import type { WorkerCounts } from './reading';

/** The field of a node in which its workers stand. */
export interface Field {
  readonly width: number;
  readonly height: number;
}

/** How a pool is drawn: one square a worker, or, when they would be too small to tell apart, one bar for all of them. */
export type Pool =
  | { readonly kind: 'squares'; readonly size: number; readonly step: number; readonly columns: number }
  | { readonly kind: 'bar' };

const LARGEST = 8;
const SMALLEST = 4.5;

/** The largest squares with which the whole pool fits the field. */
export function poolOf(total: number, { width, height }: Field): Pool {
  for (let size = LARGEST; size >= SMALLEST; size -= 0.5) {
    const step = size + (size > 6 ? 2 : 1.5);
    const columns = Math.floor((width + step - size) / step);
    if (Math.ceil(total / columns) * step - (step - size) <= height) return { kind: 'squares', size, step, columns };
  }
  return { kind: 'bar' };
}

export type WorkerState = 'working' | 'waiting' | 'stuck' | 'free';

/** One path for all workers of each state, in the order working, waiting, stuck, free. */
export function poolPaths(workers: WorkerCounts, pool: Pool, field: Field): Readonly<Record<WorkerState, string>> {
  const free = Math.max(0, workers.total - workers.working - workers.waiting - workers.stuck);
  const numbers = { working: workers.working, waiting: workers.waiting, stuck: workers.stuck, free };
  let from = 0;
  const draw = (number: number): string => {
    const path = pool.kind === 'bar' ? barPath(from, number, workers.total, field) : squaresPath(from, number, pool);
    from += number;
    return path;
  };
  return {
    working: draw(numbers.working),
    waiting: draw(numbers.waiting),
    stuck: draw(numbers.stuck),
    free: draw(numbers.free),
  };
}

function squaresPath(from: number, number: number, { size, step, columns }: Pool & { kind: 'squares' }): string {
  let path = '';
  for (let at = from; at < from + number; at++) {
    path += `M${(at % columns) * step} ${Math.floor(at / columns) * step}h${size}v${size}h${-size}z`;
  }
  return path;
}

function barPath(from: number, number: number, total: number, { width, height }: Field): string {
  if (number === 0) return '';
  return `M${(from / total) * width} 0h${(number / total) * width}v${height}h${(-number / total) * width}z`;
}
