import { mapOfLine } from './distribution-line';
import { schemasAt, type SchemaNode } from './json-schema';

/** A document's value with each distribution in a line as the map that it stands for; the value itself stays as it is. */
export function withLinesAsMaps(value: unknown, nodes: readonly SchemaNode[]): unknown {
  if (typeof value === 'string')
    return nodes.some(({ kind }) => kind === 'distribution') ? (mapOfLine(value) ?? value) : value;
  if (typeof value !== 'object' || value === null || nodes.length === 0) return value;
  const below = (step: string | number) => nodes.flatMap((node) => schemasAt(node, [step]));
  if (Array.isArray(value)) return value.map((item: unknown, index) => withLinesAsMaps(item, below(index)));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withLinesAsMaps(inner, below(key))]));
}
