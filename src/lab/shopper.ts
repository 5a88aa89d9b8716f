import { JourneyGauge, ofOutcome, type Layout } from '../engine/observation/layout';
import type { Trace } from '../engine/observation/trace';
import { isGood, OUTCOME_COUNT, Outcome } from '../policies/outcome';
import type { Frame } from './frame';

/** The page that most shoppers of a journey have before them now. */
export type ShopperView =
  | { readonly sees: 'full' }
  /** `message`: what the page says about it; empty if it says nothing. */
  | { readonly sees: 'degraded'; readonly message: string }
  | { readonly sees: 'error' }
  /** Nothing yet, for longer than they should. */
  | { readonly sees: 'waiting' };

/** Of those answered over the trailing window, of those who gave up in it, and of those overdue now. */
export function shopperView(layout: Layout, frame: Frame, traces: readonly Trace[], journey: number): ShopperView {
  const at = layout.journey(journey);
  const ended = (outcome: Outcome): number => frame.trailing[at + ofOutcome(outcome)]!;
  const ok = ended(Outcome.ok);
  const degraded = ended(Outcome.degraded);
  const waiting = ended(Outcome.gaveUp) + frame.gauges[layout.journeyGauge(journey) + JourneyGauge.overdue]!;
  let failed = -ended(Outcome.gaveUp);
  for (let outcome = 0; outcome < OUTCOME_COUNT; outcome += 1) {
    if (!isGood(outcome as Outcome)) failed += ended(outcome as Outcome);
  }
  const most = Math.max(ok, degraded, failed, waiting);
  if (ok === most) return { sees: 'full' };
  if (degraded === most) return { sees: 'degraded', message: newestMessage(traces, journey) };
  return { sees: failed === most ? 'error' : 'waiting' };
}

/** What the page of the newest sampled shopper of the journey who was answered degraded says. */
const newestMessage = (traces: readonly Trace[], journey: number): string =>
  traces.findLast((trace) => trace.journey === journey && trace.spans[0]?.outcome === Outcome.degraded)?.spans[0]
    ?.message ?? '';
