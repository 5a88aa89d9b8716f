import { isMap, isScalar, isSeq, parseDocument, visit, type Document, type Node } from 'yaml';
import type { Steering } from '../policies/breakers/dialect';
import { routeKeyOf, routeKeyParts } from '../scenario/naming';

/**
 * The text of these policies with one breaker held by hand, or left to itself again; null where it is not found as it is
 * addressed: by the key of its list and its name. Everything else stays as it was written, but aliases: those are written
 * out, lest a breaker elsewhere be held too.
 */
export function withBreakerHeld(policies: string, list: string, layer: string, state: Steering): string | null {
  const document = parseDocument(policies);
  if (document.errors.length > 0) return null;
  writeOutAliases(document);
  const lists = document.get('policies');
  if (!isMap(lists)) return null;
  // Keys may be written with other spaces than they are addressed with.
  const layers = lists.items.find(({ key }) => {
    const parts = routeKeyParts(isScalar(key) ? String(key.value) : '');
    return parts !== null && routeKeyOf(parts) === list;
  })?.value;
  if (!isSeq(layers)) return null;
  const maps = layers.items.filter((item) => isMap(item));
  const taken = new Set(maps.map((item) => item.get('name')));
  for (const item of maps) {
    const breaker = item.get('breaker');
    if (!isMap(breaker)) continue;
    let name = item.get('name');
    // Without a name it has that of its kind, numbered where that is taken.
    for (let number = 1; name === undefined; number++) {
      const next = number === 1 ? 'breaker' : `breaker ${number}`;
      if (!taken.has(next)) name = next;
    }
    taken.add(name);
    if (name !== layer) continue;
    if (state === 'automatic') breaker.delete('state');
    else breaker.set('state', state);
    return document.toString({ lineWidth: 0 });
  }
  return null;
}

function writeOutAliases(document: Document.Parsed): void {
  let any = false;
  visit(document, {
    Alias(_, alias) {
      any = true;
      return alias.resolve(document)?.clone() as Node | undefined;
    },
  });
  if (any) visit(document, { Value: (_, node) => void delete node.anchor });
}
