import type { TimelinePoint } from '../../lab/frame';

/** Index of a journey, or null for all of them together. */
export type Chosen = number | null;

/** One instant of the chart, at the end of what it sums up. */
export interface Sample {
  readonly atMs: number;
  /** Of those whose wait ended, or should have ended by now, the share answered; NaN: there was nobody. */
  readonly answered: number;
  /** Of all journeys together, that of the slowest; NaN: nobody's wait ended. */
  readonly p95Ms: number;
  readonly waiting: number;
}

/** Success is taken over at least this much simulated time, since a single cell may hold a handful of shoppers. */
const SMOOTHED_OVER_MS = 1000;

/** At most `most` samples of the points, oldest first; several points that share a sample are summed up. */
export function samplesOf(points: readonly TimelinePoint[], chosen: Chosen, most: number): Sample[] {
  const first = points[0];
  if (first === undefined) return [];
  const each = Math.max(1, Math.ceil(points.length / Math.max(1, most)));
  const window = Math.max(each, Math.round(SMOOTHED_OVER_MS / (first.toMs - first.fromMs)));
  const samples: Sample[] = [];
  for (let end = each; end - each < points.length; end += each) {
    const last = Math.min(end, points.length);
    samples.push(summaryOf(points, Math.max(0, last - window), last, last - each, chosen));
  }
  return samples;
}

/** Success over [from, to), the worst p95 over [p95From, to), and those waiting at the end. */
function summaryOf(
  points: readonly TimelinePoint[],
  from: number,
  to: number,
  p95From: number,
  chosen: Chosen,
): Sample {
  const { journeys } = points[to - 1]!;
  const first = chosen ?? 0;
  const end = chosen === null ? journeys.length : chosen + 1;
  let good = 0;
  let failed = 0;
  let p95Ms = NaN;
  let waiting = 0;
  let overdue = 0;
  for (let journey = first; journey < end; journey++) {
    for (let at = from; at < to; at++) {
      const cell = points[at]!.journeys[journey]!;
      good += cell.ok + cell.degraded;
      failed += cell.failed;
      if (at >= p95From && !(cell.p95Ms <= p95Ms)) p95Ms = Number.isNaN(cell.p95Ms) ? p95Ms : cell.p95Ms;
    }
    waiting += journeys[journey]!.waiting;
    overdue += journeys[journey]!.overdue;
  }
  return { atMs: points[to - 1]!.toMs, answered: good / (good + failed + overdue), p95Ms, waiting };
}
