import type { TimelinePoint } from '../../lab/frame';
import type { Prediction } from '../../lab/saved-work';
import type { Question } from '../../lesson/lesson';

/** What a journey showed over a stretch of the timeline. */
export interface JourneyFigures {
  readonly arrived: number;
  /** In full or degraded. */
  readonly answered: number;
  readonly failed: number;
  /** At its end: still waiting for longer than an answer should take. */
  readonly overdue: number;
}

/** Adds up what the timeline shows of one journey; a cell cut by an end counts by the part of it that lies within. */
export function figuresOf(
  points: readonly TimelinePoint[],
  journey: number,
  fromMs: number,
  toMs: number,
): JourneyFigures {
  let arrived = 0;
  let answered = 0;
  let failed = 0;
  let overdue = 0;
  for (const point of points) {
    const part = (Math.min(point.toMs, toMs) - Math.max(point.fromMs, fromMs)) / (point.toMs - point.fromMs);
    const cell = point.journeys[journey];
    if (part <= 0 || cell === undefined) continue;
    arrived += part * cell.arrived;
    answered += part * (cell.ok + cell.degraded);
    failed += part * cell.failed;
    overdue = cell.overdue;
  }
  return { arrived, answered, failed, overdue };
}

/** Of those whose wait ended or should have ended, how many were answered; NaN where nobody was due. */
export const answeredShare = ({ answered, failed, overdue }: JourneyFigures): number =>
  answered / (answered + failed + overdue);

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
        answeredShare(figuresOf(points, journey, comparedAtMs - DUE_WITHIN_MS, comparedAtMs)) >= question.atLeast,
    );
  }
  const all = journeys.map((_, journey) => figuresOf(points, journey, brokenAtMs, comparedAtMs));
  const arrived = all.reduce((sum, figures) => sum + figures.arrived, 0);
  const answered = all.reduce((sum, figures) => sum + figures.answered, 0);
  return arrived === 0 ? 0 : Math.min(100, Math.round((100 * answered) / arrived));
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
