import { isAlias, isCollection, isMap, isScalar, isSeq, type Document, type Node } from 'yaml';
import type { Diagnostic } from '../../kernel/diagnostic';
import type { Lines } from './lines';

/** Keys and indices from the root of a document to a value in it. */
export type Path = readonly (string | number)[];

/** Whether a problem lies in what a path leads to or in the key that leads there. */
export type Part = 'value' | 'key';

interface Spot {
  readonly key: Node | null;
  readonly value: Node | null;
}

export const keyText = (key: unknown): string => (isScalar(key) ? String(key.value ?? '') : '');

export const pathText = (path: Path): string => path.join('.');

/** Where in the text of a document its values stand. */
export class Places {
  constructor(
    private readonly lines: Lines,
    private readonly document: Document | null,
  ) {}

  problem(path: Path, message: string, part: Part = 'value'): Diagnostic {
    const { key, value } = this.find(path);
    // A block of several lines is pointed at by its key: marking all of it would hide where to look.
    const inLine = value !== null && !(isCollection(value) && !value.flow) && hasWidth(value);
    const node = part === 'value' && inLine ? value : (key ?? value);
    return this.at(node?.range?.[0] ?? 0, node?.range?.[1] ?? 0, path, message);
  }

  /** From one offset to another, cut off at the end of the first line, and one character wide at least where there is one. */
  at(from: number, to: number, path: Path, message: string): Diagnostic {
    const lineEnd = this.lines.endOfLine(from);
    const width = Math.max(Math.min(to, lineEnd) - from, Math.min(1, lineEnd - from), 0);
    const { line, column } = this.lines.placeOf(from);
    return {
      severity: 'error',
      message,
      path: pathText(path),
      line,
      column,
      endLine: line,
      endColumn: column + width,
    };
  }

  /** The deepest node on the path that is there. */
  private find(path: Path): Spot {
    let spot: Spot = { key: null, value: this.document?.contents ?? null };
    for (const step of path) {
      const next = this.inside(spot.value, step);
      // Inside a scalar: the text stands for a map that has such a key.
      if (!next && isScalar(spot.value) && hasWidth(spot.value)) return { key: spot.value, value: spot.value };
      if (!next) return { key: spot.key ?? spot.value, value: null };
      spot = next;
    }
    return spot;
  }

  private inside(node: Node | null, step: string | number): Spot | null {
    const value = isAlias(node) && this.document ? node.resolve(this.document) : node;
    if (isMap<Node, Node | null>(value)) {
      const pair = value.items.findLast((item) => keyText(item.key) === String(step));
      return pair ? { key: pair.key, value: pair.value } : null;
    }
    if (isSeq<Node>(value)) {
      const item = value.items[Number(step)];
      return item ? { key: null, value: item } : null;
    }
    return null;
  }
}

const hasWidth = (node: Node): boolean => !!node.range && node.range[1] > node.range[0];
