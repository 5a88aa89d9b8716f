import type { Diagnostic } from '../kernel/diagnostic';
import { failure, success, type Result } from '../kernel/result';
import { valueAt } from './check/prune';
import { validate } from './check/validate';
import type { Context } from './compile/context';
import { readDocument, type Reading } from './document/read';
import type { SchemaNode } from './schema/json-schema';
import { withLinesAsMaps } from './schema/lines';
import type { z } from './schema/z';

/** Reads, checks and compiles a document, as `compileReading` does. */
export const compileDocument = <Schema extends z.ZodType, Value>(
  text: string,
  ...how: [schema: Schema, root: SchemaNode, compile: Compile<Schema, Value>]
): Result<Value> => compileReading(readDocument(text), ...how);

type Compile<Schema extends z.ZodType, Value> = (
  source: z.output<Schema>,
  context: Context,
  isSoundBut: (sections: readonly string[]) => boolean,
) => Value;

/**
 * Checks and compiles a document that was read, and gathers the problems of all three, in the order of the text.
 * `compile` is given what is sound, and may ask whether there is any problem so far outside some sections. Never throws.
 */
export function compileReading<Schema extends z.ZodType, Value>(
  reading: Reading,
  schema: Schema,
  root: SchemaNode,
  compile: Compile<Schema, Value>,
): Result<Value> {
  const problems = [...reading.problems];
  if (!reading.document) return failure(sorted(problems));
  const { places } = reading.document;
  const value = withLinesAsMaps(reading.document.value, [root]);
  const { source, complaints, paths } = validate(schema, root, value);
  for (const { path, message, part } of complaints) problems.push(places.problem(path, message, part));
  if (source === null) return failure(sorted(problems));

  const context: Context = {
    report: (path, message, part) => problems.push(places.problem(paths.original(path), message, part)),
    isPartial: (path) => paths.removedBelow(paths.original(path)),
    namesIn: (path) => namesOf(valueAt(value, path)),
    isDeclared: (path) => valueAt(value, path) !== undefined,
  };
  const compiled = compile(source, context, (sections) =>
    problems.every(({ path }) => sections.some((section) => `${path}.`.startsWith(`${section}.`))),
  );
  return problems.length > 0 ? failure(sorted(problems)) : success(compiled);
}

/** More than this nobody reads, and an editor would choke on. */
const MOST_PROBLEMS = 500;

/** By place; the same words at the same place once. */
function sorted(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return [...problems]
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ line, column, message }) => {
      const id = `${line} ${column} ${message}`;
      return !seen.has(id) && seen.add(id);
    })
    .slice(0, MOST_PROBLEMS);
}

const namesOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];
