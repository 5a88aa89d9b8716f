import { describe, expect, it } from 'vitest';
import { LayerKind } from '../../../../src/policies/layer';
import { compilePolicies } from '../../../../src/scenario';
import { modelOf } from '../../support/run';
import { SHOP } from '../../support/shop';

const MODEL = modelOf(SHOP);
const compiled = (layer: string) => compilePolicies(MODEL, `policies: { web -> catalog: [${layer}] }`);

function read(layer: string) {
  const plan = compiled(layer);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join('\n'));
  return plan.value.lists[0]!.layers[0]!;
}

function problems(layer: string): string[] {
  const plan = compiled(layer);
  return plan.ok ? [] : plan.problems.map(({ message }) => message);
}

describe('a bulkhead', () => {
  it.each([
    ['{}', { calls: 25, waitMs: 0, queue: 0 }],
    ['{ calls: 3, wait: 100ms }', { calls: 3, waitMs: 100, queue: Infinity }],
    ['{ calls: 10, queue: 20 }', { calls: 10, waitMs: Infinity, queue: 20 }],
    ['{ calls: 10, queue: 20, wait: 1s }', { calls: 10, waitMs: 1000, queue: 20 }],
    ['{ calls: 10, queue: 0 }', { calls: 10, waitMs: Infinity, queue: 0 }],
  ])('reads %s', (written, params) => {
    expect(read(`{ bulkhead: ${written} }`).params).toEqual(params);
  });
});

describe('a rate limit', () => {
  it.each([
    ['{ token bucket: 100/s }', { kind: 'token bucket', ratePerMs: 0.1, burst: 1 }, 0, Infinity],
    [
      '{ token bucket: 60/min, burst: 20, wait: 1s }',
      { kind: 'token bucket', ratePerMs: 0.001, burst: 20 },
      1000,
      Infinity,
    ],
    ['{ leaky bucket: 10/s }', { kind: 'leaky bucket', ratePerMs: 0.01 }, Infinity, 0],
    ['{ leaky bucket: 10/s, queue: 5, wait: 50ms }', { kind: 'leaky bucket', ratePerMs: 0.01 }, 50, 5],
    ['{ fixed window: 50 }', { kind: 'fixed window', calls: 50, perMs: 1000 }, 5000, Infinity],
    ['{ fixed window: 50, per: 500ms, wait: 0ms }', { kind: 'fixed window', calls: 50, perMs: 500 }, 0, Infinity],
    ['{ sliding window: 9, per: 1min }', { kind: 'sliding window', calls: 9, perMs: 60_000 }, 0, Infinity],
  ])('reads %s', (written, permits, waitMs, queue) => {
    expect(read(`{ rate limit: ${written} }`)).toEqual({
      name: 'rate limit',
      kind: LayerKind.rateLimit,
      params: { permits, waitMs, queue },
    });
  });

  it.each([
    ['{ wait: 1s }', 'A rate limit needs exactly one of token bucket, leaky bucket, fixed window, sliding window.'],
    [
      '{ token bucket: 1/s, leaky bucket: 1/s }',
      'A rate limit needs exactly one of token bucket, leaky bucket, fixed window, sliding window.',
    ],
    ['{ leaky bucket: 1/s, burst: 3 }', '`burst` belongs to a token bucket.'],
    ['{ token bucket: 1/s, queue: 3 }', '`queue` belongs to a leaky bucket.'],
    ['{ token bucket: 1/s, per: 3s }', '`per` belongs to a fixed window or a sliding window.'],
    ['{ token bucket: 0/s }', 'This must be more than zero.'],
  ])('of %s says what is wrong', (written, message) => {
    expect(problems(`{ rate limit: ${written} }`)).toEqual([message]);
  });
});

describe('a concurrency limit', () => {
  const eachCall = { windowMs: 0, windowCalls: 10 };
  const aimd = { initialLimit: 20, minLimit: 20, maxLimit: 200, backoff: 0.9, slowMs: 5000 };
  const vegas = { initialLimit: 20, maxLimit: 1000, smoothing: 1, probeMultiplier: 30 };
  const gradient2 = {
    initialLimit: 20,
    minLimit: 20,
    maxLimit: 200,
    tolerance: 1.5,
    smoothing: 0.2,
    queue: 4,
    longWindow: 600,
  };

  it.each([
    ['aimd', { ...eachCall, algorithm: 'aimd', params: aimd }],
    ['vegas', { ...eachCall, algorithm: 'vegas', params: vegas }],
    ['gradient2', { ...eachCall, windowMs: 1000, algorithm: 'gradient2', params: gradient2 }],
    [
      '{ algorithm: aimd, initial: 5, backoff: 50%, slow: 1s }',
      { ...eachCall, algorithm: 'aimd', params: { ...aimd, initialLimit: 5, minLimit: 5, backoff: 0.5, slowMs: 1000 } },
    ],
    [
      '{ algorithm: vegas, initial: 3000, window: 1s }',
      { ...eachCall, windowMs: 1000, algorithm: 'vegas', params: { ...vegas, initialLimit: 3000, maxLimit: 3000 } },
    ],
    [
      '{ algorithm: gradient2, tolerance: 2, smoothing: 50%, window: 0ms, long window: 10 }',
      { ...eachCall, algorithm: 'gradient2', params: { ...gradient2, tolerance: 2, smoothing: 0.5, longWindow: 10 } },
    ],
  ])('reads %s with the defaults of concurrency-limits', (written, params) => {
    expect(read(`{ concurrency limit: ${written} }`).params).toEqual(params);
  });

  it.each([
    ['{ algorithm: vegas, minimum: 3 }', '`minimum` belongs to aimd and gradient2.'],
    ['{ algorithm: aimd, tolerance: 2 }', '`tolerance` belongs to gradient2.'],
    [
      '{ algorithm: aimd, initial: 30, maximum: 20 }',
      'The limit at first must lie between its minimum and its maximum.',
    ],
  ])('of %s says what is wrong', (written, message) => {
    expect(problems(`{ concurrency limit: ${written} }`)).toEqual([message]);
  });
});

it.each([
  ['{}', { multiple: 2, windowMs: 120_000 }],
  ['{ multiple: 1.1x, window: 30s }', { multiple: 1.1, windowMs: 30_000 }],
])('a throttle reads %s', (written, params) => {
  expect(read(`{ throttle: ${written} }`).params).toEqual(params);
});

it.each([
  ['{}', { afterMs: 2000, hedges: 1, budget: Infinity, evenIfNotIdempotent: false, cancels: false }],
  [
    '{ after: failure, hedges: 3, budget: 5%, even if not idempotent: true, cancel: true }',
    { afterMs: Infinity, hedges: 3, budget: 0.05, evenIfNotIdempotent: true, cancels: true },
  ],
])('a hedge reads %s, with the defaults of Polly', (written, params) => {
  expect(read(`{ hedge: ${written} }`).params).toEqual(params);
});
