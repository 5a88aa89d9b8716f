import { permitsInUse } from './bulkhead';
import { attemptsOut, retriesOut } from './caps';
import { callsInFlight, presentLimit } from './concurrency-limit';
import { hedgesEarned, mostEarned } from './hedge';
import { LayerKind, type Layer } from './layer';
import { ejectedCount } from './outliers/state';
import { leftOf } from './rate-limit';
import { retriesLeft, tokensHeld } from './retry-budget';
import { seenHeldBackShare } from './throttle';

/** What can be read of a policy, and of how much at most (Infinity: there is no most; NaN: it has none). */
export interface LayerFigure {
  readonly what:
    /** calls that hold a permit of a bulkhead, or are under way below an adaptive limit */
    | 'in use'
    | 'in flight'
    /** calls that wait here for their turn */
    | 'waiting'
    /** of a rate limit: what is left to be taken, or how long until the next call may go, in ms */
    | 'tokens'
    | 'permits'
    | 'next in'
    /** share of calls that are held back, in [0, 1] */
    | 'held back'
    /** retries that a budget allows now, one right after another; what its bucket holds */
    | 'retries left'
    | 'retry tokens'
    /** hedges that are paid for */
    | 'hedges left'
    /** attempts that are out under caps, and retries among them */
    | 'out'
    | 'retries out'
    /** replicas that are not asked */
    | 'ejected';
  readonly value: number;
  readonly most: number;
}

/** Of one caller replica's policy as it stands at `nowMs`, with `waiting` calls in its line; without moving anything. */
export function figuresOf(
  layer: Layer,
  block: Float64Array,
  at: number,
  waiting: number,
  nowMs: number,
): readonly LayerFigure[] {
  switch (layer.kind) {
    case LayerKind.bulkhead: {
      const { calls, waitMs, queue } = layer.params;
      return [figure('in use', permitsInUse(block, at), calls), ...line(waiting, waitMs > 0 ? queue : 0)];
    }
    case LayerKind.rateLimit: {
      const { permits, waitMs, queue } = layer.params;
      const { left, most } = leftOf(block, at, layer.params, nowMs);
      const what = permits.kind === 'token bucket' ? 'tokens' : permits.kind === 'leaky bucket' ? 'next in' : 'permits';
      return [figure(what, left, most), ...line(waiting, waitMs > 0 ? queue : 0)];
    }
    case LayerKind.concurrencyLimit:
      return [figure('in flight', callsInFlight(block, at), presentLimit(block, at))];
    case LayerKind.throttle:
      return [figure('held back', seenHeldBackShare(block, at, layer.params, nowMs), NaN)];
    case LayerKind.retry: {
      const { budget } = layer.params;
      if (budget === null) return [];
      const left = figure('retries left', retriesLeft(block, at, budget, nowMs), NaN);
      return budget.kind === 'tokens' ? [figure('retry tokens', tokensHeld(block, at), budget.size), left] : [left];
    }
    case LayerKind.hedge:
      if (layer.params.budget === Infinity) return [];
      return [figure('hedges left', hedgesEarned(block, at), mostEarned(layer.params))];
    case LayerKind.caps: {
      const { connections, pending, requests, retries } = layer.params;
      return [
        figure('out', attemptsOut(block, at), Math.min(connections, requests)),
        figure('retries out', retriesOut(block, at), retries),
        ...line(waiting, pending),
      ];
    }
    case LayerKind.outliers:
      return [figure('ejected', ejectedCount(block, at), layer.params.hosts)];
    case LayerKind.timeout:
    case LayerKind.breaker:
    case LayerKind.fallback:
    case LayerKind.balance:
      return [];
  }
}

const figure = (what: LayerFigure['what'], value: number, most: number): LayerFigure => ({ what, value, most });

/** Nothing where nobody may wait; those who wait since before an edit are there all the same. */
const line = (waiting: number, most: number): readonly LayerFigure[] =>
  most === 0 && waiting === 0 ? [] : [figure('waiting', waiting, most)];
