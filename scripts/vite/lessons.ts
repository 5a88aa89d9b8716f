import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { Diagnostic } from '../../src/kernel/diagnostic';
import type { Lesson, Lessons } from '../../src/lesson/lesson';
import { parseLesson } from '../../src/lesson/parse';

/** The texts of a lesson's files by their path inside its folder. */
type Folder = ReadonlyMap<string, string>;

const NAME = 'virtual:lessons';

/**
 * The lessons of a folder, read and checked when the page is built: a class needs no server to read them from, and the
 * page no time to. Exported by `virtual:lessons`.
 */
export function lessonsIn(root: string): Plugin {
  return {
    name: 'breakwater:lessons',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null;
      const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
        (file) => file.includes(sep) && statSync(join(root, file)).isFile(),
      );
      const folders = new Map<string, Map<string, string>>();
      for (const file of files.sort()) {
        const path = join(root, file);
        this.addWatchFile(path);
        const [lesson = '', ...inside] = file.split(sep);
        const folder = folders.get(lesson) ?? new Map<string, string>();
        folders.set(lesson, folder.set(inside.join('/'), readFileSync(path, 'utf8')));
      }
      return `export default ${asCode(readLessons(folders))};`;
    },
  };
}

/** By folder; a problem's file has the folder's name before its own. */
export function readLessons(folders: ReadonlyMap<string, Folder>): Lessons {
  const all: Lesson[] = [];
  const problems: Diagnostic[] = [];
  for (const [id, folder] of folders) {
    const parsed = parseLesson(id, folder);
    if (parsed.ok) all.push(parsed.value);
    else problems.push(...parsed.problems.map((problem) => ({ ...problem, file: `${id}/${problem.file ?? ''}` })));
  }
  return { all, problems };
}

const MARK = '\u0000';

/** As JSON, which is code too, but for numbers that JSON has no word for. */
export function asCode(data: unknown): string {
  const json = JSON.stringify(data, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? `${MARK}${value}` : value,
  );
  return json.replaceAll(/"\\u0000(-?Infinity|NaN)"/g, '$1');
}
