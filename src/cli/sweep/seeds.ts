/** More runs than this in one sweep would not fit into memory with what they measured. */
export const MOST_RUNS = 1_000_000;

/** Seeds such as `1..1000` or `1..10,42`, in order and once each; null if that is not what it says. */
export function parseSeeds(text: string): number[] | null {
  const seeds = new Set<number>();
  for (const part of text.split(',')) {
    const [, from = '', to = from] = /^\s*(\d+)(?:\s*\.\.\s*(\d+))?\s*$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === '' || !Number.isSafeInteger(last) || last < first || last - first >= MOST_RUNS) return null;
    for (let seed = first; seed <= last; seed += 1) seeds.add(seed);
  }
  return [...seeds].sort((a, b) => a - b);
}

/** As `parseSeeds` reads them, as short as can be. */
export function seedsText(seeds: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const seed of seeds) {
    const last = ranges.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else ranges.push([seed, seed]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}..${to}`)).join(',');
}
