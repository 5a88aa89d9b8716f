import { holdsOf } from './holds';
import { formsOf, type SchemaNode } from '../schema/json-schema';

/** What there is to know about a key. */
export interface Notes {
  readonly definition: string;
  readonly unit: string | null;
  /** What a map, or each map of a list, must and may have; null: it is neither. */
  readonly holds: string | null;
  readonly default: string | null;
  /** What is per replica and what is shared. */
  readonly scope: string | null;
  /** Which libraries have it, each with its own name for it. */
  readonly libraries: readonly string[];
  readonly examples: readonly string[];
}

/** Null where the schema says nothing. `like` is what the value there says it is like, if it does. */
export function notesOf(nodes: readonly SchemaNode[], like?: unknown): Notes | null {
  const node = [...nodes, ...nodes.flatMap(formsOf)].find((candidate) => candidate.description !== undefined);
  if (node?.description === undefined) return null;
  return {
    definition: node.description,
    unit: node.unit ?? null,
    holds: holdsOf(nodes, like),
    default: node.defaultNote ?? (node.default === undefined || node.default === null ? null : flowText(node.default)),
    scope: node.scope ?? null,
    libraries: node.libraries ?? [],
    examples: node.samples ?? [],
  };
}

/** A default as one would write it. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return value === '' ? 'empty' : String(value);
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${flowText(inner)}`);
  return `{ ${entries.join(', ')} }`;
}
