import type { Part, Path } from '../document/places';
import { schemasAt, type SchemaNode } from '../schema/json-schema';
import type { z } from '../schema/z';
import { indentSlips, indentWords } from './indentation';
import { issuesOf, type Issue } from './issues';
import { OriginalPaths, valueAt, withCuts, type Cut } from './prune';
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
/** With more than this at once, the text is not a scenario in need of a correction. */
const MOST_ISSUES = 500;

/** Checks a value and keeps what is sound, so that one wrong number does not hide a wrong name elsewhere. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  root: SchemaNode,
  value: unknown,
): Validated<z.output<Schema>> {
  const complaints: Complaint[] = [];
  const paths = new OriginalPaths();
  const slips = indentSlips(value, root);
  const misplaced: Cut[] = [];
  for (const slip of slips) {
    complaints.push({ path: [...slip.path, slip.keys[0]!], part: 'key', message: indentWords(slip) });
    const keys = slip.empty ? [slip.under, ...slip.keys] : slip.keys;
    misplaced.push(...keys.map((key) => ({ path: [...slip.path, key], spare: undefined })));
  }
  let rest = withCuts(value, misplaced);
  paths.remove(misplaced.map(({ path }) => path));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const parsed = schema.safeParse(rest);
    if (parsed.success) return { source: parsed.data, complaints, paths };
    const issues = issuesOf(parsed.error).slice(0, MOST_ISSUES);
    for (const issue of issues) {
      const path = paths.original(issue.path);
      const faulty = valueAt(rest, issue.path);
      // What is not there may be a part that is at fault and was taken away, now or before.
      const lacking = issue.lacking || faulty === undefined;
      const isAtFault =
        issue.lacks === null
          ? paths.removedBelow(path) || issues.some((other) => isBelow(other.path, issue.path))
          : issue.lacks.some(
              (key) =>
                paths.removedBelow([...path, key]) || issues.some((other) => isIn(other.path, [...issue.path, key])),
            );
      if (lacking && isAtFault) continue;
      complaints.push({ path, part: issue.part, message: wordsFor(issue, rest, root) });
    }
    const cuts = issues.flatMap((issue) => cutsFor(issue, rest, root));
    if (issues.length === MOST_ISSUES || cuts.some((cut) => cut.path.length === 0)) break;
    rest = withCuts(rest, cuts);
    paths.remove(cuts.map((cut) => cut.path));
  }
  return { source: null, complaints, paths };
}

/** Of a list too long by more than this, nothing is judged besides. */
const MOST_SURPLUS = 100;

/** Of a list that is too long what is beyond, so that the others are judged; a required key has a spare; whatever else is missing takes its parent with it. */
function cutsFor({ path, what }: Issue, value: unknown, root: SchemaNode): readonly Cut[] {
  const items = what.kind === 'too many' ? valueAt(value, path) : null;
  if (what.kind === 'too many' && Array.isArray(items) && items.length - what.most <= MOST_SURPLUS) {
    return items.slice(what.most).map((_, beyond) => ({ path: [...path, what.most + beyond], spare: undefined }));
  }
  const isKey = what.kind === 'unknown key' || what.kind === 'bad key';
  const spare = isKey ? undefined : schemasAt(root, path).find((node) => node.spare !== undefined)?.spare;
  const missing = spare === undefined && valueAt(value, path) === undefined;
  return [{ path: missing ? path.slice(0, -1) : path, spare }];
}

const isBelow = (path: Path, above: Path): boolean => path.length > above.length && isIn(path, above);

const isIn = (path: Path, place: Path): boolean =>
  path.length >= place.length && place.every((step, index) => path[index] === step);
