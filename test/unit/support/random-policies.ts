import fc from 'fast-check';
import { isGood, isUnawaited, OUTCOME_NAMES, type Outcome } from '../../../src/policies/outcome';

/* Every policy, in the words of every library that has it, its parameters put together at random and so short that much happens soon. */

type Keys = Readonly<Record<string, unknown>>;

/** A map with these keys and, of those below, some, each with one of its values. */
const some = (
  always: Keys,
  maybe: Readonly<Record<string, readonly unknown[] | fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<string> =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(maybe).map(([key, values]) => [
          key,
          fc.option(values instanceof fc.Arbitrary ? values : fc.constantFrom(...values), { nil: undefined }),
        ]),
      ),
    )
    .map((chosen) => JSON.stringify({ ...always, ...chosen }));

const FAILURES = OUTCOME_NAMES.filter((_, outcome) => !isGood(outcome as Outcome) && !isUnawaited(outcome as Outcome));
const failures = fc.subarray(FAILURES, { minLength: 1 });

const timeout = fc.constantFrom(
  '5ms',
  '12ms',
  '60ms',
  '300ms',
  '{ after: 12ms, cancel: true }',
  '{ after: 60ms, cancel: true, propagate: true }',
  '{ after: 60ms, propagate: true }',
  '{ after: 300ms, connect: 4ms }',
);

const RULES = {
  'retry after': ['at least', 'exactly', 'ignored'],
  'even if not idempotent': [true],
};
const JUDGING = { ...RULES, on: failures };
const backoff = fc.constantFrom(
  'none',
  { constant: '10ms' },
  { exponential: '2ms' },
  { exponential: '3ms', factor: 1.5, cap: '8ms' },
  ['1ms', '6ms', '2ms'],
);
const jitter = fc.constantFrom('none', 'equal', 'full', { proportional: '20%' });

const plainRetry = some(
  {},
  {
    ...JUDGING,
    attempts: [2, 3, 4],
    jitter,
    budget: [
      '30%',
      { share: '10%', besides: '1/s', over: '2s' },
      { tokens: 5, 'per call': 0.1, keeps: 1 },
      { tokens: 8, 'per success': 0.5, 'per failure': 1, 'retry costs': 0, keeps: 4 },
      { tokens: 20, 'per success': 1, 'retry costs': 5, 'timeout costs': 10, refunds: true },
      { 'at once': '20%', least: 1 },
    ],
  },
).chain((rest) => backoff.map((waits) => JSON.stringify({ ...(JSON.parse(rest) as Keys), backoff: waits })));

const retry = fc.oneof(
  { weight: 3, arbitrary: plainRetry },
  some({ like: 'none', backoff: { exponential: '2ms', cap: '20ms' }, jitter: 'decorrelated' }, JUDGING),
  some(
    { like: 'resilience4j', waitDuration: '5ms' },
    {
      ...JUDGING,
      maxAttempts: [2, 4],
      enableExponentialBackoff: [true],
      exponentialBackoffMultiplier: [2],
      exponentialMaxWaitDuration: ['12ms'],
      enableRandomizedWait: [true],
      randomizedWaitFactor: ['30%'],
    },
  ),
  some(
    { like: 'polly', Delay: '4ms' },
    {
      ...JUDGING,
      MaxRetryAttempts: [1, 3],
      BackoffType: ['Constant', 'Linear', 'Exponential'],
      UseJitter: [true],
      MaxDelay: ['9ms'],
      DelayGenerator: [['1ms', '4ms']],
    },
  ),
  some(
    { like: 'tenacity', stop_after_attempt: 4 },
    { ...JUDGING, stop_after_delay: ['50ms'], wait_fixed: ['0ms', '3ms'] },
  ),
  fc
    .constantFrom(
      { wait_exponential: { multiplier: '2ms', exp_base: 3, min: '3ms', max: '10ms' } },
      { wait_random_exponential: { multiplier: '2ms', exp_base: 2, min: '1ms', max: '10ms' } },
      { wait_chain: ['1ms', '3ms', '9ms'] },
      { wait_exponential_jitter: { initial: '1ms', exp_base: 2, max: '20ms', jitter: '1ms' } },
    )
    .chain((waits) => some({ like: 'tenacity', stop_after_delay: '50ms', ...waits }, JUDGING)),
  some({ like: 'cockatiel', maxAttempts: 3 }, { ...JUDGING, ConstantBackoff: ['0ms', '3ms'] }),
  fc
    .constantFrom({ IterableBackoff: ['1ms', '5ms'] }, { DelegateBackoff: ['4ms', '0ms', '2ms'] })
    .chain((waits) => some({ like: 'cockatiel', maxAttempts: 4, ...waits }, JUDGING)),
  some(
    {},
    { initialDelay: ['2ms'], maxDelay: ['30ms'], exponent: [2], generator: ['decorrelated', 'no', 'full', 'half'] },
  ).chain((waits) =>
    some({ like: 'cockatiel', maxAttempts: 2, ExponentialBackoff: JSON.parse(waits) as Keys }, JUDGING),
  ),
  some(
    { like: 'grpc', initialBackoff: '2ms' },
    {
      ...RULES,
      maxAttempts: [3, 6],
      maxBackoff: ['5ms'],
      backoffMultiplier: [1.5],
      retryableStatusCodes: fc.subarray(
        ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'ABORTED', 'INTERNAL', 'UNKNOWN'],
        { minLength: 1 },
      ),
      retryThrottling: [{}, { maxTokens: 4, tokenRatio: 0.3 }],
    },
  ),
  some(
    { like: 'finagle' },
    {
      ...JUDGING,
      maxRetries: [1, 3],
      backoff,
      jitter,
      percentCanRetry: ['50%'],
      minRetriesPerSec: ['1/s'],
      ttl: ['2s'],
    },
  ),
  some(
    { like: 'envoy', retry_back_off: { base_interval: '2ms', max_interval: '10ms' } },
    {
      ...RULES,
      num_retries: [2, 3],
      retry_on: fc.subarray(
        ['5xx', 'gateway-error', 'reset', 'connect-failure', 'retriable-4xx', 'envoy-ratelimited'],
        { minLength: 1 },
      ),
    },
  ),
  fc.constantFrom(
    '{ like: envoy, max_retries: 2, retry_back_off: { base_interval: 1ms } }',
    '{ like: envoy, num_retries: 3, retry_budget: { budget_percent: 50%, min_retry_concurrency: 1 } }',
    '{ like: aws, max_backoff: 30ms }',
  ),
  some({ like: 'aws', max_attempts: 4, max_backoff: '10ms' }, JUDGING),
);

/** Mostly the breaker decides; now and then an operator holds it. */
const held = (...states: readonly string[]) => ({ state: ['automatic', 'automatic', ...states] });

const breaker = fc.oneof(
  fc.constantFrom(
    '{ window: 4 calls, minimum calls: 4, open for: 100ms, half-open calls: 2 }',
    '{ window: 2s, minimum calls: 3, open for: 200ms, half-open calls: 1 }',
    '{ like: hystrix, requestVolumeThreshold: 3, sleepWindowInMilliseconds: 100ms, timeInMilliseconds: 1s, intervalInMilliseconds: 50ms }',
  ),
  some(
    { like: 'resilience4j', window: '6 calls', 'minimum calls': 3, 'open for': '100ms' },
    {
      'failure rate': ['40%'],
      'slow rate': ['50%'],
      'slow call': ['15ms'],
      'half-open calls': [1, 3],
      'open growth': [1, 1.5],
      enableRandomizedWait: [true],
      randomizedWaitFactor: ['30%'],
      'open at most': ['300ms'],
      'half-open at most': ['150ms'],
      ignore: failures,
      record: failures,
      transitionToStateAfterWaitDuration: ['OPEN', 'CLOSED'],
      automaticTransitionFromOpenToHalfOpenEnabled: [true],
      ...held('forced open', 'disabled', 'metrics only'),
    },
  ),
  some(
    { slidingWindowType: 'COUNT_BASED', slidingWindowSize: 5, waitDurationInOpenState: '100ms' },
    {
      minimumNumberOfCalls: [2],
      failureRateThreshold: [50],
      slowCallRateThreshold: [60],
      slowCallDurationThreshold: ['10ms'],
      permittedNumberOfCallsInHalfOpenState: [2],
      maxWaitDurationInHalfOpenState: ['80ms'],
      enableExponentialBackoff: [true],
      exponentialBackoffMultiplier: [2],
      exponentialMaxWaitDurationInOpenState: ['300ms'],
      ignoreExceptions: failures,
      recordExceptions: failures,
    },
  ),
  some({ slidingWindowType: 'TIME_BASED', slidingWindowSize: 2, minimumNumberOfCalls: 3, 'open for': '70ms' }),
  some(
    { like: 'polly', MinimumThroughput: 3, SamplingDuration: '1s' },
    { FailureRatio: [0.5], BreakDuration: ['500ms'], ShouldHandle: failures, ...held('isolated') },
  ),
  some(
    {
      like: 'polly',
      MinimumThroughput: 2,
      SamplingDuration: '1s',
      BreakDurationGenerator: { first: '20ms', factor: 2, most: '70ms' },
    },
    { FailureRatio: [0.5] },
  ),
  some(
    { like: 'hystrix', requestVolumeThreshold: 3, timeInMilliseconds: '1s' },
    {
      errorThresholdPercentage: [40],
      sleepWindowInMilliseconds: ['100ms'],
      intervalInMilliseconds: ['50ms'],
      enabled: [true, true, false],
      forceOpen: [false],
      forceClosed: [true],
      ignoreExceptions: failures,
      ...held('forced open', 'forced closed'),
    },
  ),
  some(
    { like: 'pybreaker', fail_max: 2, reset_timeout: '100ms' },
    {
      success_threshold: [2],
      exclude: failures,
      throw_new_error_on_trip: [true, false],
      'called by': ['call()', 'calling()', 'call() of an async def'],
      state: ['automatic'],
    },
  ),
  some(
    { like: 'opossum', resetTimeout: '100ms', rollingCountTimeout: '1s' },
    {
      errorThresholdPercentage: [30],
      rollingCountBuckets: [4],
      volumeThreshold: [3],
      timeout: ['40ms', false],
      capacity: [5],
      allowWarmUp: [true],
      enabled: [true, false],
      errorFilter: failures,
      ...held('disabled'),
    },
  ),
  fc
    .constantFrom(
      { ConsecutiveBreaker: 2 },
      { CountBreaker: { threshold: 0.5, size: 6, minimumNumberOfCalls: 3 } },
      { SamplingBreaker: { threshold: 0.4, duration: '1s', minimumRps: 2 } },
    )
    .chain((kind) =>
      fc
        .constantFrom<unknown>(
          '100ms',
          ['50ms', '200ms'],
          { ConstantBackoff: '60ms' },
          { IterableBackoff: ['20ms', '70ms'] },
          { DelegateBackoff: ['30ms', '80ms'] },
          { ExponentialBackoff: { initialDelay: '20ms', maxDelay: '200ms', exponent: 1.5 } },
          ...['decorrelated', 'no', 'full', 'half'].map((generator) => ({
            ExponentialBackoff: { initialDelay: '20ms', generator },
          })),
        )
        .chain((halfOpenAfter) =>
          fc
            .boolean()
            .chain((handles) =>
              some(
                { like: 'cockatiel', halfOpenAfter, ...kind },
                { [handles ? 'handle' : 'ignore']: failures, ...held('isolated') },
              ),
            ),
        ),
    ),
  some(
    { like: 'gobreaker', Timeout: '100ms' },
    {
      MaxRequests: [2],
      ReadyToTrip: [{ ConsecutiveFailures: 2 }, { Requests: 3, FailureRatio: 0.6 }],
      IsSuccessful: failures,
      IsExcluded: failures,
      state: ['automatic'],
    },
  ),
  some({ like: 'gobreaker', Timeout: '100ms', Interval: '500ms' }, { BucketPeriod: ['100ms'] }),
  fc
    .constantFrom(
      { grade: 'slow request ratio', count: '20ms', slowRatioThreshold: 0.5 },
      { grade: 'error ratio', count: 0.4 },
      { grade: 'error count', count: 3 },
    )
    .chain((rule) =>
      some(
        { like: 'sentinel', timeWindow: '100ms', ...rule },
        { minRequestAmount: [2], statIntervalMs: ['500ms'], exceptionsToIgnore: failures, state: ['automatic'] },
      ),
    ),
);

const bulkhead = fc.constantFrom('1', '5', '{ calls: 1, wait: 15ms }', '{ calls: 2, queue: 3 }');

const rateLimit = fc.constantFrom(
  '{ token bucket: 100/s, burst: 3 }',
  '{ token bucket: 50/s, wait: 60ms }',
  '{ leaky bucket: 200/s, queue: 4 }',
  '{ fixed window: 4, per: 100ms, wait: 50ms }',
  '{ sliding window: 5, per: 80ms, wait: 20ms }',
);

const hedge = fc.constantFrom(
  '{ after: 8ms }',
  '{ after: 5ms, hedges: 3, cancel: true }',
  '{ after: 0ms, hedges: 2, budget: 50% }',
  '{ after: failure, hedges: 2, even if not idempotent: true }',
);

const throttle = fc.constantFrom('{}', '{ multiple: 1.2x, window: 500ms }');

const caps = fc.oneof(
  fc.constant('{ like: istio, pending: 3, connections: 2, requests: 50, retries: 2, requests per connection: 3 }'),
  some(
    { like: 'envoy', requests: 4 },
    { connections: [2], pending: [0, 2], retries: [0, 1], 'requests per connection': [1, 2] },
  ),
  some(
    { max_requests: 4 },
    { max_connections: [2], max_pending_requests: [0, 2], max_retries: [0, 1], max_requests_per_connection: [2] },
  ),
  some(
    { like: 'istio', http2MaxRequests: 4 },
    { maxConnections: [2], http1MaxPendingRequests: [0, 2], maxRetries: [0, 1], maxRequestsPerConnection: [0, 3] },
  ),
);

/** A limit that finds its own value, of calls or of a service. */
export const adaptiveLimit = fc.constantFrom(
  'aimd',
  'vegas',
  'gradient2',
  '{ algorithm: aimd, initial: 3, minimum: 1, maximum: 6, slow: 40ms, backoff: 50% }',
  '{ algorithm: vegas, initial: 2, maximum: 20, probe every: 3, smoothing: 80% }',
  '{ algorithm: gradient2, initial: 4, minimum: 1, window: 50ms, long window: 20, tolerance: 2, queue: 1 }',
);

const fallback = (spares: readonly string[]) =>
  fc.constantFrom(
    'use: default, message: No list',
    'use: cached, up to: 500ms',
    'use: cached, up to: 50ms, otherwise: default',
    'use: stale-if-error, fresh for: 100ms, stale for: 1s, message: Old list',
    'use: stale-if-error, stale for: 50ms, otherwise: fail',
    'use: feature off',
    'use: feature off, call: always',
    'use: feature off, call: never',
    ...spares.map((spare) => (spare.startsWith('q.') ? `use: queue for later, queue: ${spare}` : `use: ${spare}`)),
  );

const of = (kind: string, params: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  params.map((written) => `{ ${kind}: ${written} }`);

const layer = (spares: readonly string[]) =>
  fc.oneof(
    of('timeout', timeout),
    of('retry', retry),
    of('breaker', breaker),
    of('bulkhead', bulkhead),
    of('rate limit', rateLimit),
    of('hedge', hedge),
    of('throttle', throttle),
    of('concurrency limit', adaptiveLimit),
    of('caps', caps),
    fallback(spares).map((written) => `{ name: spare, fallback: { ${written} } }`),
  );

export const balancing = fc.oneof(
  { weight: 2, arbitrary: fc.constant('round robin') },
  { weight: 6, arbitrary: fc.constantFrom('random', 'power of two', 'least requests', 'peak ewma', 'sticky') },
  {
    weight: 2,
    arbitrary: some(
      {},
      {
        by: ['round robin', 'random', 'power of two', 'least requests', 'peak ewma', 'sticky'],
        decay: ['200ms'],
        to: ['session', 'caller'],
        zones: ['any', 'near first'],
        overprovisioning: [1.1],
      },
    ),
  },
);

const outliers = fc.oneof(
  fc.constant('{ in a row: 2, at most: 100%, sweep: 200ms, eject for: 100ms, panic below: 0% }'),
  fc.constant('{ like: istio, in a row: 2, at most: 100%, sweep: 200ms, eject for: 100ms, panic below: 20% }'),
  some(
    { sweep: '250ms', 'eject for': '300ms', 'at most': '50%' },
    {
      like: ['envoy', 'istio'],
      'in a row': ['off', 3],
      'eject for at most': ['400ms'],
      'always one': ['yes', 'no'],
      'success rate': ['off', { hosts: 2, requests: 3, deviations: 0.5 }],
      'failure rate': ['off', { at: '60%', hosts: 1, requests: 3 }],
    },
  ),
  some(
    { interval: '250ms', base_ejection_time: '200ms', max_ejection_percent: 50 },
    {
      consecutive_5xx: [3],
      consecutive_gateway_failure: [2],
      max_ejection_time: ['400ms'],
      max_ejection_time_jitter: ['100ms'],
      always_eject_one_host: [true, false],
      success_rate_minimum_hosts: [2],
      success_rate_request_volume: [3],
      success_rate_stdev_factor: [500],
      failure_percentage_threshold: [60],
      failure_percentage_minimum_hosts: [1],
      failure_percentage_request_volume: [3],
      enforcing_consecutive_5xx: [0, 40, 100],
      enforcing_consecutive_gateway_failure: [0, 60, 100],
      enforcing_success_rate: [0, 70, 100],
      enforcing_failure_percentage: [0, 50, 100],
      split_external_local_origin_errors: [true, true, false],
      consecutive_local_origin_failure: [2],
      enforcing_consecutive_local_origin_failure: [0, 50, 100],
      enforcing_local_origin_success_rate: [0, 30, 100],
      enforcing_failure_percentage_local_origin: [0, 50, 100],
      healthy_panic_threshold: [30],
    },
  ),
  some(
    { like: 'istio', interval: '250ms', baseEjectionTime: '200ms', maxEjectionPercent: 50 },
    {
      consecutive5xxErrors: [3],
      consecutiveGatewayErrors: [2],
      minHealthPercent: [30],
      splitExternalLocalOriginErrors: [true],
      consecutiveLocalOriginFailures: [2],
    },
  ),
);

/** What says which replica is asked stands at the end of a list. */
const spread = fc.oneof(
  { weight: 3, arbitrary: fc.constant<string[]>([]) },
  of('outliers', outliers).map((each) => [each]),
  fc.tuple(of('balance', balancing), of('outliers', outliers)),
  of('balance', balancing).map((each) => [each]),
);

/** No two layers of a list have a name in common. */
const named = (layers: readonly string[]): string[] =>
  layers.map((each, place) => each.replace('name: spare', `name: spare ${place}`));

const list = (...spares: string[]) =>
  fc.tuple(fc.array(layer(spares), { maxLength: 5 }), spread).map((parts) => `[${named(parts.flat()).join(', ')}]`);

/** The policies of the random shop, as a section of a scenario or the text of an edit. */
export const policies: fc.Arbitrary<string> = fc
  .record({
    'people -> a': list('b.x'),
    'a -> b.x': list('b.y', 'd.z'),
    'a -> b.y': list('d.z'),
    'a -> c': list('d.z', 'q.put'),
    'b -> d': list(),
  })
  .map((lists) => ['policies:', ...Object.entries(lists).map(([key, layers]) => `  ${key}: ${layers}`), ''].join('\n'));
