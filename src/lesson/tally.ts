import { JourneyGauge, ofOutcome } from '../engine/observation/layout';
import type { Recorder } from '../engine/observation/recorder';
import { Outcome, OUTCOME_COUNT } from '../policies/outcome';

/** How shoppers, or visits to a service, ended. */
interface Endings {
  /** Answered in full, answered degraded, and not answered: failed, given up or abandoned. */
  readonly ok: number;
  readonly degraded: number;
  readonly failed: number;
}

/** What became of shoppers between two instants. */
export interface Tally extends Endings {
  readonly arrived: number;
  /** Waiting at the second instant for longer than the workload's `answer within`. */
  readonly overdue: number;
}

const NOTHING: Tally = { arrived: 0, ok: 0, degraded: 0, failed: 0, overdue: 0 };

export const addTallies = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (sum, tally) => ({
      arrived: sum.arrived + tally.arrived,
      ok: sum.ok + tally.ok,
      degraded: sum.degraded + tally.degraded,
      failed: sum.failed + tally.failed,
      overdue: sum.overdue + tally.overdue,
    }),
    NOTHING,
  );

/** From counts laid out by an engine's `Layout`, at a place of arrivals with its outcomes after it. */
export function endingsAt(counts: Float64Array, at: number): Endings {
  const ended = (outcome: number) => counts[at + ofOutcome(outcome as Outcome)]!;
  let failed = 0;
  for (let outcome = Outcome.degraded + 1; outcome < OUTCOME_COUNT; outcome += 1) failed += ended(outcome);
  return { ok: ended(Outcome.ok), degraded: ended(Outcome.degraded), failed };
}

/** For each journey of the model, in its order; instants are rounded to the recorder's cells. */
export function tallies(recorder: Recorder, fromMs: number, toMs: number): readonly Tally[] {
  const { layout, model } = recorder.engine;
  const counts = recorder.countsBetween(fromMs, toMs, layout.journey(model.journeys.length));
  return model.journeys.map((_, journey) => {
    const at = layout.journey(journey);
    return {
      arrived: counts[at]!,
      ...endingsAt(counts, at),
      overdue: recorder.gaugeAt(toMs, layout.journeyGauge(journey) + JourneyGauge.overdue),
    };
  });
}

/**
 * Share in [0, 1] of those answered among those who had, or should have had, an answer by the end: whoever still waits
 * for longer than `answer within` was not served. NaN where nobody was due.
 */
export function answeredShare({ ok, degraded, failed, overdue }: Tally): number {
  return (ok + degraded) / (ok + degraded + failed + overdue);
}

/** Share in [0, 1] of the degraded among those answered; NaN where nobody was. */
export const degradedShare = ({ ok, degraded }: Tally): number => degraded / (ok + degraded);
