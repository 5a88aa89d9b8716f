import type { Diagnostic } from '../kernel/diagnostic';
import { parseDocument, isMap, isScalar, type Node } from 'yaml';
import type { Mistake } from './lesson';
import { missing } from './names';
import { mistakeSchema } from './schema/json-schema';
import { readSource } from './source';
import type { StormsAndChecks } from './storms';

const FOLDER = 'mistakes/';

export const isMistakeFile = (file: string): boolean => file.startsWith(FOLDER) && file.endsWith('.yaml');

/** The mistake in a file, and what is wrong with the file; its policies are not compiled yet. */
export function buildMistake(
  file: string,
  text: string,
  { checks, checkIds }: StormsAndChecks,
): { readonly mistake: Mistake | null; readonly problems: readonly Diagnostic[] } {
  const { value, problems, problemAt } = readSource(file, text, mistakeSchema);
  if (!value) return { mistake: null, problems };
  const check = checks.find(({ id }) => id === value.fails);
  const unknown = checkIds && missing('check', value.fails, checkIds);
  return {
    mistake: { file, name: value.mistake, policies: onlyPolicies(text), storm: check?.storm ?? '', fails: value.fails },
    problems: unknown === null ? problems : [...problems, problemAt(['fails'], unknown)],
  };
}

/** The text with every other key blanked out, so that what is left stands where it stood. */
function onlyPolicies(text: string): string {
  const { contents } = parseDocument<Node>(text, { schema: 'core' });
  if (!isMap<Node, Node | null>(contents)) return text;
  return contents.items.reduce((rest, { key, value }) => {
    const from = key.range?.[0];
    const to = value?.range?.[1];
    if (from === undefined || to === undefined || (isScalar(key) && key.value === 'policies')) return rest;
    return rest.slice(0, from) + rest.slice(from, to).replace(/[^\n]/g, ' ') + rest.slice(to);
  }, text);
}
