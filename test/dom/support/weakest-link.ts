import { lessons } from '../../../src/app/lessons';
import type { Lesson } from '../../../src/lesson/lesson';

/** The lesson as it comes with the page. */
export function weakestLink(): Lesson {
  const found = lessons.all.find(({ id }) => id === 'the-weakest-link');
  if (found === undefined) throw new Error('The lesson cannot be read.');
  return found;
}
