import { JourneyGauge, ofOutcome, type Layout } from '../../engine/observation/layout';
import type { Frame } from '../../lab/frame';
import { OUTCOME_COUNT, isGood, type Outcome } from '../../policies/outcome';
import type { Chosen } from './series';

/** What shoppers get, over the trailing window; those waiting are counted now. */
export interface Readout {
  /** Of those whose wait ended, or should have ended by now; NaN: there was nobody. */
  readonly answered: number;
  /** Of all journeys together, that of the slowest. */
  readonly p95Ms: number;
  readonly waiting: number;
}

export function readoutOf(layout: Layout, frame: Frame, chosen: Chosen): Readout {
  const journeys = chosen === null ? [...layout.model.journeys.keys()] : [chosen];
  let good = 0;
  let ended = 0;
  let waiting = 0;
  let overdue = 0;
  for (const journey of journeys) {
    for (let code = 0; code < OUTCOME_COUNT; code++) {
      const number = frame.trailing[layout.journey(journey) + ofOutcome(code as Outcome)]!;
      ended += number;
      if (isGood(code as Outcome)) good += number;
    }
    waiting += frame.gauges[layout.journeyGauge(journey) + JourneyGauge.inFlight]!;
    overdue += frame.gauges[layout.journeyGauge(journey) + JourneyGauge.overdue]!;
  }
  const p95s = journeys.map((journey) => frame.journeysP95Ms[journey]!).filter((ms) => !Number.isNaN(ms));
  return { answered: good / (ended + overdue), p95Ms: p95s.length === 0 ? NaN : Math.max(...p95s), waiting };
}
