import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelinePoint } from '../../../../src/lab/frame';
import { readoutOf } from '../../../../src/ui/timeline/readout';
import { chartScales, spanMs } from '../../../../src/ui/timeline/scales';
import { samplesOf } from '../../../../src/ui/timeline/series';
import { breakCatalog, runShop } from '../run';

type Cell = TimelinePoint['journeys'][number];
const quiet: Cell = { arrived: 0, ok: 0, degraded: 0, failed: 0, waiting: 0, overdue: 0, p95Ms: NaN };

const pointsOf = (cells: readonly Partial<Cell>[][]): TimelinePoint[] =>
  cells.map((journeys, index) => ({
    fromMs: index * 250,
    toMs: (index + 1) * 250,
    journeys: journeys.map((cell) => ({ ...quiet, ...cell })),
  }));

describe('the line of what shoppers got', () => {
  it('is the share answered of those whose wait ended or should have ended', () => {
    const points = pointsOf([[{ ok: 6, degraded: 2, failed: 1, overdue: 1 }]]);
    expect(samplesOf(points, null, 100)[0]!.answered).toBeCloseTo(0.8);
  });

  it('has a gap where there was nobody', () => {
    expect(samplesOf(pointsOf([[{}]]), null, 100)[0]!.answered).toBeNaN();
  });

  it('falls to nothing while everybody waits for too long, though nothing has failed yet', () => {
    const points = pointsOf([[{ ok: 10 }], [{}], [{}], [{}], [{}], [{ overdue: 30 }]]);
    expect(samplesOf(points, null, 100).at(-1)!.answered).toBe(0);
  });

  it('follows one journey when asked to', () => {
    const points = pointsOf([[{ ok: 10 }, { failed: 5, p95Ms: 900, waiting: 3 }]]);
    expect(samplesOf(points, 1, 100)[0]).toMatchObject({ answered: 0, p95Ms: 900, waiting: 3 });
    expect(samplesOf(points, 0, 100)[0]).toMatchObject({ answered: 1, waiting: 0 });
  });

  it('never has more samples than asked for, and always ends at the newest cell', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 700 }), (length, most) => {
        const points = pointsOf(Array.from({ length }, () => [{ ok: 1 }]));
        const samples = samplesOf(points, null, most);
        expect(samples.length).toBeLessThanOrEqual(most);
        expect(samples.at(-1)!.atMs).toBe(length * 250);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the figures beside it', () => {
  it('agree with the run: all answered before the break, none long after it', () => {
    const before = runShop(4000);
    expect(readoutOf(before.layout, before.frame, null).answered).toBe(1);
    const after = runShop(9000, [breakCatalog]);
    const readout = readoutOf(after.layout, after.frame, null);
    expect(readout.answered).toBe(0);
    expect(readout.waiting).toBeGreaterThan(10);
  });
});

describe('the scales', () => {
  it('always hold the present, with room before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000_000 }), (nowMs) => {
        expect(spanMs(nowMs)).toBeGreaterThan(nowMs);
      }),
    );
  });

  it('keep their ticks apart', () => {
    for (const nowMs of [0, 50_000, 200_000, 3_000_000]) {
      const { x, xTicks } = chartScales([], 'answered', spanMs(nowMs), 600, 100);
      xTicks.slice(1).forEach((tick, index) => expect(x(tick) - x(xTicks[index]!)).toBeGreaterThan(60));
    }
  });
});
