import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/engine/engine';
import { Recorder } from '../../../src/engine/observation/recorder';
import type { TimelinePoint } from '../../../src/lab/frame';
import { EMPTY_TIMELINE, extendTimeline, pointOfCell } from '../../../src/lab/timeline';
import { compiled, SMALL_SHOP } from './small-shop';

const point = (cell: number, arrived = 1, p95Ms = NaN): TimelinePoint => ({
  fromMs: cell * 250,
  toMs: cell * 250 + 250,
  journeys: [{ arrived, ok: arrived, degraded: 0, failed: 0, waiting: cell, overdue: 2 * cell, p95Ms }],
});
const points = (count: number, from = 0) => Array.from({ length: count }, (_, index) => point(from + index));

describe('a point of the timeline', () => {
  it('accounts for every shopper of its cell', () => {
    const recorder = new Recorder(new Engine(compiled(SMALL_SHOP), 3));
    recorder.engine.schedule({ atMs: 1000, do: 'break', id: 'catalog-hangs' });
    recorder.advance(8000);
    const waiting = [0, 0];
    for (let cell = 0; cell < 32; cell += 1) {
      pointOfCell(recorder, cell).journeys.forEach((journey, index) => {
        waiting[index]! += journey.arrived - journey.ok - journey.degraded - journey.failed;
        expect(journey.waiting).toBe(waiting[index]);
        expect(journey.overdue).toBeLessThanOrEqual(journey.waiting);
      });
    }
    expect(pointOfCell(recorder, 12).journeys[0]!.overdue).toBeGreaterThan(0);
    expect(pointOfCell(recorder, 3).journeys[0]!.p95Ms).toBeLessThan(200);
    // Nobody is answered any more; how soon they fail is no latency of answers.
    expect(pointOfCell(recorder, 17).journeys[0]).toMatchObject({ ok: 0, p95Ms: NaN });
    expect(pointOfCell(recorder, 17).journeys[0]!.failed).toBeGreaterThan(0);
  });
});

describe('the timeline', () => {
  it('keeps points as they are while there are few', () => {
    expect(extendTimeline(EMPTY_TIMELINE, points(10), 10)).toEqual({ widthMs: 250, points: points(10) });
  });

  it('merges pairs when there are too many: flows add up, levels are the later ones', () => {
    const { widthMs, points: merged } = extendTimeline(EMPTY_TIMELINE, points(11), 10);
    expect(widthMs).toBe(500);
    expect(merged).toHaveLength(6);
    expect(merged[0]).toMatchObject({
      fromMs: 0,
      toMs: 500,
      journeys: [{ arrived: 2, ok: 2, waiting: 1, overdue: 2 }],
    });
    expect(merged[5]).toMatchObject({ fromMs: 2500, toMs: 2750 });
  });

  it('says the worse p95 of a pair', () => {
    const pair = [point(0, 1, 30), point(1, 1, 80), point(2, 0, NaN), point(3, 1, 20)];
    const { points: merged } = extendTimeline(EMPTY_TIMELINE, pair, 2);
    expect(merged.map(({ journeys }) => journeys[0]!.p95Ms)).toEqual([80, 20]);
  });

  it('shows the same whatever the portions in which points come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 }), (portions) => {
        let timeline = EMPTY_TIMELINE;
        let count = 0;
        for (const portion of portions) {
          timeline = extendTimeline(timeline, points(portion, count), 8);
          count += portion;
        }
        expect(timeline).toEqual(extendTimeline(EMPTY_TIMELINE, points(count), 8));
        expect(timeline.points.length).toBeLessThanOrEqual(8);
        expect(timeline.points.reduce((sum, { journeys }) => sum + journeys[0]!.arrived, 0)).toBe(count);
      }),
    );
  });
});
