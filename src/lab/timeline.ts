import { JourneyGauge, JourneySketch } from '../engine/observation/layout';
import type { Recorder } from '../engine/observation/recorder';
import { addTallies, tallies } from '../lesson/tally';
import type { TimelinePoint } from './frame';

/** What one completed cell of a recorder shows of every journey. */
export function pointOfCell(recorder: Recorder, cell: number): TimelinePoint {
  const { layout } = recorder.engine;
  const fromMs = cell * recorder.cellMs;
  const toMs = fromMs + recorder.cellMs;
  const journeys = tallies(recorder, fromMs, toMs).map((tally, journey) => {
    const answers = [layout.journeySketch(journey) + JourneySketch.good];
    return {
      ...tally,
      waiting: recorder.gaugeAt(toMs, layout.journeyGauge(journey) + JourneyGauge.inFlight),
      p95Ms: recorder.quantile(answers, fromMs, toMs, 0.95),
    };
  });
  return { fromMs, toMs, journeys };
}

/** More points than a screen can show are of no use to anybody. */
const MOST_POINTS = 2000;

/** Points of equal width, the last one perhaps still growing. */
export interface Timeline {
  readonly widthMs: number;
  readonly points: readonly TimelinePoint[];
}

export const EMPTY_TIMELINE: Timeline = { widthMs: 0, points: [] };

/** The timeline with further points, in order of time; pairs are merged into one whenever there are more than `most`. */
export function extendTimeline(timeline: Timeline, fresh: readonly TimelinePoint[], most = MOST_POINTS): Timeline {
  if (fresh.length === 0) return timeline;
  let widthMs = timeline.widthMs || fresh[0]!.toMs - fresh[0]!.fromMs;
  let points = [...timeline.points];
  for (const point of fresh) addPoint(points, point, widthMs);
  while (points.length > most) {
    widthMs *= 2;
    const finer = points;
    points = [];
    for (const point of finer) addPoint(points, point, widthMs);
  }
  return { widthMs, points };
}

function addPoint(points: TimelinePoint[], point: TimelinePoint, widthMs: number): void {
  const last = points[points.length - 1];
  if (last && Math.floor(last.fromMs / widthMs) === Math.floor(point.fromMs / widthMs)) {
    points[points.length - 1] = mergePoints(last, point);
  } else {
    points.push(point);
  }
}

/** Two neighbours as one: flows add up, what stands at an end is the later's, and the p95 is the worse of the two. */
function mergePoints(earlier: TimelinePoint, later: TimelinePoint): TimelinePoint {
  return {
    fromMs: earlier.fromMs,
    toMs: later.toMs,
    journeys: later.journeys.map((after, index) => {
      const before = earlier.journeys[index]!;
      return {
        ...addTallies([before, after]),
        waiting: after.waiting,
        overdue: after.overdue,
        p95Ms: worse(before.p95Ms, after.p95Ms),
      };
    }),
  };
}

const worse = (a: number, b: number): number => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b));
