import { PLAIN_BACKOFF, type BackoffParams } from '../../../policies/backoff';
import { field, keys } from '../field';
import { duration, factor, share } from '../quantity';
import { z } from '../z';
import { listed } from './parts';

/* The waits before retries, as a retry without a library's own rules says them. */

const EXPECTED = '`none`, { constant: 500ms }, { exponential: 50ms, factor: 2, cap: 2s } or a list such as [100ms, 1s]';

type Waits = Pick<BackoffParams, 'kind' | 'baseMs' | 'factor' | 'capMs' | 'listMs'>;

const NO_WAIT: Waits = { kind: 'none', baseMs: 0, factor: 1, capMs: Infinity, listMs: [] };

const given = keys(EXPECTED, {
  constant: field(duration('zero or more').optional(), {
    is: 'The same wait before every retry.',
    default: 'none: give exactly one of constant and exponential',
    libraries: ['resilience4j waitDuration', 'Polly Constant', 'tenacity wait_fixed', 'cockatiel ConstantBackoff'],
    unit: 'a duration',
  }),
  exponential: field(duration('more than zero').optional(), {
    is: 'The wait before the first retry; each later one is `factor` times the one before.',
    default: 'none: give exactly one of constant and exponential',
    libraries: [
      'resilience4j ofExponentialBackoff',
      'Polly Exponential',
      'tenacity wait_exponential',
      'cockatiel ExponentialBackoff',
      'gRPC initialBackoff',
      'Envoy base_interval',
    ],
    unit: 'a duration',
  }),
  factor: field(factor(1, 100).optional(), {
    is: 'Growth of an exponential wait from one retry to the next.',
    libraries: ['resilience4j multiplier', 'tenacity exp_base', 'cockatiel exponent', 'gRPC backoffMultiplier'],
    unit: 'a number or a multiple such as 2x',
    default: '2',
  }),
  cap: field(duration('more than zero').optional(), {
    is: 'The longest an exponential wait becomes, before jitter.',
    libraries: [
      'resilience4j maxInterval',
      'Polly MaxDelay',
      'tenacity max',
      'cockatiel maxDelay',
      'gRPC maxBackoff',
      'Envoy max_interval',
    ],
    unit: 'a duration',
    default: 'no cap',
  }),
}).transform((source, context): Waits => {
  const { constant, exponential, factor = 2, cap = Infinity } = source;
  if ((constant === undefined) === (exponential === undefined))
    context.addIssue({
      code: 'custom',
      params: { lacking: constant === undefined },
      message: 'A backoff needs exactly one of constant, exponential.',
    });
  if (exponential !== undefined) return { ...NO_WAIT, kind: 'exponential', baseMs: exponential, factor, capMs: cap };
  for (const key of ['factor', 'cap'] as const) {
    if (source[key] !== undefined)
      context.addIssue({
        code: 'custom',
        path: [key],
        params: { at: 'key' },
        message: `\`${key}\` belongs to an exponential backoff.`,
      });
  }
  return { ...NO_WAIT, kind: 'constant', baseMs: constant ?? 0 };
});

const none = z.literal('none').transform((): Waits => NO_WAIT);

const oneByOne = listed().transform((waits): Waits => ({ ...NO_WAIT, ...waits }));

const waits = z.union([none, given, oneByOne]).meta({ expected: EXPECTED });

const WAITS_NOTES = {
  is: 'The wait before a retry. Of a list the first stands before the first retry, and so on; the last stands for all further.',
  libraries: [
    'resilience4j intervalFunction',
    'Polly BackoffType and Delay',
    'tenacity wait',
    'cockatiel backoff',
    'tenacity wait_chain',
    'gRPC initialBackoff',
    'Envoy retry_back_off',
    'AWS SDKs',
  ],
  unit: 'a duration, constant or growing, or a list of durations',
  samples: ['{ exponential: 50ms, factor: 2, cap: 2s }', '{ constant: 50ms }', '[50ms, 200ms, 1s]'],
};

const jitter = z
  .union([
    z.enum(['none', 'equal', 'full', 'decorrelated']).transform((kind) => ({ jitter: kind, jitterShare: 0 })),
    keys('{ proportional: 20% }', {
      proportional: field(share('more than zero'), {
        is: 'Draws from the wait less this share of it to the wait and this share more: gRPC’s is 20%, Polly’s 25%, resilience4j’s 50%.',
        libraries: ['gRPC', 'Polly', 'resilience4j randomizationFactor'],
        unit: 'a percentage',
      }),
    }).transform(({ proportional }) => ({ jitter: 'proportional' as const, jitterShare: proportional })),
  ])
  .meta({ expected: 'none, equal, full, decorrelated or { proportional: 20% }' })
  .prefault('none');

/** The keys `backoff` and `jitter`, with this wait where none is given. */
export const backoffKeys = (unsaid: '500ms' | 'none') => ({
  backoff: field(unsaid === 'none' ? waits.prefault('none') : waits.prefault({ constant: unsaid }), WAITS_NOTES),
  jitter: field(jitter, {
    is: 'Randomness in the wait w, so that callers do not return together: equal draws from w/2 to w, full from 0 to w, proportional from w less a share to w and that share more. Decorrelated draws from the exponential wait’s start to three times the wait before, at most its cap; `factor` then says nothing.',
    libraries: [
      'resilience4j randomizationFactor',
      'Polly UseJitter',
      'tenacity wait_random_exponential',
      'cockatiel generators',
      'AWS SDKs (full)',
    ],
    unit: 'none, equal, full, decorrelated or { proportional: 20% }',
    samples: ['full', 'decorrelated', '{ proportional: 20% }'],
  }),
});

/** What those keys say, once checked against each other. */
export function backoffOf(
  source: { readonly backoff: Waits; readonly jitter: z.output<typeof jitter> },
  context: z.RefinementCtx,
): BackoffParams {
  if (source.jitter.jitter === 'decorrelated' && source.backoff.kind !== 'exponential')
    context.addIssue({
      code: 'custom',
      path: ['jitter'],
      message: '`decorrelated` grows from an exponential wait; give one, such as { exponential: 50ms, cap: 2s }.',
    });
  return { ...PLAIN_BACKOFF, ...source.backoff, ...source.jitter };
}
