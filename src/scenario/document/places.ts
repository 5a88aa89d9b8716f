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
    const line = this.lineOfBlock(path);
    if (line !== null) return this.at(line.from, line.to, path, message);
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

  /** Of a path that ends with the number of a line of a text written as a block (`|`): that line without its indentation. */
  private lineOfBlock(path: Path): { readonly from: number; readonly to: number } | null {
    const number = path.at(-1);
    const { value } = this.find(path.slice(0, -1));
    if (typeof number !== 'number' || !isScalar(value) || value.type !== 'BLOCK_LITERAL' || !value.range) return null;
    const { text } = this.lines;
    const start = this.lines.offsetOf(this.lines.placeOf(value.range[0]).line + 1 + number, 1);
    const to = this.lines.endOfLine(start);
    return { from: start + (text.slice(start, to).search(/\S/) + 1 || 1) - 1, to };
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
