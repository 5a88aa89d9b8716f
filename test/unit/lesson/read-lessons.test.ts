import { expect, test } from 'vitest';
import { readLessons } from '../../../src/lesson/read-lessons';

test('a lesson that cannot be read is told with its folder, file and line', () => {
  const { all, problems } = readLessons(new Map([['broken', new Map([['lesson.md', 'no front matter']])]]));
  expect(all).toEqual([]);
  expect(problems.map(({ file }) => file)).toContain('broken/scenario.yaml');
});
