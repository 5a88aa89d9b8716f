import type { Prediction } from '../../lab/saved-work';
import type { Question } from '../../lesson/lesson';
import { text } from '../text';

/** One answer beside what the run did, in words. */
export interface ComparedAnswer {
  readonly question: string;
  readonly said: string;
  readonly was: string;
  readonly same: boolean;
}

/** A guess this near to what happened is as good as right. */
const NEAR = 10;

/** The rows of the comparison: one for each journey asked about, one for each figure. */
export function compareAnswers(
  questions: readonly Question[],
  journeys: readonly string[],
  predictions: Readonly<Record<string, Prediction>>,
  outcomes: Readonly<Record<string, Prediction>>,
): ComparedAnswer[] {
  return questions.flatMap((question) => {
    const said = predictions[question.id];
    const was = outcomes[question.id];
    if (typeof said === 'number' && typeof was === 'number') return [compareNumbers(said, was)];
    if (typeof said === 'object' && typeof was === 'object')
      return journeys.map((name) => compareJourney(name, said, was));
    return [];
  });
}

function compareNumbers(said: number, was: number): ComparedAnswer {
  const { answers, ofHundred } = text.lesson.break;
  return { question: answers, said: ofHundred(said), was: ofHundred(was), same: Math.abs(said - was) <= NEAR };
}

function compareJourney(name: string, said: readonly string[], was: readonly string[]): ComparedAnswer {
  const { finishes, stops } = text.lesson.break;
  const word = (finished: boolean): string => (finished ? finishes : stops);
  const saidSo = said.includes(name);
  const wasSo = was.includes(name);
  return { question: name, said: word(saidSo), was: word(wasSo), same: saidSo === wasSo };
}
