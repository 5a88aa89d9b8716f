import { expect, test } from 'vitest';
import { compareAnswers } from '../../../../src/ui/lesson/comparison';
import type { Question } from '../../../../src/lesson/lesson';

const questions: readonly Question[] = [
  { kind: 'journeys', id: 'which', ask: 'Which?', atLeast: 0.5 },
  { kind: 'answered', id: 'many', ask: 'How many?' },
];
const journeys = ['browse', 'search'];

test('every journey asked about has a row, and says whether it was as predicted', () => {
  const rows = compareAnswers(questions, journeys, { which: ['search'] }, { which: [] });
  expect(rows.map(({ question, same }) => [question, same])).toEqual([
    ['browse', true],
    ['search', false],
  ]);
});

test('a figure within ten of the run counts as foreseen', () => {
  const sameAt = (said: number) => compareAnswers(questions, journeys, { many: said }, { many: 30 })[0]?.same;
  expect([20, 40, 41, 5].map(sameAt)).toEqual([true, true, false, false]);
});

test('nothing is compared before the run has shown it', () => {
  expect(compareAnswers(questions, journeys, { which: ['search'], many: 3 }, {})).toEqual([]);
});
