import { formatDuration } from '../kernel/units';
import { LayerKind, type Layer } from '../policies/layer';
import { NEVER_STOPS, type RetryParams } from '../policies/retry';
import { backoffWords } from './backoff-words';
import { breakerWords } from './breakers';
import { balanceWords, capWords, concurrencyWords, hedgeWords, outlierWords, rateLimitWords } from './limit-words';

/* What a layer does, in plain words: for comments where a library has nothing for it. */

/** `retry: 3 attempts, exponential backoff from 50 ms` */
export function layerWords(layer: Layer, routeName: (route: number) => string): string {
  const { name } = layer;
  const kind = Object.keys(LayerKind)[layer.kind]!;
  const called = name === kind || name === words(kind) ? words(kind) : `${words(kind)} "${name}"`;
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
    case LayerKind.rateLimit:
      return `${called}: ${rateLimitWords(layer.params)}`;
    case LayerKind.concurrencyLimit:
      return `${called}: ${concurrencyWords(layer.params)}`;
    case LayerKind.throttle:
      return `${called}: K = ${layer.params.multiple} over ${formatDuration(layer.params.windowMs)}`;
    case LayerKind.hedge:
      return `${called}: ${hedgeWords(layer.params)}`;
    case LayerKind.outliers:
      return `${called}: ${outlierWords(layer.params)}`;
    case LayerKind.caps:
      return `${called}: ${capWords(layer.params)}`;
    case LayerKind.balance:
      return `${called}: ${balanceWords(layer.params)}`;
  }
}

function retryWords({ attempts, backoff }: RetryParams): string {
  const tries = attempts === NEVER_STOPS ? 'attempts without end' : `${attempts} attempts`;
  return `${tries}, ${backoffWords(backoff)}`;
}

/** `rateLimit` as `rate limit`. */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
