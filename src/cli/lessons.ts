import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readText } from './files';
import { UsageError } from './usage-error';

const LESSONS = join(rootAbove(fileURLToPath(import.meta.url)), 'lessons');
const LESSON_FILE = 'lesson.md';

export interface LessonFolder {
  readonly id: string;
  /** As shown, relative to where the command was given. */
  readonly path: string;
  /** Texts by their path inside the folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** The lesson of that name or in that folder, or all lessons there are; a UsageError if there is none. */
export function lessonFolders(wanted: string | null): LessonFolder[] {
  if (wanted === null) return lessonNames().map((name) => read(join(LESSONS, name)));
  for (const folder of [join(LESSONS, wanted), resolve(wanted)]) {
    if (existsSync(join(folder, LESSON_FILE))) return [read(folder)];
  }
  throw new UsageError(`there is no lesson ${wanted}; there are: ${lessonNames().join(', ')}`);
}

/** The folder of package.json, wherever below it this file was bundled to. */
function rootAbove(path: string): string {
  const folder = dirname(path);
  return folder === path || existsSync(join(folder, 'package.json')) ? folder : rootAbove(folder);
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** Every folder, so that one without its lesson.md is found out and not passed over. */
const lessonNames = (): string[] =>
  isFolder(LESSONS)
    ? readdirSync(LESSONS)
        .filter((name) => isFolder(join(LESSONS, name)))
        .sort()
    : [];

function read(folder: string): LessonFolder {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(md|yaml)$/.test(name));
  const files = new Map(names.sort().map((name) => [name.split(sep).join('/'), readText(join(folder, name))]));
  return { id: basename(folder), path: relative(process.cwd(), folder) || '.', files };
}
