import { formsLike, formsOf, type SchemaNode } from '../schema/json-schema';

/**
 * What a map or a list of maps may hold, in words: which of its keys must be given and which may be. Of maps told apart by
 * what they are `like`, those meant. Null where it is neither, or no one thing.
 */
export function holdsOf(nodes: readonly SchemaNode[], like?: unknown): string | null {
  const forms = nodes.flatMap(formsOf).filter(({ type }) => type !== 'null');
  const maps = formsLike(forms.filter(isMap), like);
  if (maps.length > 0) return `${forms.every(isMap) ? '' : 'as a map, '}${either(maps.map(mapWords))}`;
  const items = forms.flatMap((form) => (form.items ? formsOf(form.items) : []));
  return items.length > 0 && items.every(isMap) ? `a list of maps, each with ${either(items.map(mapWords))}` : null;
}

const isMap = ({ properties, additionalProperties }: SchemaNode): boolean =>
  properties !== undefined || typeof additionalProperties === 'object';

const either = (words: readonly string[]): string => [...new Set(words)].join('; or ');

function mapWords(map: SchemaNode): string {
  const { properties, additionalProperties } = map;
  return [
    ...(properties === undefined ? [] : [keyWords(map)]),
    ...(typeof additionalProperties === 'object' ? [entryWords(map, formsOf(additionalProperties))] : []),
  ].join('; and ');
}

function keyWords({ properties = {}, required = [], besides }: SchemaNode): string {
  const keys = Object.keys(properties);
  const choice = besides === undefined ? [] : keys.filter((key) => !besides.includes(key));
  const must = keys.filter((key) => required.includes(key) && !choice.includes(key));
  const may = keys.filter((key) => !must.includes(key) && !choice.includes(key));
  return [
    ...(choice.length > 0 ? [`one of ${list(choice)}`] : []),
    ...(must.length > 0 ? [`${list(must)} (must be given)`] : []),
    ...(may.length > 0 ? [`any of ${list(may)}`] : []),
  ].join(', and ');
}

const list = (keys: readonly string[]): string => keys.map((key) => `\`${key}\``).join(', ');

/** Of a map with names of its own for keys. */
function entryWords({ keyNames, propertyNames }: SchemaNode, entries: readonly SchemaNode[]): string {
  const kind = keyNames ?? propertyNames?.names;
  const names = kind === undefined ? 'names of your choice' : kind === 'service' ? 'service' : 'link';
  const maps = entries.filter(({ properties }) => properties !== undefined);
  if (maps.length > 0) return `maps by ${names}, each with ${either(maps.map(keyWords))}`;
  return `${entries.some(({ items }) => items !== undefined) ? 'lists' : 'values'} by ${names}`;
}
