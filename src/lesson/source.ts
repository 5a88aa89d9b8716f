import { problem, type Diagnostic } from '../kernel/diagnostic';
import { valueAt } from '../scenario/check/prune';
import { validate } from '../scenario/check/validate';
import type { Part, Path } from '../scenario/document/places';
import { readDocument } from '../scenario/document/read';
import type { z } from '../scenario/schema/z';
import type { DescribedSchema } from './schema/json-schema';

/** One YAML document of a lesson as far as it is sound, with the means to point at any part of it. */
export interface Source<Value> {
  /** Null if nothing of it is sound. */
  readonly value: Value | null;
  readonly problems: readonly Diagnostic[];
  /** A problem at a place of `value`. */
  problemAt(path: Path, message: string, part?: Part): Diagnostic;
  /** Whether something at or under a place of `value` was left out for its problems. */
  isPartial(path: Path): boolean;
  /** The keys of a map as written, with those whose values were left out for their problems. */
  keysAt(path: Path): readonly string[];
}

export const inFile = (file: string, problems: readonly Diagnostic[]): Diagnostic[] =>
  problems.map((problem) => ({ ...problem, file }));

/** A problem with a line as a whole. */
export const lineProblem = (file: string, line: number, message: string): Diagnostic => ({
  ...problem(message),
  file,
  line,
  endLine: line,
});

export function readSource<Schema extends z.ZodType>(
  file: string,
  text: string,
  { schema, root }: DescribedSchema<Schema>,
): Source<z.output<Schema>> {
  const { document, problems } = readDocument(text);
  if (!document) {
    return {
      value: null,
      problems: inFile(file, problems),
      problemAt: (_, message) => lineProblem(file, 1, message),
      isPartial: () => true,
      keysAt: () => [],
    };
  }
  const { places, value } = document;
  const { source, complaints, paths } = validate(schema, root, value);
  const complained = complaints.map(({ path, part, message }) => places.problem(path, message, part));
  return {
    value: source,
    problems: inFile(file, [...problems, ...complained]),
    problemAt: (path, message, part) => ({ ...places.problem(paths.original(path), message, part), file }),
    isPartial: (path) => paths.removedBelow(paths.original(path)),
    keysAt: (path) => Object.keys(valueAt(value, path) ?? {}),
  };
}
