const MOST_SLIPS = 3;

/** Of names that exist, the one most like a name that does not, if any is like it at all. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = name.slice(0, 60).toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.min(Math.max(1, Math.floor(wanted.length / 3)), MOST_SLIPS) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** "; did you mean `catalog`?", or the whole choice where nothing is near. */
export function suggestion(name: string, candidates: readonly string[], otherwise: string): string {
  const near = nearest(name, candidates);
  if (near !== null) return `; did you mean \`${near}\`?`;
  return candidates.length === 0 ? '.' : `; ${otherwise} ${listed(candidates)}.`;
}

const LISTED = 12;

/** The first of so many names, and how many more there are. */
export const listed = (names: readonly string[]): string =>
  names.length <= LISTED ? names.join(', ') : `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more`;

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
