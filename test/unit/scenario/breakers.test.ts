import { describe, expect, it } from 'vitest';
import { compilePolicies } from '../../../src/scenario';
import { SHOP_MODEL } from './assist/cursor';

const compiled = (breaker: string) =>
  compilePolicies(SHOP_MODEL, `policies:\n  web -> catalog:\n    - breaker: ${breaker}\n`);

const layersOf = (breaker: string) => {
  const plan = compiled(breaker);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join(' '));
  return plan.value.lists[0]!.layers;
};

const paramsOf = (breaker: string) => layersOf(breaker)[0]!.params;

const problemOf = (breaker: string): string => {
  const plan = compiled(breaker);
  return plan.ok ? '' : plan.problems.map(({ message }) => message).join(' ');
};

describe('a breaker like a library', () => {
  it.each([
    ['{ like: polly }', { failureRatio: 0.1, samplingMs: 30_000, minimumThroughput: 100, breaksMs: [5000] }],
    ['{ like: hystrix }', { requestVolume: 20, errorPercentage: 50, sleepMs: 5000, buckets: 20, tickMs: 500 }],
    ['{ like: pybreaker }', { failMax: 5, resetMs: 60_000, successThreshold: 1, isSerial: true }],
    ['{ like: opossum }', { errorPercentage: 50, resetMs: 30_000, buckets: 10, bucketMs: 1000, volumeThreshold: 0 }],
    [
      '{ like: cockatiel, ConsecutiveBreaker: 5, halfOpenAfter: 10s }',
      { counts: { kind: 'consecutive', failures: 5 }, openForMs: [10_000], openBackoff: null },
    ],
    [
      '{ like: gobreaker }',
      { maxRequests: 1, intervalMs: 0, timeoutMs: 60_000, trips: { kind: 'in a row', moreThan: 5 } },
    ],
    [
      '{ like: sentinel, count: 200ms, timeWindow: 10s }',
      { rule: { kind: 'slow ratio', slowMs: 200, ratio: 1 }, minimumRequests: 5, intervalMs: 1000 },
    ],
  ])('has its defaults: %s', (breaker, params) => {
    expect(paramsOf(breaker)).toMatchObject(params);
  });

  it.each([
    ['{ failureRateThreshold: 30, slidingWindowSize: 20 }', '{ failure rate: 30%, window: 20 calls }'],
    ['{ slidingWindowType: TIME_BASED, slidingWindowSize: 20 }', '{ window: 20s }'],
    ['{ like: polly, FailureRatio: 10%, BreakDuration: 2s }', '{ like: polly, failure rate: 0.1, open for: 2s }'],
    ['{ like: opossum, errorThresholdPercentage: 57% }', '{ like: opossum, errorThresholdPercentage: 57 }'],
    [
      '{ enableExponentialBackoff: true, exponentialMaxWaitDurationInOpenState: 5min }',
      '{ open growth: 1.5x, open at most: 5min }',
    ],
    [
      '{ like: polly, BreakDurationGenerator: { first: 5s, factor: 2, most: 15s } }',
      '{ like: polly, BreakDurationGenerator: [5s, 10s, 15s] }',
    ],
    [
      '{ like: cockatiel, ConsecutiveBreaker: 5, halfOpenAfter: { IterableBackoff: [1s, 5s] } }',
      '{ like: cockatiel, ConsecutiveBreaker: 5, halfOpenAfter: [1s, 5s] }',
    ],
    [
      '{ like: cockatiel, ConsecutiveBreaker: 5, halfOpenAfter: { DelegateBackoff: [1s, 5s] } }',
      '{ like: cockatiel, ConsecutiveBreaker: 5, halfOpenAfter: [1s, 5s] }',
    ],
    ['{ like: hystrix, enabled: false, forceOpen: true }', '{ like: hystrix, state: forced closed }'],
    ['{ like: hystrix, forceOpen: true, forceClosed: true }', '{ like: hystrix, state: forced open }'],
    ['{ like: hystrix, forceClosed: true }', '{ like: hystrix, state: forced closed }'],
    ['{ like: opossum, enabled: false }', '{ like: opossum, state: disabled }'],
    ['{ like: pybreaker, fail_max: 3 }', '{ like: pybreaker, consecutive failures: 3 }'],
    ['{ like: gobreaker, IsExcluded: [shed] }', '{ like: gobreaker, exclude: [shed] }'],
  ])('says the same by either name: %s', (own, synonym) => {
    expect(paramsOf(own)).toEqual(paramsOf(synonym));
  });

  it('stays open by a backoff of cockatiel, with its defaults', () => {
    const exponential = (said: string) =>
      paramsOf(`{ like: cockatiel, ConsecutiveBreaker: 5, halfOpenAfter: { ExponentialBackoff: ${said} } }`);
    expect(exponential('{}')).toMatchObject({
      openBackoff: { kind: 'exponential', baseMs: 128, capMs: 30_000, factor: 2, jitter: 'smooth' },
    });
    expect(exponential('{ initialDelay: 1s, exponent: 3, generator: no }')).toMatchObject({
      openForMs: [1000],
      openBackoff: { baseMs: 1000, factor: 2, jitter: 'none' },
    });
  });

  it('draws the time it stays open, as resilience4j does if told to', () => {
    expect(paramsOf('{ enableRandomizedWait: true }')).toMatchObject({ openJitterShare: 0.5, openGrowth: 1 });
    expect(paramsOf('{ enableRandomizedWait: true, randomizedWaitFactor: 20% }')).toMatchObject({
      openJitterShare: 0.2,
    });
    expect(paramsOf('{ randomizedWaitFactor: 20% }')).toMatchObject({ openJitterShare: 0 });
  });

  it('heeds what belongs to exponential backoff only where that is enabled, as resilience4j does', () => {
    const said = 'exponentialBackoffMultiplier: 2, exponentialMaxWaitDurationInOpenState: 5min';
    expect(paramsOf(`{ ${said} }`)).toMatchObject({ openGrowth: 1, openForMostMs: Infinity });
    expect(paramsOf(`{ enableExponentialBackoff: true, ${said} }`)).toMatchObject({
      openGrowth: 2,
      openForMostMs: 300_000,
    });
  });

  it('knows in which way pybreaker is called', () => {
    const by = (way: string) => paramsOf(`{ like: pybreaker, called by: ${way} }`);
    expect(by('call()')).toMatchObject({ isSerial: true, hearsResults: true });
    expect(by('calling()')).toMatchObject({ isSerial: false, hearsResults: true });
    expect(by('call() of an async def')).toMatchObject({ isSerial: false, hearsResults: false });
  });

  it('brings along, as layers inside it, what opossum has inside it', () => {
    expect(layersOf('{ like: opossum, capacity: 7, timeout: 2s }').map(({ name }) => name)).toEqual([
      'breaker',
      'breaker capacity',
      'breaker timeout',
    ]);
    expect(layersOf('{ like: opossum, timeout: false }')).toHaveLength(1);
  });

  it.each([
    ['{ like: polly, resetTimeout: 30s }', 'Unknown key `resetTimeout`; expected one of like, FailureRatio'],
    [
      '{ like: polly, BreakDuration: 1s, BreakDurationGenerator: [5s] }',
      '`BreakDurationGenerator` takes the place of `BreakDuration`',
    ],
    [
      '{ like: cockatiel, ConsecutiveBreaker: 2, halfOpenAfter: {} }',
      'needs exactly one of ConstantBackoff, IterableBackoff, DelegateBackoff, ExponentialBackoff',
    ],
    [
      '{ enableExponentialBackoff: true, enableRandomizedWait: true }',
      'does not start with both `enableExponentialBackoff` and `enableRandomizedWait`',
    ],
    ['{ enableRandomizedWait: true, randomizedWaitFactor: 100% }', 'resilience4j takes less than 100% here.'],
    ['{ like: polly, BreakDuration: 100ms }', 'Polly takes no less than 500ms here.'],
    ['{ like: opossum, open for: 1s, resetTimeout: 1s }', '`open for` says the same as `resetTimeout`'],
    [
      '{ like: cockatiel, halfOpenAfter: 1s }',
      'needs exactly one of ConsecutiveBreaker, CountBreaker, SamplingBreaker',
    ],
    ['{ like: cockatiel, ConsecutiveBreaker: 2 }', 'needs `halfOpenAfter`'],
    [
      '{ like: sentinel, grade: error ratio, count: 200ms, timeWindow: 1s }',
      'With `grade: error ratio` this is a ratio',
    ],
    ['{ like: gobreaker, state: isolated }', '`state` is `isolated`; expected `automatic`.'],
    ['{ ignore: [broken] }', 'expected one of error, dependency'],
  ])('is refused with words about that library: %s', (breaker, words) => {
    expect(problemOf(breaker)).toContain(words);
  });

  it('takes lists of outcomes', () => {
    const bit = (outcome: number): number => 1 << outcome;
    expect(paramsOf('{ ignore: [conflict] }')).toMatchObject({ ignored: bit(12), tolerated: 0 });
    expect(paramsOf('{ like: opossum, errorFilter: [conflict, shed] }')).toMatchObject({
      tolerated: bit(12) | bit(19),
    });
  });
});
