import type { BreakerParams } from '../../policies/breaker';
import { field, keys } from './field';
import { count, duration, share, window } from './quantity';
import { z } from './z';

export const breaker = field(
  keys('a breaker such as { failure rate: 50%, window: 20 calls, open for: 10s }', {
    like: field(z.enum(['resilience4j']).default('resilience4j').meta({ expected: 'resilience4j' }), {
      is: 'The library whose rules and defaults it follows, edge cases included.',
      libraries: [],
    }),
    'failure rate': field(share('more than zero').prefault('50%'), {
      is: 'Opens when at least this share of the calls in the window failed.',
      libraries: [
        'resilience4j failureRateThreshold',
        'Polly FailureRatio',
        'Hystrix and opossum errorThresholdPercentage',
        'cockatiel threshold',
        'Sentinel error ratio',
      ],
      unit: 'a percentage',
    }),
    'slow rate': field(share('more than zero').prefault('100%'), {
      is: 'Opens when at least this share of the calls in the window were slow, whether they failed or not.',
      libraries: ['resilience4j slowCallRateThreshold', 'Sentinel slow ratio'],
      unit: 'a percentage',
    }),
    'slow call': field(duration('more than zero').prefault('60s'), {
      is: 'A call is slow if it takes longer than this.',
      libraries: ['resilience4j slowCallDurationThreshold', 'Sentinel maximum RT'],
      unit: 'a duration',
    }),
    window: field(window().prefault('100 calls'), {
      is: 'What it judges by: the last so many calls, or the calls of the last so many whole seconds.',
      libraries: [
        'resilience4j slidingWindowType and slidingWindowSize',
        'Polly SamplingDuration',
        'Hystrix rollingStats.timeInMilliseconds',
        'opossum rollingCountTimeout',
        'cockatiel CountBreaker and SamplingBreaker',
        'gobreaker Interval',
        'Sentinel statIntervalMs',
      ],
      unit: 'calls or seconds',
      scope: 'per replica of the caller, over all routes the list covers',
      samples: ['20 calls', '10s'],
    }),
    'minimum calls': field(count(1, 10_000).default(100), {
      is: 'Judges nothing before the window holds this many calls; a window of fewer calls judges when it is full.',
      libraries: [
        'resilience4j minimumNumberOfCalls',
        'Polly MinimumThroughput',
        'Hystrix requestVolumeThreshold',
        'opossum volumeThreshold',
        'cockatiel minimumRps',
        'Sentinel minRequestAmount',
      ],
      unit: 'calls',
    }),
    'open for': field(duration('more than zero').prefault('60s'), {
      is: 'Lets no call out for this long; the next call after it is let through half-open.',
      libraries: [
        'resilience4j waitDurationInOpenState',
        'Polly BreakDuration',
        'Hystrix sleepWindowInMilliseconds',
        'pybreaker reset_timeout',
        'opossum resetTimeout',
        'cockatiel halfOpenAfter',
        'gobreaker Timeout',
        'Sentinel timeWindow',
      ],
      unit: 'a duration',
    }),
    'half-open calls': field(count(1, 10_000).default(10), {
      is: 'How many calls it lets through half-open to decide whether to close again.',
      libraries: ['resilience4j permittedNumberOfCallsInHalfOpenState', 'gobreaker MaxRequests'],
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
    libraries: [
      'resilience4j CircuitBreaker',
      'Polly CircuitBreaker',
      'Hystrix',
      'pybreaker',
      'opossum',
      'cockatiel circuitBreaker',
      'gobreaker',
      'Sentinel',
    ],
    scope: 'state per replica of the caller, shared by all routes the list covers',
    samples: ['{ like: resilience4j, failure rate: 50%, window: 20 calls, open for: 10s }'],
  },
);
