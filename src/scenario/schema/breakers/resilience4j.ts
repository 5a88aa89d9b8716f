import type { Resilience4jParams } from '../../../policies/breakers/resilience4j';
import { field, keys } from '../field';
import { count, duration, factor, share, window } from '../quantity';
import { randomness } from '../retry/parts';
import { z } from '../z';
import { likeResilience4j } from './like';
import { alsoCalled, calls, either, except, only, percentage, state, yesOrNo } from './parts';
import { alone, type BreakerSource } from './source';

type Window = Resilience4jParams['window'];

/** Of exponential backoff, where nothing is said. */
const DEFAULT_GROWTH = 1.5;

const COUNT_WINDOW: Window = { kind: 'calls', size: 100 };

/** resilience4j 2.4: in the lab's own words, which are closest to it, or by its names in a configuration. */
export const resilience4j = keys('a breaker such as { failure rate: 50%, window: 20 calls, open for: 10s }', {
  like: likeResilience4j,
  'failure rate': field(share('more than zero').optional(), {
    is: 'Opens when at least this share of the calls in the window failed.',
    libraries: [
      'resilience4j failureRateThreshold',
      'Polly FailureRatio',
      'Hystrix and opossum errorThresholdPercentage',
      'cockatiel threshold',
      'Sentinel error ratio',
    ],
    unit: 'a percentage',
    default: '50%',
    samples: ['50%'],
  }),
  'slow rate': field(share('more than zero').optional(), {
    is: 'Opens when at least this share of the calls in the window were slow, whether they failed or not.',
    libraries: ['resilience4j slowCallRateThreshold', 'Sentinel slow ratio'],
    unit: 'a percentage',
    default: '100%',
    samples: ['100%'],
  }),
  'slow call': field(duration('more than zero').optional(), {
    is: 'A call is slow if it takes longer than this.',
    libraries: ['resilience4j slowCallDurationThreshold', 'Sentinel maximum RT'],
    unit: 'a duration',
    default: '60s',
    samples: ['60s'],
  }),
  window: field(window().optional(), {
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
    default: '100 calls',
    samples: ['20 calls', '10s'],
  }),
  'minimum calls': field(calls(), {
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
    default: '100',
    samples: ['100'],
  }),
  'open for': field(duration('more than zero').optional(), {
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
    default: '60s',
    samples: ['60s'],
  }),
  'half-open calls': field(calls(), {
    is: 'How many calls it lets through half-open to decide whether to close again.',
    libraries: ['resilience4j permittedNumberOfCallsInHalfOpenState', 'gobreaker MaxRequests'],
    unit: 'calls',
    default: '10',
    samples: ['10'],
  }),
  'open growth': field(factor(1, 100).optional(), {
    is: 'How many times as long it stays open each time it opens again without having closed; cut to whole milliseconds.',
    libraries: ['resilience4j exponentialBackoffMultiplier'],
    unit: 'a number or a multiple such as 2x',
    default: '1: each time as long; 1.5 with `enableExponentialBackoff`',
    samples: ['2x'],
  }),
  'open at most': field(duration('more than zero').optional(), {
    is: 'How long it stays open at most, however often it opened again.',
    libraries: ['resilience4j exponentialMaxWaitDurationInOpenState'],
    unit: 'a duration',
    default: 'no cap',
    samples: ['5min'],
  }),
  'half-open at most': field(duration('zero or more').optional(), {
    is: 'How long it stays half-open at most without deciding; 0s: as long as it takes.',
    libraries: ['resilience4j maxWaitDurationInHalfOpenState'],
    unit: 'a duration',
    default: '0s',
    samples: ['30s'],
  }),
  ignore: except({
    is: 'Outcomes that it does not count at all; half-open, the call’s place is given back.',
    libraries: ['resilience4j ignoreExceptions', 'Hystrix HystrixBadRequestException'],
  }),
  record: only({
    is: 'The only outcomes that are failures to it; all others count as successes.',
    libraries: ['resilience4j recordExceptions'],
  }),
  state: state(
    'resilience4j',
    'Where an operator holds it. forced open: no call goes out. disabled: every call goes out and nothing is counted. metrics only: every call goes out and is counted. When it is left alone again, it is closed and begins to count anew.',
  ),
  failureRateThreshold: alsoCalled('failure rate', percentage().optional()),
  slowCallRateThreshold: alsoCalled('slow rate', percentage().optional()),
  slowCallDurationThreshold: alsoCalled('slow call', duration('more than zero').optional()),
  slidingWindowType: field(
    z.enum(['COUNT_BASED', 'TIME_BASED']).default('COUNT_BASED').meta({ expected: 'COUNT_BASED or TIME_BASED' }),
    { is: 'Whether `slidingWindowSize` counts calls or seconds.' },
  ),
  slidingWindowSize: field(count(1, 10_000).optional(), {
    is: 'How many calls, or seconds, its window holds.',
    unit: 'calls or seconds',
    default: '100',
    samples: ['100'],
  }),
  minimumNumberOfCalls: alsoCalled('minimum calls', calls()),
  waitDurationInOpenState: alsoCalled('open for', duration('more than zero').optional()),
  permittedNumberOfCallsInHalfOpenState: alsoCalled('half-open calls', calls()),
  maxWaitDurationInHalfOpenState: alsoCalled('half-open at most', duration('zero or more').optional()),
  transitionToStateAfterWaitDuration: field(
    z.enum(['OPEN', 'CLOSED']).default('OPEN').meta({ expected: 'OPEN or CLOSED' }),
    { is: 'Where it goes when it was half-open for as long as it may be.' },
  ),
  enableExponentialBackoff: yesOrNo(
    'Whether it stays open longer each time it opens again without having closed: `open growth` times as long, which is 1.5 then. Spring’s configuration heeds it only beside `waitDurationInOpenState`.',
  ),
  exponentialBackoffMultiplier: field(factor(1, 100).optional(), {
    is: 'With `enableExponentialBackoff`, and not heeded without: `open growth`.',
    unit: 'a number or a multiple such as 2x',
    default: '1.5',
    samples: ['2'],
  }),
  exponentialMaxWaitDurationInOpenState: field(duration('more than zero').optional(), {
    is: 'With `enableExponentialBackoff`, and not heeded without: `open at most`. Spring’s configuration heeds it only beside `exponentialBackoffMultiplier`.',
    unit: 'a duration',
    default: 'no cap',
    samples: ['5min'],
  }),
  enableRandomizedWait: yesOrNo(
    'Whether the time it stays open is drawn anew each time, around what it would be. Spring’s configuration heeds it only beside `waitDurationInOpenState`.',
  ),
  randomizedWaitFactor: field(randomness().optional(), {
    is: 'With `enableRandomizedWait`: by how much of itself the time may be shorter or longer.',
    unit: 'a percentage',
    default: '50%',
    samples: ['50%'],
  }),
  automaticTransitionFromOpenToHalfOpenEnabled: yesOrNo(
    'Whether it turns half-open by itself at the end of the open time, and not with the next call after it.',
  ),
  ignoreExceptions: alsoCalled('ignore', except({ is: '' })),
  recordExceptions: alsoCalled('record', only({ is: '' })),
}).transform((source, context): BreakerSource => {
  const pick = <Value>(own: string, synonym: string, unsaid: Value): Value =>
    either(source, own, synonym, unsaid, context);
  const asShare = (own: string, synonym: string, unsaid: number): number =>
    pick<number | undefined>(own, synonym, undefined) === undefined
      ? unsaid
      : (source[own as 'failure rate'] ?? source[synonym as 'failureRateThreshold']! / 100);
  const sized = source.slidingWindowSize;
  const byName: Window | undefined =
    sized === undefined
      ? undefined
      : source.slidingWindowType === 'COUNT_BASED'
        ? { kind: 'calls', size: sized }
        : { kind: 'time', count: sized, slotMs: 1000 };
  const written: Window | undefined = either(
    { ...source, slidingWindowSize: byName },
    'window',
    'slidingWindowSize',
    undefined,
    context,
  );
  const grows = source.enableExponentialBackoff;
  if (grows && source.enableRandomizedWait) {
    const message =
      'resilience4j does not start with both `enableExponentialBackoff` and `enableRandomizedWait`; an interval function in code can have both: `open growth` and this.';
    context.addIssue({ code: 'custom', path: ['enableRandomizedWait'], params: { at: 'key' }, message });
  }
  return alone({
    like: 'resilience4j',
    steering: source.state,
    ignored: source.ignore | source.ignoreExceptions,
    tolerated: source.record | source.recordExceptions,
    failureRate: asShare('failure rate', 'failureRateThreshold', 0.5),
    slowRate: asShare('slow rate', 'slowCallRateThreshold', 1),
    slowCallMs: pick('slow call', 'slowCallDurationThreshold', 60_000),
    window: written ?? COUNT_WINDOW,
    minimumCalls: pick('minimum calls', 'minimumNumberOfCalls', 100),
    openForMs: pick('open for', 'waitDurationInOpenState', 60_000),
    openGrowth: grows
      ? pick('open growth', 'exponentialBackoffMultiplier', DEFAULT_GROWTH)
      : (source['open growth'] ?? 1),
    openForMostMs: grows
      ? pick('open at most', 'exponentialMaxWaitDurationInOpenState', Infinity)
      : (source['open at most'] ?? Infinity),
    openJitterShare: source.enableRandomizedWait ? (source.randomizedWaitFactor ?? 0.5) : 0,
    openStepMs: 1,
    halfOpenCalls: pick('half-open calls', 'permittedNumberOfCallsInHalfOpenState', 10),
    halfOpenForMs: pick('half-open at most', 'maxWaitDurationInHalfOpenState', 0),
    afterHalfOpen: source.transitionToStateAfterWaitDuration === 'OPEN' ? 'open' : 'closed',
    isAutomatic: source.automaticTransitionFromOpenToHalfOpenEnabled,
  });
});
