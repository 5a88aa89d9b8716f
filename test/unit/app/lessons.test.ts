import { expect, test } from 'vitest';
import { lessons, readLessons } from '../../../src/app/lessons';

test('the lessons that come with the page can all be read', () => {
  expect(lessons.problems).toEqual([]);
  expect(lessons.all.map(({ id }) => id)).toContain('the-weakest-link');
});

test('a lesson that cannot be read is told with its folder, file and line', () => {
  const { all, problems } = readLessons({ '/lessons/broken/lesson.md': 'no front matter' });
  expect(all).toEqual([]);
  expect(problems.map(({ file }) => file)).toContain('broken/scenario.yaml');
});
