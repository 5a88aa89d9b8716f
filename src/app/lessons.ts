import type { Diagnostic } from '../kernel/diagnostic';
import type { Lesson } from '../lesson/lesson';
import { parseLesson } from '../lesson/parse';

/** Every file of every lesson, taken in when the page was built: a class needs no server to read them from. */
const files = import.meta.glob<string>('/lessons/*/**', { query: '?raw', import: 'default', eager: true });

export interface Lessons {
  readonly all: readonly Lesson[];
  /** Of lessons that cannot be read; the page shows them instead of hiding the lesson. */
  readonly problems: readonly Diagnostic[];
}

/** Reads the lessons from their files by path (`/lessons/<id>/<file>`). */
export function readLessons(byPath: Readonly<Record<string, string>>): Lessons {
  const folders = new Map<string, Map<string, string>>();
  for (const [path, text] of Object.entries(byPath)) {
    const [, , id = '', ...inside] = path.split('/');
    const folder = folders.get(id) ?? new Map<string, string>();
    folders.set(id, folder.set(inside.join('/'), text));
  }
  const all: Lesson[] = [];
  const problems: Diagnostic[] = [];
  for (const [id, folder] of folders) {
    const parsed = parseLesson(id, folder);
    if (parsed.ok) all.push(parsed.value);
    else problems.push(...parsed.problems.map((problem) => ({ ...problem, file: `${id}/${problem.file ?? ''}` })));
  }
  return { all, problems };
}

export const lessons: Lessons = readLessons(files);
