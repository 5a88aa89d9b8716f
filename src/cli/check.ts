import { join } from 'node:path';
import { parseLesson } from '../lesson/parse';
import { proveLesson } from '../lesson/prove';
import { problemLine } from './files';
import { lessonFolders, type LessonFolder } from './lessons';

/** Proves lessons, saying each proof as it is done; the last line is the total. Whether all of them passed. */
export function check(wanted: string | null, seedCount: number, say: (line: string) => void): boolean {
  const seeds = Array.from({ length: seedCount }, (_, index) => index + 1);
  const folders = lessonFolders(wanted);
  let passed = 0;
  let failed = 0;
  for (const folder of folders) {
    for (const line of checkLesson(folder, seeds)) {
      if (line.passed !== null) {
        passed += line.passed ? 1 : 0;
        failed += line.passed ? 0 : 1;
      }
      say(line.text);
    }
  }
  say(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

interface Line {
  readonly text: string;
  /** Null: not the line of a proof. */
  readonly passed: boolean | null;
}

function* checkLesson({ id, path, files }: LessonFolder, seeds: readonly number[]): Generator<Line> {
  yield { text: id, passed: null };
  const lesson = parseLesson(id, files);
  yield { text: `  ${lesson.ok ? 'ok  ' : 'FAIL'}  its files are sound`, passed: lesson.ok };
  if (!lesson.ok) {
    for (const problem of lesson.problems)
      yield { text: `        ${problemLine(join(path, problem.file ?? ''), problem)}`, passed: null };
    return;
  }
  for (const { name, passed, reason, file, line } of proveLesson(lesson.value, files, seeds)) {
    yield { text: `  ${passed ? 'ok  ' : 'FAIL'}  ${name}`, passed };
    yield { text: `        ${passed ? reason : `${join(path, file)}:${line}: ${reason}`}`, passed: null };
  }
}
