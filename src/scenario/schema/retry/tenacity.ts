import { PLAIN_BACKOFF } from '../../../policies/backoff';
import { NEVER_STOPS, type RetryParams } from '../../../policies/retry';
import { field, keys } from '../field';
import { count, duration } from '../quantity';
import { like } from './like';
import { growth, listedWaits, longest, wait } from './parts';
import { onKey, rulesKeys, rulesOf } from './rules';

const TENACITY_WAITS =
  'one of wait_fixed, wait_exponential, wait_random_exponential, wait_exponential_jitter, wait_chain';

const tenacityExponential = keys('{ multiplier: 1s, max: 10s }', {
  multiplier: wait('1s', 'The first wait.'),
  exp_base: growth(2),
  min: wait('0s', 'The shortest wait; it wins over `max`. Of random waits, where drawing begins.'),
  max: longest(),
});

/** tenacity 9. */
export const tenacity = keys('a retry of tenacity such as { like: tenacity, stop_after_attempt: 3 }', {
  like: like('tenacity'),
  stop_after_attempt: field(count(1, NEVER_STOPS).optional(), {
    is: 'Tries in all, the first one included.',
    unit: 'attempts',
    default: 'it never stops',
    samples: ['3'],
  }),
  stop_after_delay: field(duration('more than zero').optional(), {
    is: 'Stops when a try has failed and so much time has passed since the first began. The time is looked at only then, so it may be exceeded.',
    unit: 'a duration',
    default: 'no limit',
    samples: ['10s'],
  }),
  wait_fixed: field(duration('zero or more').optional(), {
    is: 'The same wait every time.',
    unit: 'a duration',
    default: 'no wait',
  }),
  wait_exponential: field(tenacityExponential.optional(), {
    is: 'Waits that grow, without randomness.',
    default: 'no wait, unless another `wait_…` is given',
  }),
  wait_random_exponential: field(tenacityExponential.optional(), {
    is: 'A wait between `min` and what grows: full jitter if `min` is 0.',
    default: 'no wait, unless another `wait_…` is given',
  }),
  wait_exponential_jitter: field(
    keys('{ initial: 1s, max: 10s, jitter: 1s }', {
      initial: wait('1s', 'The first wait.'),
      exp_base: growth(2),
      max: longest(),
      jitter: wait('1s', 'The most that is added to a wait at random; `max` comes after it.'),
    }).optional(),
    { is: 'Waits that grow, with something added at random.', default: 'no wait, unless another `wait_…` is given' },
  ),
  wait_chain: listedWaits('Fixed waits one by one.'),
  ...onKey,
  ...rulesKeys('ignored'),
}).transform((source, context): RetryParams => {
  const { wait_fixed: fixed, wait_exponential: steady, wait_random_exponential: random } = source;
  const { wait_exponential_jitter: added, wait_chain: chain } = source;
  if ([fixed, steady, random, added, chain].filter((one) => one !== undefined).length > 1)
    context.addIssue({ code: 'custom', message: `A retry of tenacity waits in one way; keep ${TENACITY_WAITS}.` });
  const grown = steady ?? random;
  const waits = grown
    ? { baseMs: grown.multiplier, factor: grown.exp_base, leastMs: grown.min, capMs: grown.max ?? Infinity }
    : added && { baseMs: added.initial, factor: added.exp_base, capMs: added.max ?? Infinity };
  return {
    attempts: source.stop_after_attempt ?? NEVER_STOPS,
    stopAfterMs: source.stop_after_delay ?? Infinity,
    retried: source.on,
    backoff: waits
      ? {
          ...PLAIN_BACKOFF,
          kind: 'exponential',
          ...waits,
          capsJitter: added !== undefined,
          jitter: added ? 'added' : random ? 'full' : 'none',
          jitterMs: added?.jitter ?? 0,
        }
      : { ...PLAIN_BACKOFF, ...(chain ?? { kind: fixed === undefined ? 'none' : 'constant', baseMs: fixed ?? 0 }) },
    budget: null,
    ...rulesOf(source),
  };
});
