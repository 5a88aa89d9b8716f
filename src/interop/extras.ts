import { formatDuration } from '../kernel/units';
import { LayerKind, type Layer } from '../policies/layer';
import { OUTCOME_COUNT, OUTCOME_NAMES } from '../policies/outcome';
import { ANY_FAILURE } from '../policies/retry';
import { budgetWords } from './limit-words';
import type { Guarded } from './source';
import { comment } from './text';

/** What a layer may say besides what nearly every library has. */
export type Extra =
  | 'connect'
  | 'propagates'
  | 'cancels'
  | 'stop after'
  | 'outcomes'
  | 'retry after'
  | 'retry budget'
  | 'idempotent'
  | 'heeds'
  | 'steering'
  | 'wait'
  | 'places'
  | 'turn'
  | 'hedge budget';

/** Comment lines for what a layer says besides, and the library (which has all of `has`) cannot. */
export function besides(mark: string, layer: Layer, list: Guarded, has: readonly Extra[] = [], indent = ''): string[] {
  const left = extrasOf(layer, list).filter(([extra]) => !has.includes(extra));
  if (left.length === 0) return [];
  return comment(mark, `Not expressed here: ${left.map(([, words]) => words).join('; ')}.`, indent);
}

function extrasOf(layer: Layer, list: Guarded): (readonly [Extra, string])[] {
  const extras: (readonly [Extra, string] | null)[] = [];
  const add = (extra: Extra, isSaid: boolean, words: string) => extras.push(isSaid ? [extra, words] : null);
  switch (layer.kind) {
    case LayerKind.timeout: {
      const { connectMs, propagates, cancels } = layer.params;
      add('connect', connectMs < Infinity, `a connection within ${formatDuration(connectMs)}`);
      add('propagates', propagates, 'the one called is told its deadline');
      add('cancels', cancels, 'what is under way is called off when the time is over');
      break;
    }
    case LayerKind.retry: {
      const { stopAfterMs, retried, retryAfter, budget, evenIfNotIdempotent } = layer.params;
      add(
        'stop after',
        stopAfterMs < Infinity,
        `no try begins later than ${formatDuration(stopAfterMs)} after the first`,
      );
      add('outcomes', retried !== ANY_FAILURE, `retried only after: ${outcomesIn(retried)}`);
      add('retry after', retryAfter === 'exactly', 'where the service says how long to wait, exactly that is waited');
      add(
        'retry budget',
        budget !== null,
        budget === null
          ? ''
          : `a budget of retries, ${budgetWords(budget)}, so that they do not multiply the load of a failing service`,
      );
      add('idempotent', list.hasUnsafe && !evenIfNotIdempotent, 'calls that are not idempotent are not retried');
      break;
    }
    case LayerKind.breaker: {
      const { ignored, tolerated } = layer.params;
      add('heeds', ignored !== 0, `not counted: ${outcomesIn(ignored)}`);
      add('heeds', tolerated !== 0, `counted as successes: ${outcomesIn(tolerated)}`);
      const steering = 'steering' in layer.params ? layer.params.steering : 'automatic';
      add('steering', steering !== 'automatic', `held by hand: ${steering}`);
      break;
    }
    case LayerKind.bulkhead: {
      const { waitMs, queue } = layer.params;
      add('wait', waitMs > 0 && waitMs < Infinity, `a call waits ${formatDuration(waitMs)} at most`);
      add('places', waitMs > 0 && queue < Infinity, `${queue} calls wait at most`);
      break;
    }
    case LayerKind.rateLimit: {
      const { waitMs } = layer.params;
      add('turn', waitMs > 0 && waitMs < Infinity, `a call waits ${formatDuration(waitMs)} at most for its turn`);
      break;
    }
    case LayerKind.hedge:
      add('hedge budget', layer.params.budget < Infinity, 'a budget of hedges');
  }
  return extras.filter((extra) => extra !== null);
}

const outcomesIn = (set: number): string =>
  OUTCOME_NAMES.filter((_, outcome) => outcome < OUTCOME_COUNT && ((set >> outcome) & 1) === 1).join(', ');
