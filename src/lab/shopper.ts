import { JourneyGauge, ofOutcome } from '../engine/observation/layout';
import { addTallies, endingsAt, type Tally } from '../lesson/tally';
import { Outcome } from '../policies/outcome';
import type { TimelinePoint } from './frame';
import type { LabState } from './lab';

/** The page that most shoppers of a journey have before them now. */
export type ShopperView =
  | { readonly sees: 'full' }
  /** `message`: what the page says about it; empty if it says nothing. */
  | { readonly sees: 'degraded'; readonly message: string }
  | { readonly sees: 'error' }
  /** Nothing yet, for longer than they should. */
  | { readonly sees: 'waiting' };

/** Simulated time that counts as now. */
const NOW_MS = 1000;

/**
 * What became of those whose wait ended in the last second, and of those who are overdue; null before the first frame.
 * Whoever gave up had been waiting.
 */
export function shopperView(
  { layout, frame, points, traces }: Pick<LabState, 'layout' | 'frame' | 'points' | 'traces'>,
  journey: number,
): ShopperView | null {
  if (!layout || !frame) return null;
  const overdue = frame.gauges[layout.journeyGauge(journey) + JourneyGauge.overdue]!;
  // A run too young for a point is told of as a whole.
  const { ok, degraded, failed } =
    points.length === 0
      ? endingsAt(frame.trailing, layout.journey(journey))
      : endedSince(points, frame.nowMs - NOW_MS, journey);
  const gaveUp = failed * gaveUpShare(frame.trailing, layout.journey(journey));
  const waiting = overdue + gaveUp;
  const most = Math.max(ok, degraded, failed - gaveUp, waiting);
  if (ok === most) return { sees: 'full' };
  if (degraded === most) return { sees: 'degraded', message: newestMessage(traces, journey) };
  return { sees: waiting === most ? 'waiting' : 'error' };
}

const endedSince = (points: readonly TimelinePoint[], fromMs: number, journey: number): Tally =>
  addTallies(points.filter(({ toMs }) => toMs > fromMs).map(({ journeys }) => journeys[journey]!));

/** Of the failures counted for a journey, the share who gave up; 0 where there were none. */
function gaveUpShare(counts: Float64Array, at: number): number {
  const { failed } = endingsAt(counts, at);
  return failed === 0 ? 0 : counts[at + ofOutcome(Outcome.gaveUp)]! / failed;
}

/** What the page of the newest sampled shopper of the journey who was answered degraded says. */
const newestMessage = (traces: LabState['traces'], journey: number): string =>
  traces.findLast((trace) => trace.journey === journey && trace.spans[0]?.outcome === Outcome.degraded)?.spans[0]
    ?.message ?? '';
