import { describe, expect, test } from 'vitest';
import { pickHint } from '../../../src/lesson/hints';
import type { Check, Hint, Verdict } from '../../../src/lesson/lesson';

const check = (id: string): Check => ({
  id,
  storm: 's',
  title: '',
  points: 1,
  fromMs: 33_000,
  toMs: 75_000,
  expect: { measure: 'answered', journeys: ['a'], atLeast: 1 },
  message: '',
});
const verdict = (id: string, passed: boolean): Verdict => ({
  check: id,
  passed,
  points: 0,
  measured: 0.41,
  message: '',
  atMs: 61_000,
});
const hint = (afterAttempts: number, whenFails: string | null, text: string): Hint => ({
  afterAttempts,
  whenFails,
  text,
});

const CHECKS = [check('one'), check('two')];
const HINTS = [
  hint(1, 'one', 'symptom one {measured} {worst}'),
  hint(1, 'two', 'symptom two'),
  hint(2, 'one', 'node one, {from} to {to}'),
  hint(3, null, 'policy {measured}'),
];
const pick = (attempts: number, failed: string[]) =>
  pickHint(
    HINTS,
    CHECKS,
    CHECKS.map(({ id }) => verdict(id, !failed.includes(id))),
    attempts,
  );

describe('the hint after an attempt', () => {
  test('is none before there was one, and none when nothing failed', () => {
    expect(pick(0, ['one'])).toBeNull();
    expect(pickHint(HINTS, CHECKS, [], 5)).toBeNull();
    expect(pick(5, [])).toBeNull();
  });

  test('looks at what failed in that run', () => {
    expect(pick(1, ['two'])).toBe('symptom two');
    expect(pick(1, ['one'])).toBe('symptom one 41\u00a0% 1:01');
  });

  test('takes the first of equals', () => {
    expect(pick(1, ['two', 'one'])).toBe('symptom one 41\u00a0% 1:01');
  });

  test('says more with more attempts, as long as it fits the run', () => {
    expect(pick(2, ['one'])).toBe('node one, 0:33 to 1:15');
    expect(pick(2, ['two'])).toBe('symptom two');
    expect(pick(3, ['two'])).toBe('policy {measured}');
    expect(pick(9, ['one'])).toBe('policy {measured}');
  });
});
