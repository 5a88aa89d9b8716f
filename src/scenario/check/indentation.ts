import type { Path } from '../document/places';
import { formsOf, schemasAt, type SchemaNode } from '../schema/json-schema';

/** Keys that stand beside the key they belong under, for want of indentation. */
export interface IndentSlip {
  /** Of the map in which they all stand. */
  readonly path: Path;
  readonly under: string;
  readonly keys: readonly string[];
  /** Nothing at all stands under it. */
  readonly empty: boolean;
}

/** YAML takes such keys for others of the same map: many problems of one slip, so it is looked for before anything else. */
export function indentSlips(value: unknown, root: SchemaNode): readonly IndentSlip[] {
  const slips: IndentSlip[] = [];
  const visit = (part: unknown, path: Path): void => {
    if (typeof part !== 'object' || part === null) return;
    if (!Array.isArray(part)) slips.push(...slipsIn(part, path, root));
    for (const [key, inner] of Object.entries(part)) visit(inner, [...path, Array.isArray(part) ? Number(key) : key]);
  };
  visit(value, []);
  return slips;
}

function slipsIn(map: object, path: Path, root: SchemaNode): readonly IndentSlip[] {
  const entries = Object.entries(map);
  if (entries.length < 2 || !entries.some(([, inner]) => inner === null || isMap(inner))) return [];
  const known = keysOf(schemasAt(root, path));
  if (known === null) return [];
  const slips: IndentSlip[] = [];
  let above: { readonly key: string; readonly inner: unknown } | null = null;
  let keys: string[] = [];
  const end = (): void => {
    if (above !== null && keys.length > 0) slips.push({ path, under: above.key, keys, empty: above.inner === null });
    keys = [];
  };
  for (const [key, inner] of entries) {
    if (known.has(key)) {
      end();
      above = inner === null || isMap(inner) ? { key, inner } : null;
    } else if (above !== null && keysOf(schemasAt(root, [...path, above.key]))?.has(key)) {
      keys.push(key);
    }
  }
  end();
  return slips;
}

export function indentWords({ under, keys, empty }: IndentSlip): string {
  const names = keys.map((key) => `\`${key}\``);
  const [subject, verb, them] =
    keys.length === 1
      ? [names[0]!, 'belongs', 'it']
      : [`${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`, 'belong', 'them'];
  return `${subject} ${verb} to \`${under}\` above: indent ${them} ${empty ? 'by two more spaces' : 'as far as the keys there'}.`;
}

/** Every key that may stand there; null: any may. */
function keysOf(nodes: readonly SchemaNode[]): ReadonlySet<string> | null {
  const forms = nodes.flatMap(formsOf);
  if (forms.some(({ additionalProperties }) => typeof additionalProperties === 'object')) return null;
  return new Set(forms.flatMap(({ properties }) => Object.keys(properties ?? {})));
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
