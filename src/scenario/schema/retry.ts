import type { RetryParams } from '../../policies/retry';
import { field, keys } from './field';
import { count, duration, factor } from './quantity';
import { z } from './z';

const EXPECTED = '`none`, { constant: 500ms } or { exponential: 50ms, factor: 2, cap: 2s }';

const waits = keys(EXPECTED, {
  constant: field(duration('zero or more').optional(), { is: 'The same wait before every retry.', unit: 'a duration' }),
  exponential: field(duration('more than zero').optional(), {
    is: 'The wait before the first retry; each later one is `factor` times the one before.',
    unit: 'a duration',
  }),
  factor: field(factor(1, 100).optional(), {
    is: 'Growth of an exponential wait from one retry to the next.',
    unit: 'a number or a multiple such as 2x',
    default: '2',
  }),
  cap: field(duration('more than zero').optional(), {
    is: 'The longest an exponential wait becomes, before jitter.',
    unit: 'a duration',
    default: 'no cap',
  }),
}).transform((source, context): RetryParams['backoff'] => {
  const { constant, exponential, factor = 2, cap = Infinity } = source;
  if ((constant === undefined) === (exponential === undefined))
    context.addIssue({
      code: 'custom',
      params: { lacking: constant === undefined },
      message: 'A backoff needs exactly one of constant, exponential.',
    });
  if (exponential !== undefined) return { kind: 'exponential', baseMs: exponential, factor, capMs: cap };
  for (const key of ['factor', 'cap'] as const) {
    if (source[key] !== undefined)
      context.addIssue({
        code: 'custom',
        path: [key],
        params: { at: 'key' },
        message: `\`${key}\` belongs to an exponential backoff.`,
      });
  }
  return { kind: 'constant', baseMs: constant ?? 0, factor: 1, capMs: Infinity };
});

const none = z
  .literal('none')
  .transform((): RetryParams['backoff'] => ({ kind: 'none', baseMs: 0, factor: 1, capMs: Infinity }));

export const retry = field(
  keys('a retry such as { attempts: 3 }', {
    attempts: field(count(1, 1000).default(3), { is: 'Tries in all, the first one included.', unit: 'attempts' }),
    backoff: field(z.union([none, waits]).meta({ expected: EXPECTED }).prefault({ constant: '500ms' }), {
      is: 'The wait before a retry.',
      unit: 'a duration, constant or growing',
      samples: ['{ exponential: 50ms, factor: 2, cap: 2s }', '{ constant: 50ms }'],
    }),
    jitter: field(
      z
        .enum(['none', 'equal', 'full', 'decorrelated'])
        .default('none')
        .meta({ expected: 'none, equal, full or decorrelated' }),
      {
        is: 'Randomness in the wait w, so that callers do not return together: equal draws from w/2 to w, full from 0 to w. Decorrelated draws from the exponential wait’s start to three times the wait before, at most its cap; `factor` then says nothing.',
      },
    ),
  }).superRefine(({ backoff, jitter }, context) => {
    if (jitter !== 'decorrelated' || backoff.kind === 'exponential') return;
    context.addIssue({
      code: 'custom',
      path: ['jitter'],
      message: '`decorrelated` grows from an exponential wait; give one, such as { exponential: 50ms, cap: 2s }.',
    });
  }),
  {
    is: 'Tries again when everything inside it failed. The defaults are those of resilience4j: 3 attempts, 500ms apart.',
    scope: 'each call by itself',
    samples: ['{ attempts: 3 }', '{ attempts: 3, backoff: { exponential: 50ms }, jitter: full }'],
  },
);
