import { PLAIN_BACKOFF } from '../../../policies/backoff';
import { NEVER_STOPS, type RetryParams } from '../../../policies/retry';
import { field, keys } from '../field';
import { count, duration } from '../quantity';
import { exponentialBackoff } from './cockatiel-backoff';
import { like } from './like';
import { listedWaits } from './parts';
import { onKey, rulesKeys, rulesOf } from './rules';

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
  IterableBackoff: listedWaits('Waits one by one.'),
  DelegateBackoff: listedWaits('What your function gives for the first retry, the second, and so on.'),
  ExponentialBackoff: field(exponentialBackoff.optional(), {
    is: 'Waits that grow.',
    default: 'no wait, unless another `…Backoff` is given',
  }),
  ...onKey,
  ...rulesKeys('ignored'),
}).transform((source, context): RetryParams => {
  const { ConstantBackoff: constant, ExponentialBackoff: grown, IterableBackoff, DelegateBackoff } = source;
  const given = [constant, IterableBackoff, DelegateBackoff, grown].filter((one) => one !== undefined);
  if (given.length > 1)
    context.addIssue({
      code: 'custom',
      message: `A retry of cockatiel has one backoff; keep one of the ${given.length}.`,
    });
  const list = IterableBackoff ?? DelegateBackoff;
  const steady = list ?? { kind: 'constant' as const, baseMs: constant ?? 0 };
  return {
    attempts: (source.maxAttempts ?? NEVER_STOPS - 1) + 1,
    stopAfterMs: Infinity,
    retried: source.on,
    backoff: grown ?? { ...PLAIN_BACKOFF, ...steady },
    budget: null,
    ...rulesOf(source),
  };
});
