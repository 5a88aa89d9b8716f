import type { HedgeParams } from '../../policies/hedge';
import { field, keys } from './field';
import { count, duration, share } from './quantity';
import { z } from './z';

const onFailure = z.literal('failure').transform(() => Infinity);

export const hedge = field(
  keys('a hedge such as { after: 200ms, hedges: 1 }', {
    after: field(
      z
        .union([onFailure, duration('zero or more')])
        .meta({ expected: 'a duration such as 200ms, or `failure`' })
        .prefault('2s'),
      {
        is: 'Sends another one when the newest has been out for this long without an answer; 0ms sends all at once. With `failure` only a failed one is followed by another.',
        libraries: ['Polly Delay', 'gRPC hedgingDelay', 'Finagle backup requests', 'Envoy hedge_on_per_try_timeout'],
        unit: 'a duration',
        samples: ['200ms', 'failure'],
      },
    ),
    hedges: field(count(1, 10).default(1), {
      is: 'How many are sent at most besides the first (Polly’s MaxHedgedAttempts).',
      libraries: ['Polly MaxHedgedAttempts', 'gRPC maxAttempts - 1'],
      unit: 'attempts',
    }),
    budget: field(share('more than zero').optional(), {
      is: 'At most this share of calls is hedged: each call earns that share of a hedge, kept for the next 100 calls at most (as Finagle’s backup requests).',
      libraries: ['Finagle maxExtraLoad', 'gRPC retryThrottling'],
      unit: 'a percentage',
      default: 'no budget: every slow call is hedged',
      scope: 'per replica of the caller, over all routes the list covers',
      samples: ['5%'],
    }),
    'even if not idempotent': field(z.boolean().default(false).meta({ expected: 'true or false' }), {
      is: 'Whether calls to endpoints that are not idempotent are hedged too. Then an effect may happen twice: a card charged twice, say.',
      libraries: [],
    }),
    cancel: field(z.boolean().default(false).meta({ expected: 'true or false' }), {
      is: 'Whether the others are called off when one has answered. Word of it takes the link’s latency; otherwise they go on for nobody.',
      libraries: ['Polly CancellationToken', 'gRPC'],
    }),
  }).transform((source): HedgeParams => ({
    afterMs: source.after,
    hedges: source.hedges,
    budget: source.budget ?? Infinity,
    evenIfNotIdempotent: source['even if not idempotent'],
    cancels: source.cancel,
  })),
  {
    is: 'Sends a slow call once more and takes the answer that comes first; a failure is followed by another at once. The loser’s work goes on unless it is cancelled. The defaults are those of Polly (2s, 1); gRPC has it as hedging policy, Finagle as backup requests, Envoy as hedge policy.',
    default: 'none: a slow call is waited for',
    libraries: ['Polly Hedging', 'gRPC hedgingPolicy', 'Finagle backup requests', 'Envoy hedge_policy'],
    scope: 'each call by itself; the budget per replica of the caller',
    samples: ['{ after: 200ms, hedges: 1 }', '{ after: 50ms, budget: 5% }'],
  },
);
