import { PLAIN_BACKOFF } from '../../../policies/backoff';
import type { RetryParams } from '../../../policies/retry';
import { field, keys } from '../field';
import { count, duration, share } from '../quantity';
import { z } from '../z';
import { like } from './like';
import { WHOLE_MS } from './parts';
import { outcomesOf, rulesKeys, rulesOf } from './rules';

/** By the name of a condition of Envoy, the outcomes that meet it. */
const CONNECT_FAILURES = outcomesOf(['refused', 'connect timeout', 'no replica']);
const RESETS = CONNECT_FAILURES | outcomesOf(['reset', 'timeout']);
const GATEWAY_ERRORS = RESETS | outcomesOf(['queue full', 'shed', 'deadline passed', 'over the cap']);
const ENVOY_CONDITIONS = {
  '5xx': GATEWAY_ERRORS | outcomesOf(['error', 'dependency', 'dead letter', 'limit reached']),
  'gateway-error': GATEWAY_ERRORS,
  reset: RESETS,
  'connect-failure': CONNECT_FAILURES,
  'retriable-4xx': outcomesOf(['conflict']),
  'envoy-ratelimited': outcomesOf(['rate limited']),
} as const;
type EnvoyCondition = keyof typeof ENVOY_CONDITIONS;
const ENVOY_NAMES = Object.keys(ENVOY_CONDITIONS) as [EnvoyCondition, ...EnvoyCondition[]];

/** Envoy's router. Where there is no budget the cap on retries of its circuit breaker holds. */
export const envoy = keys('a retry of Envoy such as { like: envoy, num_retries: 1 }', {
  like: like('envoy'),
  num_retries: field(count(1, 1000).default(1), { is: 'Tries after the first.', unit: 'retries' }),
  retry_on: field(
    z
      .array(z.enum(ENVOY_NAMES).meta({ expected: `one of ${ENVOY_NAMES.join(', ')}` }))
      .min(1)
      .default(['5xx'])
      .meta({ expected: 'a list of conditions such as [5xx]' }),
    {
      is: 'After what it tries again. 5xx stands for everything but conflicts and rate limits; gateway-error leaves out errors and failed dependencies; reset is no answer at all; connect-failure no connection.',
      unit: 'a list of conditions',
      default: '[5xx]; Envoy has none',
      samples: ['[connect-failure, reset]'],
    },
  ),
  retry_back_off: field(
    keys('{ base_interval: 25ms, max_interval: 250ms }', {
      base_interval: field(duration('more than zero').prefault('25ms'), {
        is: 'The first wait is drawn up to this.',
        unit: 'a duration',
      }),
      max_interval: field(duration('more than zero').optional(), {
        is: 'No wait is drawn from beyond this.',
        unit: 'a duration',
        default: 'ten times `base_interval`',
      }),
    }).prefault({}),
    { is: 'Waits are drawn from 0 to what doubles each time, in whole milliseconds.', default: '25ms, up to 250ms' },
  ),
  max_retries: field(count(1, 100_000).default(3), {
    is: 'Retries at once, unless there is a budget.',
    unit: 'retries',
    scope: 'per replica of the caller',
  }),
  retry_budget: field(
    keys('{ budget_percent: 20%, min_retry_concurrency: 3 }', {
      budget_percent: field(share().prefault('20%'), {
        is: 'Retries at once, as a share of the calls at once.',
        unit: 'a percentage',
      }),
      min_retry_concurrency: field(count(0, 100_000).default(3), {
        is: 'So many retries at once are always allowed.',
        unit: 'retries',
      }),
    }).optional(),
    {
      is: 'Bounds the retries at once by the calls at once, in place of `max_retries`.',
      default: 'none: `max_retries` bounds them',
      scope: 'per replica of the caller',
      samples: ['{ budget_percent: 20%, min_retry_concurrency: 3 }'],
    },
  ),
  ...rulesKeys('ignored'),
}).transform((source): RetryParams => {
  const { base_interval: baseMs, max_interval: capMs = 10 * baseMs } = source.retry_back_off;
  const { retry_budget: budget } = source;
  return {
    attempts: source.num_retries + 1,
    stopAfterMs: Infinity,
    retried: source.retry_on.reduce((set, condition) => set | ENVOY_CONDITIONS[condition], 0),
    backoff: { ...PLAIN_BACKOFF, kind: 'exponential', baseMs, factor: 2, capMs, jitter: 'full', stepMs: WHOLE_MS },
    budget: {
      kind: 'concurrency',
      share: budget?.budget_percent ?? 0,
      least: budget?.min_retry_concurrency ?? source.max_retries,
    },
    ...rulesOf(source),
  };
});
