import { describe, expect, test } from 'vitest';
import type { TimelinePoint } from '../../../../src/lab/frame';
import type { Question } from '../../../../src/lesson/lesson';
import { answeredShare } from '../../../../src/lesson/tally';
import { outcomeOf, tallyBetween } from '../../../../src/ui/lesson/outcomes';

type Cell = TimelinePoint['journeys'][number];

const cell = (part: Partial<Cell>): Cell => ({
  arrived: 0,
  ok: 0,
  degraded: 0,
  failed: 0,
  waiting: 0,
  overdue: 0,
  p95Ms: NaN,
  ...part,
});

/** Cells of a quarter of a second, from 0. */
const points = (cells: readonly (readonly Cell[])[]): TimelinePoint[] =>
  cells.map((journeys, index) => ({ fromMs: index * 250, toMs: (index + 1) * 250, journeys }));

describe('the tally of a stretch', () => {
  test('adds up whole cells and the part of a cell that lies within', () => {
    const busy = points(Array.from({ length: 4 }, () => [cell({ arrived: 8, ok: 4, degraded: 2, failed: 2 })]));
    expect(tallyBetween(busy, 0, 125, 750)).toEqual({ arrived: 20, ok: 10, degraded: 5, failed: 5, overdue: 0 });
  });

  test('counts those overdue as they stand at the end', () => {
    const waiting = points([[cell({ overdue: 9 })], [cell({ ok: 1, overdue: 3 })]]);
    const tally = tallyBetween(waiting, 0, 0, 500);
    expect(tally.overdue).toBe(3);
    expect(answeredShare(tally)).toBe(1 / 4);
  });
});

describe('what the run showed', () => {
  const which: Question = { kind: 'journeys', id: 'which', ask: '', atLeast: 0.5 };
  const howMany: Question = { kind: 'answered', id: 'many', ask: '' };
  const journeys = ['browse', 'search'];

  test('is not known before the timeline has come to the comparison', () => {
    const soon = points([[cell({}), cell({})]]);
    expect(outcomeOf(which, journeys, soon, 0, 1000)).toBeNull();
  });

  test('names the journeys of which enough were answered in the last second', () => {
    const early = [cell({ ok: 10 }), cell({ failed: 10 })];
    const late = [cell({ failed: 3, ok: 1 }), cell({ ok: 3, overdue: 1 })];
    const run = points([...Array(4).fill(early), ...Array(4).fill(late)] as Cell[][]);
    expect(outcomeOf(which, journeys, run, 0, 2000)).toEqual(['search']);
  });

  test('says how many answers there were for every hundred who came', () => {
    const run = points(
      Array.from({ length: 8 }, () => [cell({ arrived: 10, ok: 1 }), cell({ arrived: 10, degraded: 2 })]),
    );
    expect(outcomeOf(howMany, journeys, run, 0, 2000)).toBe(15);
  });

  test('finds that a journey nobody was due on does not finish', () => {
    const silent = points(Array.from({ length: 4 }, () => [cell({ arrived: 5, waiting: 5 }), cell({ ok: 1 })]));
    expect(outcomeOf(which, journeys, silent, 0, 1000)).toEqual(['search']);
  });
});
