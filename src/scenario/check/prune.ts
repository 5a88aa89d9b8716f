import type { Path } from '../document/places';

const idOf = (path: Path): string => JSON.stringify(path);

export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

/** A part to take out of a value, or, if a spare is given, to put that in its place. */
export interface Cut {
  readonly path: Path;
  readonly spare: unknown;
}

/** A copy with the cuts made; the value itself stays as it is. */
export function withCuts(value: unknown, cuts: readonly Cut[]): unknown {
  if (cuts.length === 0 || typeof value !== 'object' || value === null) return value;
  const here = new Map<string, unknown>();
  const below = new Map<string, Cut[]>();
  for (const { path, spare } of cuts) {
    const key = String(path[0]);
    if (path.length === 1) here.set(key, spare);
    else below.set(key, [...(below.get(key) ?? []), { path: path.slice(1), spare }]);
  }
  const kept = Object.entries(value)
    .filter(([key]) => !here.has(key))
    .map(([key, inner]) => [key, withCuts(inner, below.get(key) ?? [])] as const);
  if (Array.isArray(value)) return kept.map(([, inner]) => inner);
  return Object.fromEntries([...kept, ...[...here].filter(([, spare]) => spare !== undefined)]);
}

/** Remembers what was taken out of a value, to find the place in the original of a path in what is left. */
export class OriginalPaths {
  /** For each list, the original indices of the items taken out, in order. */
  private readonly removedItems = new Map<string, number[]>();
  private readonly removed: Path[] = [];

  /** Paths as they were before this removal. */
  remove(paths: readonly Path[]): void {
    const originals = new Map(paths.map((path) => this.original(path)).map((path) => [idOf(path), path]));
    for (const path of originals.values()) {
      this.removed.push(path);
      const last = path.at(-1);
      if (typeof last !== 'number') continue;
      const list = idOf(path.slice(0, -1));
      const items = [...(this.removedItems.get(list) ?? []), last];
      this.removedItems.set(
        list,
        items.sort((a, b) => a - b),
      );
    }
  }

  original(path: Path): Path {
    const result: (string | number)[] = [];
    for (const step of path) result.push(typeof step === 'number' ? this.originalIndex(result, step) : step);
    return result;
  }

  /** Whether something at or under this place of the original was taken out. */
  removedBelow(path: Path): boolean {
    return this.removed.some((removed) => path.every((step, index) => removed[index] === step));
  }

  private originalIndex(list: Path, index: number): number {
    let original = index;
    for (const removed of this.removedItems.get(idOf(list)) ?? []) if (removed <= original) original += 1;
    return original;
  }
}
