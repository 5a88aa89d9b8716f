import type { RetryParams } from '../../../policies/retry';
import { field, keys } from '../field';
import { count } from '../quantity';
import { backoffKeys, backoffOf } from './backoff';
import { retryBudget } from './budget';
import { likeNone } from './like';
import { onKey, rulesKeys, rulesOf } from './rules';

/** A retry in the lab's own words, with the defaults of resilience4j. */
export const plain = keys('a retry such as { attempts: 3 }', {
  like: likeNone,
  attempts: field(count(1, 1000).default(3), {
    is: 'Tries in all, the first one included.',
    libraries: [
      'resilience4j maxAttempts',
      'tenacity stop_after_attempt',
      'gRPC maxAttempts',
      'AWS SDKs maxAttempts',
      'Polly MaxRetryAttempts + 1',
      'cockatiel maxAttempts + 1',
      'Envoy num_retries + 1',
    ],
    unit: 'attempts',
  }),
  ...backoffKeys('500ms'),
  ...onKey,
  budget: retryBudget,
  ...rulesKeys('at least'),
}).transform((source, context): RetryParams => ({
  attempts: source.attempts,
  stopAfterMs: Infinity,
  retried: source.on,
  backoff: backoffOf(source, context),
  budget: source.budget ?? null,
  ...rulesOf(source),
}));
