import type { Diagnostic } from '../kernel/diagnostic';
import type { Lesson, Lessons } from './lesson';
import { parseLesson } from './parse';

/** By folder, each with its files' texts by their path inside it; a problem's file has the folder's name before its own. */
export function readLessons(folders: ReadonlyMap<string, ReadonlyMap<string, string>>): Lessons {
  const all: Lesson[] = [];
  const problems: Diagnostic[] = [];
  for (const [id, folder] of folders) {
    const parsed = parseLesson(id, folder);
    if (parsed.ok) all.push(parsed.value);
    else problems.push(...parsed.problems.map((problem) => ({ ...problem, file: `${id}/${problem.file ?? ''}` })));
  }
  return { all, problems };
}
