import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OUTCOME_NAMES } from '../../../src/policies/outcome';

const paragraph = (file: string, beginning: string): string =>
  readFileSync(file, 'utf8')
    .split('\n\n')
    .find((text) => text.includes(beginning))!
    .replaceAll('\n', ' ');

it.each([
  ['src/engine/MODEL.md', 'Completed: _ok_', '_'],
  ['src/cli/README.md', 'The outcomes, by name', '`'],
])('every outcome is named in %s', (file, beginning, quote) => {
  const text = paragraph(file, beginning);
  expect(OUTCOME_NAMES.filter((name) => !text.includes(`${quote}${name}${quote}`))).toEqual([]);
});
