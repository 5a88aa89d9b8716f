import { PLAIN_BACKOFF } from '../../../policies/backoff';
import type { RetryParams } from '../../../policies/retry';
import { field, keys } from '../field';
import { duration } from '../quantity';
import { attempts, growth, longest, randomness, WHOLE_MS, yesOrNo } from './parts';
import { like } from './like';
import { onKey, rulesKeys, rulesOf } from './rules';

/** resilience4j 2.4, by its names in a configuration; its waits are whole milliseconds. */
export const resilience4j = keys('a retry of resilience4j such as { like: resilience4j, maxAttempts: 3 }', {
  like: like('resilience4j'),
  maxAttempts: attempts(),
  waitDuration: field(duration('more than zero').prefault('500ms'), { is: 'The (first) wait.', unit: 'a duration' }),
  enableExponentialBackoff: yesOrNo(
    'Whether each wait is longer than the one before. Each is cut to whole milliseconds before the next grows from it: 500, 750, 1125, 1687ms.',
  ),
  exponentialBackoffMultiplier: growth(1.5),
  exponentialMaxWaitDuration: longest(),
  enableRandomizedWait: yesOrNo('Whether waits vary at random around what they would be.'),
  randomizedWaitFactor: field(randomness().prefault('50%'), {
    is: 'By how much of itself a wait may be shorter or longer.',
    unit: 'a percentage',
  }),
  ...onKey,
  ...rulesKeys('ignored'),
}).transform((source): RetryParams => ({
  attempts: source.maxAttempts,
  stopAfterMs: Infinity,
  retried: source.on,
  backoff: {
    ...PLAIN_BACKOFF,
    kind: source.enableExponentialBackoff ? 'exponential' : 'constant',
    baseMs: source.waitDuration,
    factor: source.enableExponentialBackoff ? source.exponentialBackoffMultiplier : 1,
    capMs: source.enableExponentialBackoff ? (source.exponentialMaxWaitDuration ?? Infinity) : Infinity,
    capsJitter: true,
    jitter: source.enableRandomizedWait ? 'proportional' : 'none',
    jitterShare: source.enableRandomizedWait ? source.randomizedWaitFactor : 0,
    stepMs: WHOLE_MS,
    stepsGrowth: true,
  },
  budget: null,
  ...rulesOf(source),
}));
