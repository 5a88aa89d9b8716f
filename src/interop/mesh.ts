import { LayerKind, type Layer } from '../policies/layer';
import type { RetryParams } from '../policies/retry';
import { asRate, breakerSummary, breakerWords } from './breakers';
import { besides, type Extra } from './extras';
import type { Guarded } from './source';
import { missing } from './target';
import { comment } from './text';

/* What Envoy and Istio have in common: a proxy knows one timeout around all tries and one for each, retries between them, caps, and outlier ejection. */

/** A list sorted into what a proxy has places for, in its own order. */
export interface InProxy {
  /** Around all tries; NaN: none. */
  readonly timeoutMs: number;
  readonly perTryMs: number;
  readonly retry: RetryParams | null;
  /** At most so many requests at once; NaN: no cap. */
  readonly calls: number;
  /** How many wait besides. */
  readonly pending: number;
  readonly outlier: { readonly failures: number; readonly ejectMs: number } | null;
  /** Comment lines for what it has no place for. */
  readonly notes: readonly string[];
}

export function inProxy(list: Guarded, library: string, has: readonly Extra[]): InProxy {
  let timeoutMs = NaN;
  let perTryMs = NaN;
  let retry: RetryParams | null = null;
  let calls = NaN;
  let pending = 0;
  let outlier: InProxy['outlier'] = null;
  const notes: string[] = [];
  const nothing = (layer: Layer, why = ''): void => void notes.push(...missing('#', library, layer, list, '', why));
  for (const layer of list.layers) {
    notes.push(...besides('#', layer, list, has));
    switch (layer.kind) {
      case LayerKind.timeout: {
        const { afterMs } = layer.params;
        if (retry === null && Number.isNaN(timeoutMs) && isRetryAhead(list, layer)) timeoutMs = afterMs;
        else if (retry !== null && Number.isNaN(perTryMs)) perTryMs = afterMs;
        else if (retry === null && Number.isNaN(timeoutMs)) timeoutMs = afterMs;
        else nothing(layer, 'It knows one timeout around all tries, and one for each.');
        break;
      }
      case LayerKind.retry:
        if (retry !== null) nothing(layer, 'One retry is all it makes.');
        else {
          retry = layer.params;
          notes.push(...backoffNotes(layer.params, library));
        }
        break;
      case LayerKind.bulkhead:
        if (!Number.isNaN(calls)) nothing(layer);
        else {
          ({ calls } = layer.params);
          pending = layer.params.waitMs > 0 ? layer.params.queue : 0;
          notes.push(...comment('#', `The ${calls} calls are counted for each proxy, over all of its callers.`));
        }
        break;
      case LayerKind.breaker: {
        const summary = breakerSummary(layer.params);
        if (outlier !== null) {
          nothing(layer);
          break;
        }
        outlier = { failures: summary.consecutive ?? Math.max(1, asRate(summary).minimum), ejectMs: summary.openMs };
        notes.push(
          ...comment(
            '#',
            `${library} has no breaker with a half-open state: meant ${breakerWords(layer.params)}. Outlier detection takes single hosts out instead, and lets them back in after a while.`,
          ),
        );
        break;
      }
      default:
        nothing(layer, layer.kind === LayerKind.fallback ? 'The application answers in its place.' : '');
    }
  }
  return { timeoutMs, perTryMs, retry, calls, pending, outlier, notes };
}

function isRetryAhead({ layers }: Guarded, layer: Layer): boolean {
  return layers.slice(layers.indexOf(layer)).some(({ kind }) => kind === LayerKind.retry);
}

function backoffNotes({ backoff }: RetryParams, library: string): string[] {
  const { kind, factor, jitter } = backoff;
  if (kind === 'exponential' && factor === 2 && jitter === 'full') return [];
  return comment('#', `${library} waits between tries by itself: exponential, doubling, with full jitter.`);
}

/** What is retried, as both of them name it. */
export const RETRY_ON = '5xx,reset,connect-failure,refused-stream';
