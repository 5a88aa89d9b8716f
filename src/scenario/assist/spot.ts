import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { compose } from '../document/compose';
import { Lines } from '../document/lines';
import { keyText, type Path } from '../document/places';

/** The word around the cursor, as offsets in the text. */
export interface Word {
  readonly from: number;
  readonly to: number;
  /** Nothing but indentation and `- ` stands before it on its line. */
  readonly opensLine: boolean;
  /** A `:` follows, so it is a key already. */
  readonly hasColon: boolean;
}

/** What the cursor's word is in the document. */
export interface Spot {
  /** Of the map for a key, of the value itself for a value. */
  readonly path: Path;
  readonly as: 'key' | 'value';
  /** The other keys of the map. */
  readonly siblings: readonly string[];
  /** What the map says it is like, if it does. */
  readonly like: unknown;
}

const BEFORE = /^(?:.*(?:[{[,]\s*|:\s+)|\s*(?:-\s+)*)/;
const REST = /^(.*?)\s*(?:[,}\]]|:(?:\s|$)|\s#|$)/;

/** Null inside a comment. A word may have spaces, as keys do. */
export function wordAt(lines: Lines, offset: number): Word | null {
  const start = offset - (lines.placeOf(offset).column - 1);
  const before = lines.text.slice(start, offset);
  if (/(^|\s)#/.test(before)) return null;
  const lead = BEFORE.exec(before)?.[0] ?? '';
  const after = lines.text.slice(offset, lines.endOfLine(offset));
  const rest = REST.exec(after)?.[1] ?? '';
  return {
    from: start + lead.length,
    to: offset + rest.length,
    opensLine: /^\s*(?:-\s+)*$/.test(lead),
    hasColon: /^\s*:(?:\s|$)/.test(after.slice(rest.length)),
  };
}

const MARK = 'theCursorIsHere';

/** Reads the text with `lead` and a mark in place of the word, and finds the mark: an unfinished text has no better place for it. */
export function spotOf(text: string, word: Word, lead: '' | '- '): Spot | null {
  const marked = `${text.slice(0, word.from)}${lead}${MARK}${text.slice(word.to)}`;
  const composed = compose(marked);
  if (composed.kind !== 'documents') return null;
  const lines = new Lines(marked);
  return findMark(composed.first?.contents ?? null, [], (key) => lines.placeOf(key.range?.[0] ?? 0).column);
}

function findMark(node: Node | null, path: Path, columnOf: (key: Node) => number): Spot | null {
  if (isScalar(node)) return node.value === MARK ? { path, as: 'value', siblings: [], like: undefined } : null;
  if (isMap<Node, Node | null>(node)) {
    const keys = node.items.map((item) => keyText(item.key));
    if (keys.includes(MARK)) {
      // A key that stands elsewhere than the others of its block is not one of them, though the parser makes do with it.
      const inLine = node.flow === true || new Set(node.items.map((item) => columnOf(item.key))).size === 1;
      return inLine ? { path, as: 'key', siblings: keys.filter((key) => key !== MARK), like: node.get('like') } : null;
    }
    return firstOf(node.items, ({ key, value }) => findMark(value, [...path, keyText(key)], columnOf));
  }
  if (isSeq<Node>(node) && !isAlias(node))
    return firstOf(node.items, (item, index) => findMark(item, [...path, index], columnOf));
  return null;
}

function firstOf<T>(items: readonly T[], find: (item: T, index: number) => Spot | null): Spot | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found) return found;
  }
  return null;
}
