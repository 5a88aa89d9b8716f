import type { Axis } from './vary';

export interface Run {
  /** Number of the point in the grid, from 0, the last axis changing fastest. */
  readonly point: number;
  readonly seed: number;
}

export const pointCount = (axes: readonly Axis[]): number =>
  axes.reduce((product, { values }) => product * values.length, 1);

/** What each axis is set to at a point. */
export function settingsAt(axes: readonly Axis[], point: number): Axis['values'][number][] {
  let left = point;
  return axes
    .toReversed()
    .map(({ values }) => {
      const setting = values[left % values.length]!;
      left = Math.floor(left / values.length);
      return setting;
    })
    .toReversed();
}

/** One of so many equal parts of the runs. */
export interface Shard {
  /** From 1. */
  readonly part: number;
  readonly of: number;
}

/** Every run of the grid, point by point, or each n-th of them, so that every shard has some of each point. */
export function runsOf(points: number, seeds: readonly number[], { part, of }: Shard): Run[] {
  const runs: Run[] = [];
  for (let index = part - 1; index < points * seeds.length; index += of)
    runs.push({ point: Math.floor(index / seeds.length), seed: seeds[index % seeds.length]! });
  return runs;
}

export const runKey = ({ point, seed }: Run): string => `${point} ${seed}`;
