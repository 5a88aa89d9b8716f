import { PLAIN_BACKOFF } from '../../../policies/backoff';
import type { RetryParams } from '../../../policies/retry';
import { field, keys } from '../field';
import { duration } from '../quantity';
import { like } from './like';
import { attempts } from './parts';
import { onKey, outcomesOf, rulesKeys, rulesOf } from './rules';

const AWS_BUCKET = {
  kind: 'tokens',
  size: 500,
  perCall: 0,
  perSuccess: 1,
  perFailure: 0,
  retryCost: 5,
  timeoutCost: 10,
  keeps: 0,
  refunds: true,
} as const;

/** The standard mode of the AWS SDKs. */
export const aws = keys('a retry of the AWS SDKs such as { like: aws, max_attempts: 3 }', {
  like: like('aws'),
  max_attempts: attempts(),
  max_backoff: field(duration('more than zero').prefault('20s'), {
    is: 'A wait is drawn from 0 to 1s, 2s, 4s …, and from 0 to this at most. A bucket of 500 tokens bounds the retries of all calls together: each takes 5 (10 after a timeout), and each call that succeeds gives back what its newest retry took, or 1.',
    unit: 'a duration',
  }),
  ...onKey,
  ...rulesKeys('ignored'),
}).transform((source): RetryParams => ({
  attempts: source.max_attempts,
  stopAfterMs: Infinity,
  retried: source.on & ~outcomesOf(['conflict']),
  backoff: {
    ...PLAIN_BACKOFF,
    kind: 'exponential',
    baseMs: 1000,
    factor: 2,
    capMs: source.max_backoff,
    jitter: 'full',
  },
  budget: AWS_BUCKET,
  ...rulesOf(source),
}));
