import { PLAIN_BACKOFF, type BackoffParams } from '../../../src/policies/backoff';
import type { BreakerParams } from '../../../src/policies/breaker';
import { LayerKind, type Layer } from '../../../src/policies/layer';
import { ANY_FAILURE } from '../../../src/policies/retry';
import { NO_TIMEOUT } from '../../../src/policies/timeout';
import { exportPolicies, TARGETS } from '../../../src/interop/export-policies';
import type { Model, PolicyPlan } from '../../../src/scenario/model';
import { modelOf } from '../support/run';

/* Layers as they are after compiling, for what is exported of them. */

export const timeout = (afterMs: number): Layer => ({
  name: 'timeout',
  kind: LayerKind.timeout,
  params: { ...NO_TIMEOUT, afterMs },
});

export const retry = (attempts: number, backoff: Partial<BackoffParams>): Layer => ({
  name: 'retry',
  kind: LayerKind.retry,
  params: {
    attempts,
    stopAfterMs: Infinity,
    retried: ANY_FAILURE,
    backoff: { ...PLAIN_BACKOFF, ...backoff },
    retryAfter: 'at least',
    evenIfNotIdempotent: false,
    budget: null,
  },
});

export const bulkhead = (calls: number, queue = 0): Layer => ({
  name: 'bulkhead',
  kind: LayerKind.bulkhead,
  params: { calls, waitMs: queue > 0 ? Infinity : 0, queue },
});

export const fallback = (message: string): Layer => ({
  name: 'fallback',
  kind: LayerKind.fallback,
  params: { use: { kind: 'default' }, message },
});

export const breaker = (params: BreakerParams): Layer => ({ name: 'breaker', kind: LayerKind.breaker, params });

const COMMON = { ignored: 0, tolerated: 0, steering: 'automatic' } as const;

/** One breaker of each library; several where one counts in several ways. */
export const BREAKERS: readonly BreakerParams[] = [
  {
    ...COMMON,
    like: 'resilience4j',
    failureRate: 0.5,
    slowRate: 0.8,
    slowCallMs: 2000,
    window: { kind: 'calls', size: 20 },
    minimumCalls: 10,
    openForMs: 10_000,
    openGrowth: 1,
    openForMostMs: Infinity,
    openJitterShare: 0,
    openStepMs: 1,
    halfOpenCalls: 5,
    halfOpenForMs: 0,
    afterHalfOpen: 'open',
    isAutomatic: false,
  },
  { ...COMMON, like: 'polly', failureRatio: 0.1, samplingMs: 30_000, minimumThroughput: 100, breaksMs: [5000] },
  { ...COMMON, like: 'polly', failureRatio: 0.5, samplingMs: 5000, minimumThroughput: 2, breaksMs: [500, 1000.5] },
  { ...COMMON, like: 'hystrix', requestVolume: 20, errorPercentage: 50, sleepMs: 5000, buckets: 20, tickMs: 500 },
  {
    ignored: 0,
    tolerated: 0,
    like: 'pybreaker',
    failMax: 5,
    resetMs: 60_000,
    successThreshold: 2,
    throwsNewErrorOnTrip: true,
    isSerial: false,
    hearsResults: true,
  },
  {
    ignored: 0,
    tolerated: 0,
    like: 'pybreaker',
    failMax: 5,
    resetMs: 60_000,
    successThreshold: 1,
    throwsNewErrorOnTrip: true,
    isSerial: false,
    hearsResults: false,
  },
  {
    ...COMMON,
    like: 'opossum',
    errorPercentage: 50,
    resetMs: 100,
    buckets: 10,
    bucketMs: 1000,
    volumeThreshold: 3,
    warmUpMs: 0,
  },
  { ...COMMON, like: 'cockatiel', counts: { kind: 'consecutive', failures: 3 }, openForMs: [100], openBackoff: null },
  {
    ...COMMON,
    like: 'cockatiel',
    counts: { kind: 'consecutive', failures: 2 },
    openForMs: [50],
    openBackoff: {
      ...PLAIN_BACKOFF,
      kind: 'exponential',
      baseMs: 50,
      factor: 2,
      capMs: 300,
      stepMs: 1,
    },
  },
  {
    ...COMMON,
    like: 'cockatiel',
    counts: { kind: 'count', size: 6, threshold: 0.5, minimumCalls: 4 },
    openForMs: [100, 200],
    openBackoff: null,
  },
  {
    ...COMMON,
    like: 'cockatiel',
    counts: { kind: 'sampling', threshold: 0.5, parts: 10, partMs: 100, minimumPerMs: 0.004 },
    openForMs: [100],
    openBackoff: null,
  },
  {
    ignored: 0,
    tolerated: 0,
    like: 'gobreaker',
    maxRequests: 1,
    intervalMs: 0,
    buckets: 1,
    timeoutMs: 60_000,
    trips: { kind: 'in a row', moreThan: 5 },
  },
  {
    ignored: 0,
    tolerated: 0,
    like: 'sentinel',
    rule: { kind: 'error ratio', ratio: 0.5 },
    recoveryMs: 10_000,
    minimumRequests: 5,
    intervalMs: 1000,
  },
];

const SHOP = `scenario: A trace
workloads:
  test:
    script: [{ at: 0ms }]
    journeys: { call: { share: 100%, start: api.get } }
services:
  api: { workers: 1000, queue: 0, endpoints: { get: { work: 0ms } } }
links: { default: { latency: 0ms } }
`;

/** A caller and the one called, under these layers; the script is what the caller does. */
export function underLayers(layers: readonly Layer[], script = '[{ at: 0ms }]'): Model {
  const model = modelOf(SHOP.replace('[{ at: 0ms }]', script));
  return { ...model, policies: planOf(layers) };
}

const planOf = (layers: readonly Layer[]): PolicyPlan => ({
  lists: [{ key: 'test -> api', instances: 1, layers }],
  listOfRoute: [0],
  services: [],
});

/** The code of these layers for a target. */
export function codeOf(target: string, layers: readonly Layer[]): string {
  const model = underLayers(layers);
  return exportPolicies(
    model,
    model.policies,
    TARGETS.find(({ id }) => id === target)!,
  );
}
