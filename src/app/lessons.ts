import built from 'virtual:lessons';
import type { Lessons } from '../lesson/lesson';

export type { Lessons } from '../lesson/lesson';

/** Every lesson, as it was read when the page was built (scripts/vite/lessons.mjs). */
export const lessons = built as Lessons;
