import { expect, test } from 'vitest';
import { Strokes } from '../../../src/app/strokes';

test('edits close together are one stroke, and a pause or an end begins another', () => {
  let nowMs = 0;
  const strokes = new Strokes(() => nowMs);
  const editAt = (ms: number) => {
    nowMs = ms;
    return strokes.continues();
  };
  expect([editAt(0), editAt(400), editAt(1300), editAt(2400)]).toEqual([false, true, true, false]);
  strokes.end();
  expect(editAt(2500)).toBe(false);
});
