import { formsOf, type SchemaNode } from './json-schema';

/**
 * Says of every key of a map what its unit is and that it must be given, where its own notes do not: what may stand there
 * tells the one.
 */
export function withFullNotes(node: SchemaNode): SchemaNode {
  const { properties, items, anyOf, oneOf, additionalProperties, required = [] } = node;
  return {
    ...node,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, inner]) => [key, noted(withFullNotes(inner), required.includes(key))]),
      ),
    }),
    ...(items && { items: withFullNotes(items) }),
    ...(anyOf && { anyOf: anyOf.map(withFullNotes) }),
    ...(oneOf && { oneOf: oneOf.map(withFullNotes) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: withFullNotes(additionalProperties) }),
  };
}

function noted(node: SchemaNode, isRequired: boolean): SchemaNode {
  const unit = node.unit ?? unitOf(node);
  const isUnsaid = node.defaultNote === undefined && (node.default === undefined || node.default === null);
  return {
    ...node,
    ...(unit !== null && { unit }),
    ...(isUnsaid && isRequired && { defaultNote: 'it must be given' }),
  };
}

/**
 * What kind of thing may stand there, where that is all there is to say; null: a number or a text, whose unit has to be
 * said, or a map, of which is said what it holds.
 */
function unitOf(node: SchemaNode): string | null {
  const kinds = new Set(formsOf(node).map(kindOf));
  return kinds.has(null) || (kinds.size === 1 && kinds.has('a map')) ? null : [...kinds].join(' or ');
}

function kindOf({
  enum: words,
  const: word,
  type,
  properties,
  items,
  additionalProperties,
}: SchemaNode): string | null {
  if (words !== undefined || word !== undefined) return 'a word';
  if (type === 'boolean') return 'true or false';
  if (items !== undefined) return 'a list';
  return properties !== undefined || additionalProperties !== undefined ? 'a map' : null;
}
