import { Balancing, type BalancingParams } from '../policies/balancing';
import type { BulkheadParams } from '../policies/bulkhead';
import type { CapParams } from '../policies/caps';
import { LayerKind, type Layer } from '../policies/layer';
import type { OutlierParams } from '../policies/outliers/params';
import type { RetryParams } from '../policies/retry';
import { asRate, breakerSummary, breakerWords } from './breakers';
import { besides, type Extra } from './extras';
import { asciiWords, type Guarded } from './source';
import { missing } from './target';
import { comment, plain } from './text';

/* What Envoy and Istio have in common: a proxy knows one timeout around all tries and one for each, retries between them, caps, and outlier ejection. */

type Library = 'Envoy' | 'Istio';

/** A list sorted into what a proxy has places for, in its own order. */
export interface InProxy {
  /** Around all tries; NaN: none. */
  readonly timeoutMs: number;
  readonly perTryMs: number;
  readonly retry: RetryParams | null;
  /** Infinity: no cap. */
  readonly caps: CapParams | null;
  readonly ejection: Ejection | null;
  /** How long a connection may take; NaN: nothing was said. */
  readonly connectMs: number;
  /** Null: as the proxy does. */
  readonly balance: BalancingParams | null;
  /** Comment lines for what it has no place for. */
  readonly notes: readonly string[];
}

/** Hosts that fail are taken out for a while. */
export type Ejection = Pick<OutlierParams, 'consecutive' | 'gatewayConsecutive' | 'baseMs' | 'mostPercent'> & {
  /** The rest of it; null: only that was meant. */
  readonly all: OutlierParams | null;
};

export function inProxy(list: Guarded, library: Library, has: readonly Extra[]): InProxy {
  let timeoutMs = NaN;
  let perTryMs = NaN;
  let connectMs = NaN;
  let retry: RetryParams | null = null;
  let caps: CapParams | null = null;
  let ejection: Ejection | null = null;
  let balance: BalancingParams | null = null;
  const notes: string[] = [];
  const expressed: readonly Extra[] = [...has, 'connect', 'cancels', 'idempotent'];
  const nothing = (layer: Layer, why = ''): void => void notes.push(...missing('#', library, layer, list, '', why));
  const say = (words: string): void => void notes.push(...comment('#', words));
  const besidesOf = (layer: Layer): void => void notes.push(...besides('#', layer, list, expressed));
  const isSaidToo = (kind: LayerKind): boolean => list.layers.some((layer) => layer.kind === kind);
  for (const layer of list.layers) {
    switch (layer.kind) {
      case LayerKind.timeout: {
        const { afterMs, connectMs: ownMs } = layer.params;
        if (ownMs < Infinity) connectMs = Number.isNaN(connectMs) ? ownMs : Math.min(connectMs, ownMs);
        if (afterMs === Infinity) break;
        if (retry === null && Number.isNaN(timeoutMs)) timeoutMs = afterMs;
        else if (retry !== null && Number.isNaN(perTryMs)) perTryMs = afterMs;
        else {
          nothing(layer, 'It knows one timeout around all tries, and one for each.');
          break;
        }
        besidesOf(layer);
        break;
      }
      case LayerKind.retry:
        if (retry !== null) nothing(layer, 'One retry is all it makes.');
        else {
          retry = layer.params;
          besidesOf(layer);
          notes.push(...backoffNotes(layer.params, library));
          if (isCareful(list, layer.params))
            say('Not all of these calls are idempotent: tried again is only what certainly did nothing.');
        }
        break;
      case LayerKind.bulkhead:
      case LayerKind.caps:
        if (caps !== null || (layer.kind === LayerKind.bulkhead && isSaidToo(LayerKind.caps)))
          nothing(layer, 'It has one set of caps.');
        else {
          caps = layer.kind === LayerKind.caps ? layer.params : capsOf(layer.params);
          besidesOf(layer);
          say('Caps are counted by each proxy, over all of its callers.');
        }
        break;
      case LayerKind.outliers: {
        const { consecutive, gatewayConsecutive, baseMs, mostPercent } = layer.params;
        if (ejection !== null) nothing(layer, 'It has one outlier detection for each host.');
        else ejection = { consecutive, gatewayConsecutive, baseMs, mostPercent, all: layer.params };
        break;
      }
      case LayerKind.breaker: {
        if (ejection !== null || isSaidToo(LayerKind.outliers)) {
          nothing(layer, 'What it calls circuit breakers are caps; its outlier detection takes single hosts out.');
          break;
        }
        const summary = breakerSummary(layer.params);
        const consecutive = summary.consecutive ?? Math.max(1, asRate(summary).minimum);
        ejection = { consecutive, gatewayConsecutive: 0, baseMs: summary.openMs, mostPercent: 100, all: null };
        besidesOf(layer);
        say(
          `${library} has no breaker with a half-open state: meant ${breakerWords(layer.params)}. Outlier detection takes single hosts out instead, and lets them back in after a while.`,
        );
        break;
      }
      case LayerKind.balance:
        balance = layer.params;
        notes.push(...balanceNotes(layer.params, library));
        break;
      default:
        nothing(layer, NEAREST[library][layer.kind] ?? '');
    }
  }
  return { timeoutMs, perTryMs, connectMs, retry, caps, ejection, balance, notes };
}

/** What comes near to a layer that has no place, for whoever writes it by hand. */
const NEAREST: Readonly<Record<Library, Readonly<Partial<Record<LayerKind, string>>>>> = {
  Envoy: {
    [LayerKind.fallback]: 'The application answers in its place.',
    [LayerKind.rateLimit]: 'Its filter local_ratelimit is a token bucket that refuses and never waits.',
    [LayerKind.concurrencyLimit]: 'Its filter adaptive_concurrency, at the one called, has a gradient of its own.',
    [LayerKind.throttle]: 'Its filter admission_control holds requests back by their success rate.',
    [LayerKind.hedge]: 'Its hedge_policy sends another when a try has timed out, and waits for the first one too.',
  },
  Istio: {
    [LayerKind.fallback]: 'The application answers in its place.',
    [LayerKind.rateLimit]: 'An EnvoyFilter can add the filter local_ratelimit.',
    [LayerKind.concurrencyLimit]: 'An EnvoyFilter can add the filter adaptive_concurrency.',
    [LayerKind.throttle]: 'An EnvoyFilter can add the filter admission_control.',
    [LayerKind.hedge]: '',
  },
};

function balanceNotes({ by }: BalancingParams, library: Library): string[] {
  if (by === Balancing.peakEwma)
    return comment('#', `${library} does not balance by how long answers take (peak ewma): the better of two drawn.`);
  if (by === Balancing.leastRequests)
    return comment('#', `${library} draws two and takes the one with fewer requests, in place of the best of all.`);
  if (by === Balancing.sticky)
    return comment('#', 'Sticky by a cookie named `session`; name the one or the header that your sessions have.');
  return [];
}

/** Whether a retry must not repeat what may have happened. */
const isCareful = (list: Guarded, { evenIfNotIdempotent }: RetryParams): boolean =>
  list.hasUnsafe && !evenIfNotIdempotent;

/** What is retried, as both of them name it. */
export const retryOn = (list: Guarded, retry: RetryParams): string =>
  isCareful(list, retry) ? 'connect-failure,refused-stream' : '5xx,reset,connect-failure,refused-stream';

/** What of the name of the one called can be one of a host. */
export function hostOf({ callee }: Guarded): string {
  const host = asciiWords(callee).join('-');
  if (!/^[a-z]/.test(host)) return host === '' ? 'service' : `service-${host}`;
  return /^(null|true|false|yes|no|on|off|y|n)$/.test(host) ? `'${host}'` : host;
}

/** Where requests of a list to one endpoint begin; all of them: at the root. */
export const prefixOf = ({ endpoint }: Guarded): string => `/${encodeURIComponent(endpoint ?? '')}`;

/** Whole percent, which is all they take. */
export const percent = (meant: number): string =>
  Number.isInteger(meant) ? plain(meant) : `${Math.round(meant)} # ${plain(meant)} was meant`;

const capsOf = ({ calls, waitMs, queue }: BulkheadParams): CapParams => ({
  connections: Infinity,
  pending: waitMs > 0 ? queue : 0,
  requests: calls,
  retries: Infinity,
  requestsPerConnection: Infinity,
});

function backoffNotes({ backoff }: RetryParams, library: Library): string[] {
  const { kind, factor, jitter } = backoff;
  if (kind === 'exponential' && factor === 2 && jitter === 'full') return [];
  return comment('#', `${library} waits between tries by itself: exponential, doubling, with full jitter.`);
}
