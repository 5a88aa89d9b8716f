import { LayerKind, type Layer } from '../../policies/layer';
import type { Path } from '../document/places';
import type { LayerSource } from '../schema/policy';
import { layersInside } from './breakers';
import type { Context } from './context';
import { fallbackParams, type FindRoute } from './fallbacks';

type NamelessLayer = Layer extends infer Each ? (Each extends Layer ? Omit<Each, 'name'> : never) : never;

/** The layers of one list to a service of so many replicas, outermost first; `path` is the list's, `routeTo` finds the caller's route to an endpoint. */
export function compileLayers(
  sources: readonly LayerSource[],
  path: Path,
  hosts: number,
  routeTo: FindRoute,
  context: Context,
): Layer[] {
  const names = layerNames(sources, path, context);
  checkInnermost(sources, path, context);
  return sources.flatMap((source, index) => {
    const layer = namelessLayer(source, [...path, index], hosts, routeTo);
    const name = names[index]!;
    return layer ? [{ name, ...layer }, ...(source.breaker ? layersInside(name, source.breaker) : [])] : [];
  });
}

function namelessLayer(source: LayerSource, path: Path, hosts: number, routeTo: FindRoute): NamelessLayer | null {
  const { timeout, retry, breaker, bulkhead, throttle, hedge, fallback, outliers, caps, balance } = source;
  const { 'rate limit': rateLimit, 'concurrency limit': concurrencyLimit } = source;
  if (timeout !== undefined) return { kind: LayerKind.timeout, params: timeout };
  if (retry) return { kind: LayerKind.retry, params: retry };
  if (breaker) return { kind: LayerKind.breaker, params: breaker.params };
  if (bulkhead) return { kind: LayerKind.bulkhead, params: bulkhead };
  if (rateLimit) return { kind: LayerKind.rateLimit, params: rateLimit };
  if (concurrencyLimit) return { kind: LayerKind.concurrencyLimit, params: concurrencyLimit };
  if (throttle) return { kind: LayerKind.throttle, params: throttle };
  if (hedge) return { kind: LayerKind.hedge, params: hedge };
  if (fallback) return { kind: LayerKind.fallback, params: fallbackParams(fallback, [...path, 'fallback'], routeTo) };
  if (outliers) return { kind: LayerKind.outliers, params: { ...outliers, hosts } };
  if (caps) return { kind: LayerKind.caps, params: caps };
  if (balance) return { kind: LayerKind.balance, params: { ...balance, hosts } };
  return null;
}

const INNERMOST = ['outliers', 'balance'] as const;

/** What says which replica is asked has nothing below it, and is said once. */
function checkInnermost(sources: readonly LayerSource[], path: Path, context: Context): void {
  for (const key of INNERMOST) {
    const places = sources.flatMap((source, index) => (source[key] === undefined ? [] : [index]));
    for (const again of places.slice(1))
      context.report([...path, again, key], `There is another \`${key}\` above; keep one of them.`, 'key');
    const place = places[0];
    if (place === undefined) continue;
    const isLast = sources.slice(place).every((source) => INNERMOST.some((one) => source[one] !== undefined));
    if (!isLast)
      context.report(
        [...path, place, key],
        `\`${key}\` says which replica an attempt goes to; put it at the end of the list, below every other layer.`,
        'key',
      );
  }
}

const KINDS = [
  'timeout',
  'retry',
  'breaker',
  'bulkhead',
  'rate limit',
  'concurrency limit',
  'throttle',
  'hedge',
  'fallback',
  'outliers',
  'caps',
  'balance',
] as const;

/** Names as given, else the kind, numbered from the second of a kind on; each name stands once in a list. */
function layerNames(sources: readonly LayerSource[], path: Path, context: Context): string[] {
  const taken = new Set<string>();
  sources.forEach(({ name }, index) => {
    if (name === undefined) return;
    if (taken.has(name))
      context.report([...path, index, 'name'], `Another layer of this list is called \`${name}\` too.`);
    taken.add(name);
  });
  return sources.map((source) => {
    if (source.name !== undefined) return source.name;
    const kind = KINDS.find((key) => source[key] !== undefined) ?? 'layer';
    let name: string = kind;
    for (let number = 2; taken.has(name); number++) name = `${kind} ${number}`;
    taken.add(name);
    return name;
  });
}
