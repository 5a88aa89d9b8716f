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

/** A copy without the parts at these paths; the value itself stays as it is. */
export function without(value: unknown, paths: readonly Path[]): unknown {
  const here = paths.filter((path) => path.length > 0);
  if (here.length === 0 || typeof value !== 'object' || value === null) return value;
  const gone = new Set(here.filter((path) => path.length === 1).map((path) => String(path[0])));
  const below = new Map<string, Path[]>();
  for (const [step, ...rest] of here) {
    const key = String(step);
    if (rest.length > 0) below.set(key, [...(below.get(key) ?? []), rest]);
  }
  const kept = Object.entries(value)
    .filter(([key]) => !gone.has(key))
    .map(([key, inner]) => [key, without(inner, below.get(key) ?? [])] as const);
  return Array.isArray(value) ? kept.map(([, inner]) => inner) : Object.fromEntries(kept);
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
