import { PLAIN_BACKOFF, type BackoffParams } from '../../../policies/backoff';
import { field, keys } from '../field';
import { factor } from '../quantity';
import { z } from '../z';
import { wait, WHOLE_MS } from './parts';

const JITTERS = { decorrelated: 'smooth', no: 'none', full: 'full', half: 'equal' } as const;
const GENERATORS = ['decorrelated', 'no', 'full', 'half'] as const;

/** cockatiel’s ExponentialBackoff, before retries and for how long a breaker stays open. */
export const exponentialBackoff = keys('{ initialDelay: 128ms, maxDelay: 30s }', {
  initialDelay: wait('128ms', 'The first wait, as it is without randomness.'),
  maxDelay: wait('30s', 'The longest wait.'),
  exponent: field(factor(1, 100).default(2), {
    is: 'Growth of decorrelated waits; the others always double.',
    unit: 'a number or a multiple such as 2x',
    default: '2x',
  }),
  generator: field(z.enum(GENERATORS).default('decorrelated').meta({ expected: 'decorrelated, no, full or half' }), {
    is: 'The randomness of a wait. Decorrelated is Polly’s DecorrelatedJitterV2.',
  }),
}).transform(({ initialDelay, maxDelay, exponent, generator }): BackoffParams => {
  const jitter = JITTERS[generator];
  return {
    ...PLAIN_BACKOFF,
    kind: 'exponential',
    baseMs: initialDelay,
    factor: jitter === 'smooth' ? exponent : 2,
    capMs: maxDelay,
    jitter,
    stepMs: jitter === 'smooth' ? 0 : WHOLE_MS,
  };
});
