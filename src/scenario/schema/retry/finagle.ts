import type { RetryParams } from '../../../policies/retry';
import { backoffKeys, backoffOf } from './backoff';
import { field, keys } from '../field';
import { count, duration, rate, share } from '../quantity';
import { windowBudget } from './budget';
import { like } from './like';
import { onKey, rulesKeys, rulesOf } from './rules';

/** Finagle's MethodBuilder with its RetryBudget. */
export const finagle = keys('a retry of Finagle such as { like: finagle, percentCanRetry: 20% }', {
  like: like('finagle'),
  maxRetries: field(count(1, 1000).default(2), { is: 'Tries after the first.', unit: 'retries' }),
  ...backoffKeys('none'),
  percentCanRetry: field(share().prefault('20%'), {
    is: 'So much of a retry is earned by each call.',
    unit: 'a percentage',
    scope: 'per replica of the caller',
  }),
  minRetriesPerSec: field(rate().prefault('10/s'), { is: 'Retries allowed besides.', unit: 'a rate' }),
  ttl: field(duration('more than zero').prefault('10s'), { is: 'How long a call counts.', unit: 'a duration' }),
  ...onKey,
  ...rulesKeys('ignored'),
}).transform((source, context): RetryParams => ({
  attempts: source.maxRetries + 1,
  stopAfterMs: Infinity,
  retried: source.on,
  backoff: backoffOf(source, context),
  budget: windowBudget(source.percentCanRetry, source.minRetriesPerSec, source.ttl),
  ...rulesOf(source),
}));
