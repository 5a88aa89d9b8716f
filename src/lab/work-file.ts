import { problem } from '../kernel/diagnostic';
import { failure, success, type Result } from '../kernel/result';
import { z } from '../scenario/schema/z';
import type { LessonWork, SavedWork } from './saved-work';

const FORMAT = 'breakwater work';
/** Raised when the shape changes; older files are read, newer ones are refused. */
const VERSION = 1;

/** Names of lessons, steps and questions as their authors write them; `__proto__` and its like are none. */
const id = z.string().regex(/^[A-Za-z0-9][\w. -]*$/);
const place = z.number().int().min(0);
const prediction = z.union([z.number(), z.array(z.string())]);

const verdict = z.object({
  check: z.string(),
  passed: z.boolean(),
  points: z.number(),
  // JSON has no word for "nothing to measure"
  measured: z
    .number()
    .nullable()
    .transform((measured) => measured ?? NaN),
  message: z.string(),
  atMs: z.number(),
});

const lessonWork: z.ZodType<LessonWork> = z.object({
  step: z.string(),
  done: z.array(z.string()),
  predictions: z.record(id, prediction),
  outcomes: z.record(id, prediction),
  explanations: z.record(id, z.object({ said: z.string(), picked: z.array(place), written: z.string() })),
  tests: z.array(
    z.object({
      step: z.string(),
      storm: z.string(),
      policies: z.string(),
      seed: z.number(),
      changed: z.boolean(),
      verdicts: z.array(verdict),
    }),
  ),
  examplesSeen: z.array(z.string()),
  policies: z.object({ past: z.array(z.string()), text: z.string(), future: z.array(z.string()) }),
});

const workFile = z.object({
  format: z.literal(FORMAT),
  version: z.number().int().min(1),
  visited: z.boolean(),
  lessons: z.record(id, lessonWork),
});

/** All work as the text of a file that `readWorkFile` reads again. */
export const writeWorkFile = (work: SavedWork): string =>
  JSON.stringify({ format: FORMAT, version: VERSION, ...work }, null, 2);

/** The work in a file's text, or every problem with it. */
export function readWorkFile(text: string): Result<SavedWork> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return failure([problem('This is not a file of saved work: expected JSON as it was saved by this lab.')]);
  }
  const version = versionOf(content);
  if (version > VERSION) {
    return failure([
      problem(`This file was saved by a newer lab (version ${version}); this one reads up to ${VERSION}.`),
    ]);
  }
  const parsed = workFile.safeParse(content);
  if (!parsed.success) return failure(problemsOf(parsed.error));
  const { visited, lessons } = parsed.data;
  return success({ visited, lessons });
}

/** One lesson's work as plain data that `readLessonWork` reads again. */
export const writeLessonWork = (work: LessonWork): unknown => JSON.parse(JSON.stringify(work));

export function readLessonWork(plain: unknown): Result<LessonWork> {
  const parsed = lessonWork.safeParse(plain);
  return parsed.success ? success(parsed.data) : failure(problemsOf(parsed.error));
}

function versionOf(content: unknown): number {
  if (typeof content !== 'object' || content === null || !('format' in content) || !('version' in content)) return 0;
  return content.format === FORMAT && typeof content.version === 'number' ? content.version : 0;
}

const problemsOf = (error: z.ZodError) =>
  error.issues.map((issue) => {
    const path = issue.path.join('.');
    return problem(path === '' ? issue.message : `${path}: ${issue.message}`, path);
  });
