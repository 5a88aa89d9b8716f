import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineDifference, sameLines } from '../../../../src/ui/editor/line-difference';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));
const linesOf = (lines: readonly { text: string }[]) => lines.map((line) => `${line.text}\n`).join('');

describe('the difference of two texts', () => {
  test('has the first text without what was put in, and the second without what was taken out', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDifference(before, after);
        expect(linesOf(lines.filter(({ kind }) => kind !== 'added'))).toBe(before);
        expect(linesOf(lines.filter(({ kind }) => kind !== 'removed'))).toBe(after);
      }),
    );
  });

  test('numbers the lines of each text without gaps', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDifference(before, after);
        const numbers = (side: 'before' | 'after') => lines.flatMap((line) => line[side] ?? []);
        expect(numbers('before')).toEqual(numbers('before').map((_, index) => index + 1));
        expect(numbers('after')).toEqual(numbers('after').map((_, index) => index + 1));
      }),
    );
  });

  test('shows one changed line as taken out and put in, between lines that stay', () => {
    expect(lineDifference('a\nb\nc\n', 'a\nx\nc\n').map(({ kind, text: line }) => `${kind} ${line}`)).toEqual([
      'same a',
      'removed b',
      'added x',
      'same c',
    ]);
  });

  test('does not see how a line is ended', () => {
    expect(sameLines('a\r\nb', 'a\nb\n')).toBe(true);
    expect(sameLines('a\nb', 'a\n\nb')).toBe(false);
  });
});
