import type { Part, Path } from '../document/places';
import type { SchemaNode } from '../schema/json-schema';
import type { z } from '../schema/z';
import { issuesOf } from './issues';
import { OriginalPaths, valueAt, without } from './prune';
import { wordsFor } from './words';

export interface Complaint {
  readonly path: Path;
  readonly part: Part;
  readonly message: string;
}

export interface Validated<Source> {
  /** What the schema makes of the parts that are sound; null if nothing is left. */
  readonly source: Source | null;
  /** In the coordinates of the value as given. */
  readonly complaints: readonly Complaint[];
  /** From a path in `source` to the same place in the value as given. */
  readonly paths: OriginalPaths;
}

/** Each round takes every part at fault away, so that the rest can be judged on its own; deeper faults surface in turn. */
const MAX_ROUNDS = 40;

/** Checks a value and keeps what is sound, so that one wrong number does not hide a wrong name elsewhere. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  root: SchemaNode,
  value: unknown,
): Validated<z.output<Schema>> {
  const complaints: Complaint[] = [];
  const paths = new OriginalPaths();
  let rest = value;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const parsed = schema.safeParse(rest);
    if (parsed.success) return { source: parsed.data, complaints, paths };
    const issues = issuesOf(parsed.error);
    for (const issue of issues) {
      const path = paths.original(issue.path);
      // What was taken away below this place may be all that is wrong with it.
      if (paths.removedBelow(path)) continue;
      complaints.push({ path, part: issue.part, message: wordsFor(issue, valueAt(rest, issue.path), root) });
    }
    const removed = issues.map((issue) =>
      valueAt(rest, issue.path) === undefined ? issue.path.slice(0, -1) : issue.path,
    );
    if (removed.some((path) => path.length === 0)) break;
    rest = without(rest, removed);
    paths.remove(removed);
  }
  return { source: null, complaints, paths };
}
