import { tightColonWords } from '../document/colon';
import type { Path } from '../document/places';
import { formsLike, formsOf, likeOf, schemasAt, type SchemaNode } from '../schema/json-schema';
import { unitlessWords } from '../schema/quantity';
import type { Issue } from './issues';
import { listed, nearest } from './nearest';
import { valueAt } from './prune';

/** An issue with a part of `whole` in the words of someone who writes scenarios: what is wrong and what was expected. */
export function wordsFor(issue: Issue, whole: unknown, root: SchemaNode): string {
  const { path, what } = issue;
  const value = valueAt(whole, path);
  const above = path.slice(0, -1);
  const parents = formsLike(schemasAt(root, above, whole).flatMap(formsOf), likeOf(valueAt(whole, above)));
  switch (what.kind) {
    case 'said':
      return what.message;
    case 'unknown key': {
      const key = String(path.at(-1));
      const tight = tightColonWords(key);
      if (tight !== null) return tight;
      const known = parents.flatMap((parent) => Object.entries(parent.properties ?? {}));
      return `Unknown key \`${cut(key)}\`${suggestionFor(key, known)}`;
    }
    case 'bad key': {
      const expected = parents.find((parent) => parent.propertyNames)?.propertyNames?.expected ?? 'another key';
      return `\`${cut(String(path.at(-1)))}\` cannot stand here; expected ${expected}.`;
    }
    case 'too few':
      return `${subject(path)} is an empty list; it needs at least one item.`;
    case 'too many':
      return `${subject(path)} has too many items; at most ${what.most} are allowed.`;
    case 'unexpected':
      return complaint(path, value, schemasAt(root, path, whole));
  }
}

/** The key of which it is another word, else one that is written much alike and does not mean another thing. */
function suggestionFor(key: string, known: readonly (readonly [string, SchemaNode])[]): string {
  const word = key.toLowerCase();
  const meant = known.find(([, { synonyms }]) => synonyms?.includes(word))?.[0];
  if (meant !== undefined) return `; did you mean \`${meant}\`?`;
  const names = (of: typeof known): string[] => of.map(([name]) => name);
  const alike = nearest(key, names(known.filter(([, { unlike }]) => unlike?.includes(word) !== true)));
  if (alike !== null) return `; did you mean \`${alike}\`?`;
  return known.length === 0 ? '.' : `; expected one of ${listed(names(known))}.`;
}

function complaint(path: Path, value: unknown, nodes: readonly SchemaNode[]): string {
  const forms = [...nodes, ...nodes.flatMap(formsOf)];
  const expected = forms.find((form) => form.expected)?.expected ?? 'something else';
  if (value === undefined) return `${subject(path)} is missing; expected ${expected}.`;
  if (value === null) return `${subject(path)} is empty; expected ${expected}.`;
  const tight = typeof value === 'string' && forms.some(holdsMore) ? tightColonWords(value) : null;
  if (tight !== null) return tight;
  const quantity = forms.find((form) => form.quantity)?.quantity;
  const unitless = Number.isFinite(value) && quantity ? unitlessWords(Number(value), quantity) : null;
  if (unitless !== null) return unitless;
  return `${subject(path)} is ${shown(value)}; expected ${expected}.`;
}

/** Whether keys or items are expected there, and not one word. */
const holdsMore = ({ properties, items, additionalProperties }: SchemaNode): boolean =>
  properties !== undefined || items !== undefined || typeof additionalProperties === 'object';

function subject(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'The document';
  return typeof last === 'number' ? `Item ${last + 1}` : `\`${cut(last)}\``;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'number' && !Number.isFinite(value))
    return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  return typeof value === 'string' ? `\`${cut(value)}\`` : String(value);
}

const SHOWN = 40;

const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
