import type { Layer } from '../policies/layer';
import type { Model, PolicyPlan } from '../scenario/model';
import { routeKeyParts, routeName } from '../scenario/naming';

/** One list of policies, with names for what is generated from it. */
export interface Guarded {
  /** As written: `web -> catalog.price`. */
  readonly key: string;
  /** In letters and digits, unique among the lists: `webCatalogPrice`. */
  readonly name: string;
  /** The same in parts: `web_catalog_price` for languages that write it so. */
  readonly parts: readonly string[];
  readonly caller: string;
  readonly callee: string;
  /** null: all of its endpoints */
  readonly endpoint: string | null;
  /** Outermost first. */
  readonly layers: readonly Layer[];
  /** It covers calls to endpoints that are not idempotent. */
  readonly hasUnsafe: boolean;
  /** What a fallback's route is called. */
  routeName(route: number): string;
}

/** The lists of a plan, in their order. */
export function guardedOf(model: Model, plan: PolicyPlan): Guarded[] {
  const taken = new Set<string>();
  return plan.lists.map(({ key, layers }, index) => {
    const { from, to, endpoint } = routeKeyParts(key) ?? { from: key, to: key, endpoint: null };
    const words = [from, to, endpoint ?? ''].flatMap(asciiWords);
    const parts = isName(words) ? words : ['calls', ...words];
    const plain = camel(parts);
    let number = 2;
    const length = parts.length;
    while (taken.has(camel(parts))) parts.splice(length, parts.length, String(number++));
    taken.add(plain).add(camel(parts));
    return {
      key,
      name: camel(parts),
      parts,
      caller: from,
      callee: to,
      endpoint,
      layers,
      hasUnsafe: model.routes.some(
        ({ endpoint }, route) => plan.listOfRoute[route] === index && !model.endpoints[endpoint]!.isIdempotent,
      ),
      routeName: (route) => routeName(model, route),
    };
  });
}

/** What of a name every language takes: letters without marks and digits, in words. */
export const asciiWords = (name: string): string[] =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

/** Several words are a keyword of no language, as one may be; and a name begins with a letter. */
const isName = (words: readonly string[]): boolean => words.length > 1 && !/^\d/.test(words[0]!);

const camel = (parts: readonly string[]): string =>
  parts.map((part, index) => (index === 0 ? part : capital(part))).join('');

/** `catalog` as `Catalog`. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
