import { expect, it } from 'vitest';
import { compilePolicies } from '../../../src/scenario';
import { SHOP_MODEL } from '../scenario/assist/cursor';
import { codeOf } from './layers';

const layersOf = (layer: string) => {
  const plan = compilePolicies(SHOP_MODEL, `policies:\n  web -> catalog:\n    - ${layer}\n`);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join(' '));
  return plan.value.lists[0]!.layers;
};

const OUTLIERS =
  'outliers: { enforcing_consecutive_gateway_failure: 100, consecutive_gateway_failure: 3, max_ejection_time_jitter: 5s, always_eject_one_host: true }';
const SPLIT =
  'outliers: { split_external_local_origin_errors: true, consecutive_local_origin_failure: 3, enforcing_consecutive_local_origin_failure: 20, enforcing_local_origin_success_rate: 0, enforcing_failure_percentage_local_origin: 70, failure_percentage_request_volume: 9 }';
const COCKATIEL =
  'breaker: { like: cockatiel, ConsecutiveBreaker: 5, halfOpenAfter: { ExponentialBackoff: { initialDelay: 1s, generator: half } } }';

it.each([
  ['envoy', OUTLIERS, 'enforcing_consecutive_gateway_failure: 100'],
  ['envoy', OUTLIERS, 'max_ejection_time_jitter: 5s'],
  ['istio', OUTLIERS, 'consecutiveGatewayErrors: 3'],
  ['istio', OUTLIERS, 'one host may always be ejected'],
  ['envoy', 'outliers: { enforcing_consecutive_5xx: 30 }', 'enforcing_consecutive_5xx: 30'],
  ['envoy', 'outliers: { enforcing_success_rate: 40 }', 'enforcing_success_rate: 40'],
  ['envoy', 'outliers: { enforcing_failure_percentage: 60 }', 'enforcing_failure_percentage: 60'],
  ['envoy', SPLIT, 'split_external_local_origin_errors: true'],
  ['envoy', SPLIT, 'consecutive_local_origin_failure: 3'],
  ['envoy', SPLIT, 'enforcing_consecutive_local_origin_failure: 20'],
  ['envoy', SPLIT, 'enforcing_local_origin_success_rate: 0'],
  ['envoy', SPLIT, 'enforcing_failure_percentage_local_origin: 70'],
  ['envoy', SPLIT, 'failure_percentage_request_volume: 9'],
  ['polly', 'retry: { backoff: [100ms, 1s] }', 'new double[] { 100, 1000 }[Math.Min(args.AttemptNumber, 1)]'],
  ['resilience4j', 'retry: { backoff: [100ms, 1s] }', 'Meant waits of 100 ms, 1 s, no jitter'],
  ['cockatiel', 'retry: { like: cockatiel, DelegateBackoff: [100ms, 1s] }', 'new IterableBackoff([100, 1000])'],
  ['aws-sdk', 'retry: { like: aws }', 'up to a random share of 100 ms, doubling, up to 20 s'],
  ['envoy', 'caps: { max_requests_per_connection: 9 }', 'max_requests_per_connection: 9'],
  ['istio', 'caps: { like: istio, maxRequestsPerConnection: 9 }', 'maxRequestsPerConnection: 9'],
  ['cockatiel', 'caps: { max_requests_per_connection: 9 }', '9 requests per connection'],
  ['istio', SPLIT, 'consecutiveLocalOriginFailures: 3'],
  ['istio', SPLIT, 'some ejections take place now and then only'],
  ['istio', SPLIT, 'success rates or percentages of the way there eject'],
  ['pybreaker', SPLIT, 'failures of the way there counted apart, not all of them enforced'],
  ['cockatiel', COCKATIEL, 'generator: halfJitterGenerator'],
  ['pybreaker', COCKATIEL, 'then by exponential backoff'],
  ['polly', 'breaker: { like: polly, BreakDurationGenerator: [5s, 10s] }', 'new[] { 5000.0, 10000.0 }'],
  ['gobreaker', 'breaker: { like: polly, BreakDurationGenerator: [5s, 10s] }', 'each time it opens again'],
  ['resilience4j', 'breaker: { enableRandomizedWait: true, randomizedWaitFactor: 20% }', 'randomizedWaitFactor: 0.2'],
  [
    'resilience4j',
    'breaker: { half-open at most: 5s, transitionToStateAfterWaitDuration: CLOSED }',
    'transitionToStateAfterWaitDuration: CLOSED',
  ],
  [
    'resilience4j',
    'breaker: { open growth: 2x, enableRandomizedWait: true, randomizedWaitFactor: 20% }',
    'Drawn as well, by a factor of 0.2',
  ],
  ['resilience4j', 'retry: { like: aws }', 'Its cap comes after the draw, and was meant before it.'],
  ['polly', 'timeout: 5ms', '5 ms was meant'],
  ['polly', 'retry: { attempts: 1 }', 'One try was meant'],
  [
    'gobreaker',
    'breaker: { like: sentinel, grade: error count, count: 9, timeWindow: 1s }',
    'counts.Requests >= 10 && ',
  ],
  ['tenacity', 'retry: { like: tenacity }', 'stop=tenacity.stop_never'],
  ['cockatiel', 'retry: { like: cockatiel }', 'maxAttempts: Infinity'],
  ['envoy', 'outliers: { at most: 33.5% }', 'max_ejection_percent: 34 # 33.5 was meant'],
  ['istio', 'outliers: { at most: 33.5% }', 'maxEjectionPercent: 34 # 33.5 was meant'],
  ['istio', 'caps: { like: istio, maxConnections: 7 }', 'tcp: { maxConnections: 7 }'],
  ['pybreaker', 'breaker: { like: pybreaker, called by: call() of an async def }', 'never opens'],
  ['opossum', 'breaker: { like: polly, state: isolated }', 'held by hand: isolated'],
] as const)('to %s: %s', (target, layer, said) => {
  const code = codeOf(target, layersOf(layer)).replace(/\n *(#|\/\/) /g, ' ');
  expect(code).toContain(said);
});

it.each(['polly', 'cockatiel', 'pybreaker', 'gobreaker', 'envoy'])(
  'no message ends a comment or a text of the code for %s',
  (target) => {
    const message = 'one\\ntwo\\u2028three\\u0085four';
    const code = codeOf(target, layersOf(`fallback: { use: default, message: "${message}" }`));
    expect(code).not.toMatch(/[\u0085\u2028]/);
    expect(code.split('\n').filter((line) => line.startsWith('two'))).toEqual([]);
  },
);
