import { PLAIN_BACKOFF, type BackoffParams } from '../../../policies/backoff';
import type { RetryParams } from '../../../policies/retry';
import { field, keys } from '../field';
import { count, duration } from '../quantity';
import { z } from '../z';
import { like } from './like';
import { listedWaits, longest, yesOrNo } from './parts';
import { onKey, rulesKeys, rulesOf } from './rules';

const POLLY_JITTER = 0.25;

/** Polly 8. */
export const polly = keys('a retry of Polly such as { like: polly, MaxRetryAttempts: 3 }', {
  like: like('polly'),
  MaxRetryAttempts: field(count(1, 1000).default(3), { is: 'Tries after the first.', unit: 'retries' }),
  Delay: field(duration('zero or more').prefault('2s'), { is: 'The (first) wait.', unit: 'a duration' }),
  BackoffType: field(
    z
      .enum(['Constant', 'Linear', 'Exponential'])
      .default('Constant')
      .meta({ expected: 'Constant, Linear or Exponential' }),
    { is: 'Whether waits stay the same, grow by the first one each time, or double.' },
  ),
  UseJitter: yesOrNo(
    'Randomness in the waits: a quarter less or more. Exponential waits are drawn by a rule of their own, DecorrelatedJitterV2, which spreads them evenly.',
  ),
  MaxDelay: longest(),
  DelayGenerator: listedWaits('What your function gives in place of a wait, without jitter or bound.'),
  ...onKey,
  ...rulesKeys('ignored'),
}).transform((source): RetryParams => {
  const kind = ({ Constant: 'constant', Linear: 'linear', Exponential: 'exponential' } as const)[source.BackoffType];
  const jitter = kind === 'exponential' ? 'smooth' : 'proportional';
  const own: BackoffParams = {
    ...PLAIN_BACKOFF,
    kind,
    baseMs: source.Delay,
    factor: kind === 'exponential' ? 2 : 1,
    capMs: source.MaxDelay ?? Infinity,
    capsJitter: true,
    jitter: source.UseJitter ? jitter : 'none',
    jitterShare: source.UseJitter && jitter === 'proportional' ? POLLY_JITTER : 0,
  };
  return {
    attempts: source.MaxRetryAttempts + 1,
    stopAfterMs: Infinity,
    retried: source.on,
    backoff: source.DelayGenerator ? { ...PLAIN_BACKOFF, ...source.DelayGenerator } : own,
    budget: null,
    ...rulesOf(source),
  };
});
