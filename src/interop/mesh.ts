import type { BulkheadParams } from '../policies/bulkhead';
import type { CapParams } from '../policies/caps';
import { LayerKind, type Layer } from '../policies/layer';
import type { OutlierParams } from '../policies/outliers';
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
  /** Infinity: no cap. */
  readonly caps: CapParams | null;
  readonly ejection: Ejection | null;
  /** Comment lines for what it has no place for. */
  readonly notes: readonly string[];
}

/** Hosts that fail are taken out for a while. */
export type Ejection = Pick<OutlierParams, 'consecutive' | 'baseMs' | 'mostPercent'> & {
  /** The rest of it; null: only that was meant. */
  readonly all: OutlierParams | null;
};

export function inProxy(list: Guarded, library: string, has: readonly Extra[]): InProxy {
  let timeoutMs = NaN;
  let perTryMs = NaN;
  let retry: RetryParams | null = null;
  let caps: CapParams | null = null;
  let ejection: Ejection | null = null;
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
      case LayerKind.caps:
        if (caps !== null) nothing(layer, 'It has one set of caps.');
        else {
          caps = layer.kind === LayerKind.caps ? layer.params : capsOf(layer.params);
          notes.push(...comment('#', 'Caps are counted by each proxy, over all of its callers.'));
        }
        break;
      case LayerKind.outliers: {
        const { consecutive, baseMs, mostPercent } = layer.params;
        if (ejection !== null) nothing(layer);
        else ejection = { consecutive, baseMs, mostPercent, all: layer.params };
        break;
      }
      case LayerKind.breaker: {
        const summary = breakerSummary(layer.params);
        if (ejection !== null) {
          nothing(layer);
          break;
        }
        const consecutive = summary.consecutive ?? Math.max(1, asRate(summary).minimum);
        ejection = { consecutive, baseMs: summary.openMs, mostPercent: 100, all: null };
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
  return { timeoutMs, perTryMs, retry, caps, ejection, notes };
}

const capsOf = ({ calls, waitMs, queue }: BulkheadParams): CapParams => ({
  connections: Infinity,
  pending: waitMs > 0 ? queue : 0,
  requests: calls,
  retries: Infinity,
});

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
