import type { CST } from 'yaml';

/** The first token nested more than so many levels deep, or null. Works level by level: recursion is what deep nesting would break. */
export function tooDeep(tokens: readonly CST.Token[], levels: number): CST.Token | null {
  let level = tokens;
  for (let depth = 0; depth <= levels; depth++) {
    level = level.flatMap(childrenOf);
    if (level.length === 0) return null;
  }
  return level[0] ?? null;
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((inner) => inner !== null && inner !== undefined));
}
