import { formatDuration } from '../kernel/units';
import { LayerKind, type Layer } from '../policies/layer';
import type { RetryParams } from '../policies/retry';
import { backoffWords } from './backoff-words';
import { breakerWords } from './breakers';

/* What a layer does, in plain words: for comments where a library has nothing for it. */

/** `retry: 3 attempts, exponential backoff from 50 ms` */
export function layerWords(layer: Layer, routeName: (route: number) => string): string {
  // Kinds that come later are told too, by their parameters.
  const { name, params }: { readonly name: string; readonly params: object } = layer;
  const kind = Object.keys(LayerKind)[layer.kind]!;
  const called = name === kind ? words(kind) : `${words(kind)} "${name}"`;
  switch (layer.kind) {
    case LayerKind.timeout:
      return `${called}: ${formatDuration(layer.params.afterMs)}`;
    case LayerKind.retry:
      return `${called}: ${retryWords(layer.params)}`;
    case LayerKind.breaker:
      return `${called}: ${breakerWords(layer.params)}`;
    case LayerKind.bulkhead: {
      const { calls, waitMs } = layer.params;
      const waits = waitMs > 0 ? `, others wait up to ${formatDuration(waitMs)}` : '';
      return `${called}: ${calls} calls at once${waits}`;
    }
    case LayerKind.fallback: {
      const { use, message } = layer.params;
      const to = 'route' in use ? ` (${routeName(use.route)})` : '';
      return `${called}: ${use.kind}${to}${message === '' ? '' : `, saying "${message}"`}`;
    }
    default:
      return `${called}: ${parameterWords(params)}`;
  }
}

function retryWords({ attempts, backoff }: RetryParams): string {
  const tries = attempts === Infinity ? 'attempts without end' : `${attempts} attempts`;
  return `${tries}, ${backoffWords(backoff)}`;
}

/** `waitMs: 5` of any parameters as "wait 5 ms". */
function parameterWords(params: object): string {
  const told = Object.entries(params).flatMap(([key, value]): string[] => {
    const name = words(key.replace(/Ms$/, ''));
    if (typeof value === 'number') return [`${name} ${key.endsWith('Ms') ? formatDuration(value) : value}`];
    if (typeof value === 'object' && value !== null) return [`${name} (${parameterWords(value as object)})`];
    return [`${name} ${String(value)}`];
  });
  return told.join(', ');
}

/** `rateLimit` as `rate limit`. */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
