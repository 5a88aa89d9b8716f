import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { valueAt } from '../check/prune';
import { compose } from '../document/compose';
import { Lines } from '../document/lines';
import { keyText, type Path } from '../document/places';
import { plainData } from '../document/read';
import type { Model } from '../model';
import { likeOf, schemasAt, type SchemaNode } from '../schema/json-schema';
import { policySchema } from '../schema/policy-schema';
import { distributionWords } from './distribution-words';
import { coverage } from './names';
import { holdsOf } from './holds';
import { notesOf, type Notes } from './notes';

/** What to show of the word under the pointer, and where that word stands. */
export interface Hover extends Notes {
  /** The key it is about. */
  readonly title: string;
  /** The kind of layer it is or belongs to; null: none. */
  readonly policy: string | null;
  /** What the value written there comes to, such as the mean of a distribution; null where that says nothing new. */
  readonly value: string | null;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** About the key or value at a place (from 1) of a policies document, or of one with another schema; null where there is nothing to say. */
export function hoverAt(
  text: string,
  line: number,
  column: number,
  model: Model,
  root: SchemaNode = policySchema,
): Hover | null {
  const lines = new Lines(text);
  const composed = compose(text);
  if (composed.kind !== 'documents') return null;
  const found = wordUnder(composed.first?.contents ?? null, lines.offsetOf(line, column), []);
  if (!found) return null;
  const path = found.path.slice(0, found.path.findLastIndex((step) => typeof step === 'string') + 1);
  const whole = composed.first && plainData(composed.first)?.value;
  const notes = notesAt(path, model, root, whole);
  if (!notes) return null;
  const from = lines.placeOf(found.from);
  const to = lines.placeOf(found.to);
  return {
    title: String(path.at(-1)),
    policy: policyAt(path),
    ...notes,
    value: distributionWords(text, path, root),
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

/** Lists of layers stand by link under the key `policies`, and each layer under its kind. */
const policyAt = ([root, , , kind]: Path): string | null =>
  root === 'policies' && typeof kind === 'string' ? kind : null;

function notesAt(path: Path, model: Model, root: SchemaNode, whole: unknown): Notes | null {
  const nodes = schemasAt(root, path, whole);
  const own = notesOf(nodes, likeOf(valueAt(whole, path)));
  if (own || path[0] !== 'policies' || path.length !== 2) return own;
  const definition = coverage(String(path[1]), model);
  const scope = notesOf(schemasAt(root, ['policies']))?.scope ?? null;
  const holds = holdsOf(nodes);
  return definition === null
    ? null
    : { definition, unit: null, holds, default: null, scope, libraries: [], examples: [] };
}

interface Found {
  readonly path: Path;
  readonly from: number;
  readonly to: number;
}

/** The scalar at an offset, with its path: a key's own, or that of the value. */
function wordUnder(node: Node | null, offset: number, path: Path): Found | null {
  if (!node?.range || offset < node.range[0] || offset > node.range[2]) return null;
  if (isScalar(node)) return offset <= node.range[1] ? { path, from: node.range[0], to: node.range[1] } : null;
  const children: readonly (readonly [Node | null, Path])[] = isMap<Node, Node | null>(node)
    ? node.items.flatMap(({ key, value }) => {
        const own = [...path, keyText(key)];
        return [[key, own] as const, [value, own] as const];
      })
    : isSeq<Node>(node)
      ? node.items.map((item, index) => [item, [...path, index]] as const)
      : [];
  for (const [child, childPath] of children) {
    const found = wordUnder(child, offset, childPath);
    if (found) return found;
  }
  return null;
}
