import type { TimelinePoint } from '../../lab/frame';
import type { Prediction } from '../../lab/saved-work';
import type { Question } from '../../lesson/lesson';
import { addTallies, answeredShare, type Tally } from '../../lesson/tally';

/** Adds up what the timeline shows of one journey; a cell cut by an end counts by the part of it that lies within. */
export function tallyBetween(points: readonly TimelinePoint[], journey: number, fromMs: number, toMs: number): Tally {
  const tally = { arrived: 0, ok: 0, degraded: 0, failed: 0, overdue: 0 };
  for (const point of points) {
    const part = (Math.min(point.toMs, toMs) - Math.max(point.fromMs, fromMs)) / (point.toMs - point.fromMs);
    const cell = point.journeys[journey];
    if (part <= 0 || cell === undefined) continue;
    tally.arrived += part * cell.arrived;
    tally.ok += part * cell.ok;
    tally.degraded += part * cell.degraded;
    tally.failed += part * cell.failed;
    tally.overdue = cell.overdue;
  }
  return tally;
}

const DUE_WITHIN_MS = 1000;

/** What the run showed, in the form of an answer to the question. Null until the timeline has come to the comparison. */
export function outcomeOf(
  question: Question,
  journeys: readonly string[],
  points: readonly TimelinePoint[],
  brokenAtMs: number,
  comparedAtMs: number,
): Prediction | null {
  if ((points.at(-1)?.toMs ?? 0) < comparedAtMs) return null;
  if (question.kind === 'journeys') {
    return journeys.filter(
      (_, journey) =>
        answeredShare(tallyBetween(points, journey, comparedAtMs - DUE_WITHIN_MS, comparedAtMs)) >= question.atLeast,
    );
  }
  const { arrived, ok, degraded } = addTallies(
    journeys.map((_, journey) => tallyBetween(points, journey, brokenAtMs, comparedAtMs)),
  );
  return arrived === 0 ? 0 : Math.min(100, Math.round((100 * (ok + degraded)) / arrived));
}

/** The same for all questions, by their ids; null until the timeline has come to the comparison. */
export function outcomesOf(
  questions: readonly Question[],
  ...run: [journeys: readonly string[], points: readonly TimelinePoint[], brokenAtMs: number, comparedAtMs: number]
): Record<string, Prediction> | null {
  const outcomes: Record<string, Prediction> = {};
  for (const question of questions) {
    const outcome = outcomeOf(question, ...run);
    if (outcome === null) return null;
    outcomes[question.id] = outcome;
  }
  return outcomes;
}
