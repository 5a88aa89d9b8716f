import { describe, expect, test } from 'vitest';
import { asCode, readLessons } from '../../../scripts/vite/lessons';

test('a lesson that cannot be read is told with its folder, file and line', () => {
  const { all, problems } = readLessons(new Map([['broken', new Map([['lesson.md', 'no front matter']])]]));
  expect(all).toEqual([]);
  expect(problems.map(({ file }) => file)).toContain('broken/scenario.yaml');
});

describe('data as code', () => {
  test.each([[{ a: [1, 'two', null, true] }], [{ never: Infinity, before: -Infinity }], ['Infinity'], ['"NaN"\\']])(
    '%j comes back as it was',
    (data) => {
      const read: unknown = new Function(`return ${asCode(data)};`)();
      expect(read).toEqual(data);
    },
  );
});
