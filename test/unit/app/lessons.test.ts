import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lessons } from '../../../src/app/lessons';
import { parseLesson } from '../../../src/lesson/parse';

test('the lessons that come with the page can all be read', () => {
  expect(lessons.problems).toEqual([]);
  expect(lessons.all.map(({ id }) => id)).toContain('the-weakest-link');
});

test('a lesson that comes with the page is what its files say', () => {
  const folder = 'lessons/the-weakest-link';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file));
  const parsed = parseLesson(
    'the-weakest-link',
    new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')])),
  );
  expect(parsed).toEqual({ ok: true, value: lessons.all.find(({ id }) => id === 'the-weakest-link') });
});
