import { join } from 'node:path';
import type { Diagnostic } from '../kernel/diagnostic';
import type { Lesson } from '../lesson/lesson';
import { parseLesson, SOLUTION_FILE } from '../lesson/parse';
import { proveLesson } from '../lesson/prove';
import { compilePolicies, compileScenario } from '../scenario';
import { reviewPolicies } from '../scenario/review';
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
  for (const warning of warningsOf(lesson.value))
    yield { text: `        ${problemLine(join(path, SOLUTION_FILE), warning)}`, passed: null };
  for (const { name, passed, reason, file, line } of proveLesson(lesson.value, files, seeds)) {
    yield { text: `  ${passed ? 'ok  ' : 'FAIL'}  ${name}`, passed };
    yield { text: `        ${passed ? reason : `${join(path, file)}:${line}: ${reason}`}`, passed: null };
  }
}

/** What a reviewer would say of the reference solution: what a lesson begins with, and its mistakes, are bad on purpose. */
function warningsOf({ scenario, solution }: Lesson): readonly Diagnostic[] {
  const model = compileScenario(scenario);
  const plan = model.ok ? compilePolicies(model.value, solution) : model;
  return model.ok && plan.ok ? reviewPolicies(model.value, plan.value, solution) : [];
}
