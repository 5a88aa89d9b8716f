import type { Diagnostic } from '../kernel/diagnostic';
import { failure, success, type Result } from '../kernel/result';
import { compilePolicies, compileScenario } from '../scenario';
import type { Lesson } from './lesson';
import { splitLesson } from './markdown';
import { buildMistake, isMistakeFile } from './mistakes';
import { missing, namesOf } from './names';
import { checksSchema, frontMatterSchema } from './schema/json-schema';
import { inFile, lineProblem, readSource } from './source';
import { buildSteps, LESSON_FILE } from './steps';
import { buildStorms } from './storms';

const SCENARIO_FILE = 'scenario.yaml';
export const POLICIES_FILE = 'policies.yaml';
export const CHECKS_FILE = 'checks.yaml';
export const SOLUTION_FILE = 'solution.yaml';

const FILES = [LESSON_FILE, SCENARIO_FILE, POLICIES_FILE, CHECKS_FILE, SOLUTION_FILE];

/**
 * A lesson from its folder: `id` is the folder's name, `files` has the text of each file by its path inside.
 * Fails with every problem of every file at once; each carries its file, line and column.
 */
export function parseLesson(id: string, files: ReadonlyMap<string, string>): Result<Lesson> {
  const absent = FILES.filter((file) => !files.has(file));
  if (absent.length > 0) return failure(absent.map((file) => lineProblem(file, 1, 'This file is missing.')));
  const textOf = (file: string): string => files.get(file) ?? '';
  const problems: Diagnostic[] = [];

  const compiled = compileScenario(textOf(SCENARIO_FILE));
  const model = compiled.ok ? compiled.value : null;
  if (!compiled.ok) problems.push(...inFile(SCENARIO_FILE, compiled.problems));
  const names = model && namesOf(model);
  const storms = buildStorms(readSource(CHECKS_FILE, textOf(CHECKS_FILE), checksSchema), names);
  problems.push(...storms.problems);

  const text = splitLesson(textOf(LESSON_FILE));
  problems.push(...text.faults.map(({ line, message }) => lineProblem(LESSON_FILE, line, message)));
  const front = readSource(LESSON_FILE, text.frontMatter ?? '', frontMatterSchema);
  if (text.frontMatter !== null) {
    problems.push(...front.problems);
    const unknown = front.value && names && missing('journey', front.value.page, names.journeys);
    if (unknown) problems.push(front.problemAt(['page'], unknown));
  }
  const { steps, examples, problems: ofSteps } = buildSteps(text, { names, storms, files });
  problems.push(...ofSteps);

  const mistakes = [...files].flatMap(([file, source]) => {
    if (!isMistakeFile(file)) return [];
    const built = buildMistake(file, source, storms);
    problems.push(...built.problems);
    return built.mistake ? [built.mistake] : [];
  });

  if (model) {
    const documents = [POLICIES_FILE, SOLUTION_FILE, ...examples].map((file) => ({ file, policies: textOf(file) }));
    for (const { file, policies } of [...documents, ...mistakes]) {
      const fits = compilePolicies(model, policies);
      if (!fits.ok) problems.push(...inFile(file, fits.problems));
    }
  }
  if (problems.length > 0 || !front.value) return failure(sorted(problems));
  const { title, summary, minutes, page } = front.value;
  return success({
    id,
    title,
    summary,
    minutes,
    page,
    scenario: textOf(SCENARIO_FILE),
    policies: textOf(POLICIES_FILE),
    solution: textOf(SOLUTION_FILE),
    steps,
    storms: storms.storms,
    checks: storms.checks,
    mistakes,
  });
}

/** By file, in the order in which they are listed above and then by name, and by place within it. */
function sorted(problems: readonly Diagnostic[]): Diagnostic[] {
  const others = problems.map(({ file }) => file ?? '').filter((file) => !FILES.includes(file));
  const order = [...FILES, ...others.sort()];
  const rank = new Map(order.map((file, index) => [file, index]));
  const at = ({ file }: Diagnostic) => rank.get(file ?? '') ?? 0;
  return [...problems].sort((a, b) => at(a) - at(b) || a.line - b.line || a.column - b.column);
}
