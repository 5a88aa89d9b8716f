import { PLAIN_BACKOFF } from '../../../policies/backoff';
import type { RetryParams } from '../../../policies/retry';
import { field, keys } from '../field';
import { count, duration, factor } from '../quantity';
import { z } from '../z';
import { like } from './like';
import { wait, WHOLE_MS } from './parts';
import { NEVER_STOPS, onKey, rulesKeys, rulesOf } from './rules';

/** cockatiel 3.2 and 4. */
export const cockatiel = keys('a retry of cockatiel such as { like: cockatiel, maxAttempts: 3 }', {
  like: like('cockatiel'),
  maxAttempts: field(count(1, NEVER_STOPS).optional(), {
    is: 'Tries after the first: 3 are four calls.',
    unit: 'retries',
    default: 'it never stops',
    samples: ['3'],
  }),
  ConstantBackoff: field(duration('zero or more').optional(), {
    is: 'The same wait every time.',
    unit: 'a duration',
    default: '0ms',
  }),
  ExponentialBackoff: field(
    keys('{ initialDelay: 128ms, maxDelay: 30s }', {
      initialDelay: wait('128ms', 'The first wait, as it is without randomness.'),
      maxDelay: wait('30s', 'The longest wait.'),
      exponent: field(factor(1, 100).default(2), {
        is: 'Growth of decorrelated waits; the others always double.',
      }),
      generator: field(
        z
          .enum(['decorrelated', 'no', 'full', 'half'])
          .default('decorrelated')
          .meta({ expected: 'decorrelated, no, full or half' }),
        { is: 'The randomness of a wait. Decorrelated is Polly’s DecorrelatedJitterV2.' },
      ),
    }).optional(),
    { is: 'Waits that grow.' },
  ),
  ...onKey,
  ...rulesKeys('ignored'),
}).transform((source, context): RetryParams => {
  const { ConstantBackoff: constant, ExponentialBackoff: grown } = source;
  if (constant !== undefined && grown)
    context.addIssue({ code: 'custom', message: 'A retry of cockatiel has one backoff; keep one of the two.' });
  const jitter =
    grown && ({ decorrelated: 'smooth', no: 'none', full: 'full', half: 'equal' } as const)[grown.generator];
  return {
    attempts: (source.maxAttempts ?? NEVER_STOPS - 1) + 1,
    stopAfterMs: Infinity,
    retried: source.on,
    backoff:
      grown && jitter
        ? {
            ...PLAIN_BACKOFF,
            kind: 'exponential',
            baseMs: grown.initialDelay,
            factor: jitter === 'smooth' ? grown.exponent : 2,
            capMs: grown.maxDelay,
            jitter,
            stepMs: jitter === 'smooth' ? 0 : WHOLE_MS,
          }
        : { ...PLAIN_BACKOFF, kind: 'constant', baseMs: constant ?? 0 },
    budget: null,
    ...rulesOf(source),
  };
});
