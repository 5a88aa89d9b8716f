import type { FallbackParams, FallbackUse } from '../../policies/fallback';
import type { Path } from '../document/places';
import type { LayerSource } from '../schema/policy';

type FallbackSource = NonNullable<LayerSource['fallback']>;

/** The caller's route to an endpoint, of a queue if that is asked for; -1, and reported at the path, where there is none. */
export type FindRoute = (target: string, path: Path, ofQueue: boolean) => number;

/** `path` is the fallback's. */
export const fallbackParams = (source: FallbackSource, path: Path, routeTo: FindRoute): FallbackParams => ({
  use: useOf(source, path, routeTo),
  message: source.message,
});

function useOf(source: FallbackSource, path: Path, routeTo: FindRoute): FallbackUse {
  const { use, otherwise = 'fail' } = source;
  switch (use) {
    case 'default':
      return { kind: use };
    case 'cached':
      return { kind: use, maxAgeMs: source['up to'] ?? Infinity, otherwise };
    case 'stale-if-error':
      return {
        kind: use,
        freshForMs: source['fresh for'] ?? 0,
        staleForMs: source['stale for'] ?? Infinity,
        otherwise,
      };
    case 'feature off':
      return { kind: use, calls: source.call !== 'never' };
    case 'queue for later':
      return { kind: use, route: routeTo(source.queue ?? '', [...path, 'queue'], true) };
    default:
      return { kind: 'endpoint', route: routeTo(use, [...path, 'use'], false) };
  }
}
