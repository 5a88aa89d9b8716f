import type { Path } from '../document/places';
import type { FieldNotes } from './field';
import { z } from './z';

/** What the zod schemas say, as plain data: JSON Schema (draft 7) with the notes of every key beside it. */
export interface SchemaNode extends Omit<FieldNotes, 'is' | 'default'> {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly defaultNote?: string;
  /** Completes "expected …". */
  readonly expected?: string;
  readonly quantity?: string;
  /** Set where a duration that varies stands, so that it may be written in a line. */
  readonly kind?: 'distribution';
  /** Set where exactly one key is to be given, besides these. */
  readonly besides?: readonly string[];
  /** What the keys are names of. */
  readonly keyNames?: 'link';
  /** What kind of name stands here. */
  readonly names?: 'endpoint' | 'service' | 'link' | 'route';
  readonly options?: readonly string[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: SchemaNode;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  /** Alternatives told apart by a key; alternatives like others to whoever reads them. */
  readonly oneOf?: readonly SchemaNode[];
}

export const jsonSchema = (schema: z.ZodType): SchemaNode =>
  z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) as SchemaNode;

/** The forms a value may take: the node itself, or each of its alternatives. */
export const formsOf = (node: SchemaNode): readonly SchemaNode[] =>
  (node.anyOf ?? node.oneOf)?.flatMap(formsOf) ?? [node];

/** The key that tells whose rules a policy follows, where its forms differ by that. */
const LIKE = 'like';

/** Of these forms those that speak of what is `like` this; undefined: it says nothing of the kind. */
export function formsLike(forms: readonly SchemaNode[], like: unknown): readonly SchemaNode[] {
  const meant = forms.filter(({ properties }) => {
    const own = properties?.[LIKE];
    if (own?.const === undefined) return true;
    return like === undefined ? own.default !== undefined : own.const === like;
  });
  return meant.length > 0 ? meant : forms;
}

export const likeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[LIKE] : undefined;

/**
 * What may stand at the end of a path: one node for each form its parents may take, or, where the whole value is given,
 * do take. The first node says most about it.
 */
export function schemasAt(root: SchemaNode, path: Path, ...whole: [] | [unknown]): readonly SchemaNode[] {
  let nodes: readonly SchemaNode[] = [root];
  let value = whole[0];
  for (const step of path) {
    const forms = nodes.flatMap(formsOf);
    nodes = (whole.length > 0 ? formsLike(forms, likeOf(value)) : forms).flatMap((form) => inside(form, step));
    value =
      typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[step] : undefined;
  }
  return nodes;
}

function inside(node: SchemaNode, step: string | number): readonly SchemaNode[] {
  if (typeof step === 'number') return node.items ? [node.items] : [];
  if (node.properties && Object.hasOwn(node.properties, step)) return [node.properties[step]!];
  return typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
}
