import type { BreakerParams } from '../../policies/breaker';
import { field, keys } from './field';
import { count, duration, share, window } from './quantity';
import { z } from './z';

export const breaker = field(
  keys('a breaker such as { failure rate: 50%, window: 20 calls, open for: 10s }', {
    like: field(z.enum(['resilience4j']).default('resilience4j').meta({ expected: 'resilience4j' }), {
      is: 'The library whose rules and defaults it follows, edge cases included.',
    }),
    'failure rate': field(share('more than zero').prefault('50%'), {
      is: 'Opens when at least this share of the calls in the window failed.',
      unit: 'a percentage',
    }),
    'slow rate': field(share('more than zero').prefault('100%'), {
      is: 'Opens when at least this share of the calls in the window were slow, whether they failed or not.',
      unit: 'a percentage',
    }),
    'slow call': field(duration('more than zero').prefault('60s'), {
      is: 'A call is slow if it takes longer than this.',
      unit: 'a duration',
    }),
    window: field(window().prefault('100 calls'), {
      is: 'What it judges by: the last so many calls, or the calls of the last so many whole seconds.',
      unit: 'calls or seconds',
      scope: 'per replica of the caller, over all routes the list covers',
      samples: ['20 calls', '10s'],
    }),
    'minimum calls': field(count(1, 10_000).default(100), {
      is: 'Judges nothing before the window holds this many calls; a window of fewer calls judges when it is full.',
      unit: 'calls',
    }),
    'open for': field(duration('more than zero').prefault('60s'), {
      is: 'Lets no call out for this long; the next call after it is let through half-open.',
      unit: 'a duration',
    }),
    'half-open calls': field(count(1, 10_000).default(10), {
      is: 'How many calls it lets through half-open to decide whether to close again.',
      unit: 'calls',
    }),
  }).transform((source): BreakerParams => ({
    like: 'resilience4j',
    steering: 'automatic',
    ignored: 0,
    tolerated: 0,
    openGrowth: 1,
    openForMostMs: Infinity,
    halfOpenForMs: 0,
    afterHalfOpen: 'open',
    isAutomatic: false,
    failureRate: source['failure rate'],
    slowRate: source['slow rate'],
    slowCallMs: source['slow call'],
    window: source.window,
    minimumCalls: source['minimum calls'],
    openForMs: source['open for'],
    halfOpenCalls: source['half-open calls'],
  })),
  {
    is: 'Stops calling when too many calls failed or were slow, and tries again after a while. The defaults are those of resilience4j.',
    scope: 'state per replica of the caller, shared by all routes the list covers',
    samples: ['{ like: resilience4j, failure rate: 50%, window: 20 calls, open for: 10s }'],
  },
);
