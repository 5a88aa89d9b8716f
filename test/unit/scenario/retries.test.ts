import { describe, expect, it } from 'vitest';
import { PLAIN_BACKOFF, type BackoffParams } from '../../../src/policies/backoff';
import { LayerKind } from '../../../src/policies/layer';
import { Outcome } from '../../../src/policies/outcome';
import { ANY_FAILURE, isRetried, setOf, type RetryParams } from '../../../src/policies/retry';
import type { BudgetParams } from '../../../src/policies/retry-budget';
import { compilePolicies, compileScenario } from '../../../src/scenario';
import { SHOP } from '../support/shop';

const compiled = compileScenario(SHOP);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
const model = compiled.value;

function retry(written: string): RetryParams {
  const plan = compilePolicies(model, `policies: { web -> catalog: [retry: ${written}] }`);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join('\n'));
  const layer = plan.value.lists[0]!.layers[0]!;
  if (layer.kind !== LayerKind.retry) throw new Error('not a retry');
  return layer.params;
}

function problems(written: string): readonly string[] {
  const plan = compilePolicies(model, `policies: { web -> catalog: [retry: ${written}] }`);
  return plan.ok ? [] : plan.problems.map(({ message }) => message);
}

const backoff = (differs: Partial<BackoffParams>): BackoffParams => ({ ...PLAIN_BACKOFF, ...differs });

const DEFAULTS: RetryParams = {
  attempts: 3,
  stopAfterMs: Infinity,
  retried: ANY_FAILURE,
  backoff: backoff({ kind: 'constant', baseMs: 500 }),
  retryAfter: 'at least',
  evenIfNotIdempotent: false,
  budget: null,
};

describe('a retry', () => {
  it.each<[string, Partial<RetryParams>]>([
    ['{}', {}],
    ['{ like: none }', {}],
    ['{ attempts: 5, backoff: none }', { attempts: 5, backoff: PLAIN_BACKOFF }],
    [
      '{ backoff: { constant: 50ms }, jitter: equal }',
      { backoff: backoff({ kind: 'constant', baseMs: 50, jitter: 'equal' }) },
    ],
    ['{ backoff: { exponential: 50ms } }', { backoff: backoff({ kind: 'exponential', baseMs: 50, factor: 2 }) }],
    [
      '{ backoff: { exponential: 50ms, factor: 1.5, cap: 2s }, jitter: full }',
      { backoff: backoff({ kind: 'exponential', baseMs: 50, factor: 1.5, capMs: 2000, jitter: 'full' }) },
    ],
    [
      '{ backoff: { exponential: 50ms }, jitter: { proportional: 20% } }',
      {
        backoff: backoff({ kind: 'exponential', baseMs: 50, factor: 2, jitter: 'proportional', jitterShare: 0.2 }),
      },
    ],
    [
      '{ backoff: [50ms, 0ms, 1s], jitter: full }',
      { backoff: backoff({ kind: 'listed', baseMs: 50, listMs: [50, 0, 1000], jitter: 'full' }) },
    ],
    ['{ on: [error, queue full] }', { retried: setOf([Outcome.error, Outcome.queueFull]) }],
    ['{ retry after: ignored, even if not idempotent: true }', { retryAfter: 'ignored', evenIfNotIdempotent: true }],
  ])('in the lab’s own words: %s', (written, differs) => {
    expect(retry(written)).toEqual({ ...DEFAULTS, ...differs });
  });

  const tokens = (differs: object): BudgetParams => ({
    kind: 'tokens',
    size: 10,
    perCall: 0,
    perSuccess: 0,
    perFailure: 0,
    retryCost: 1,
    timeoutCost: 1,
    keeps: 0,
    refunds: false,
    ...differs,
  });

  it.each<[string, BudgetParams]>([
    ['20%', { kind: 'window', share: 0.2, leastPerMs: 0, slots: 10, slotMs: 1000 }],
    [
      '{ share: 30%, besides: 5/s, over: 20s }',
      { kind: 'window', share: 0.3, leastPerMs: 0.005, slots: 10, slotMs: 2000 },
    ],
    ['{ tokens: 10, per call: 0.1 }', tokens({ perCall: 0.1 })],
    [
      '{ tokens: 10, per success: 2, per failure: 1, retry costs: 5, keeps: 4, refunds: true }',
      tokens({ perSuccess: 2, perFailure: 1, retryCost: 5, timeoutCost: 5, keeps: 4, refunds: true }),
    ],
    ['{ tokens: 10, per call: 1, timeout costs: 3 }', tokens({ perCall: 1, timeoutCost: 3 })],
    ['{ at once: 10% }', { kind: 'concurrency', share: 0.1, least: 3 }],
    ['{ at once: 10%, least: 0 }', { kind: 'concurrency', share: 0.1, least: 0 }],
  ])('with a budget: %s', (written, budget) => {
    expect(retry(`{ budget: ${written} }`).budget).toEqual(budget);
  });
});

describe('a retry like that of a library', () => {
  const ignoring: Partial<RetryParams> = { retryAfter: 'ignored' };
  const resilience4j = { kind: 'constant', baseMs: 500, capsJitter: true, stepMs: 1, stepsGrowth: true } as const;
  const aws = { size: 500, perCall: 0, perSuccess: 1, perFailure: 0, retryCost: 5, timeoutCost: 10, keeps: 0 };

  it.each<[string, Partial<RetryParams>]>([
    ['{ like: resilience4j }', { ...ignoring, backoff: backoff(resilience4j) }],
    [
      '{ like: resilience4j, maxAttempts: 6, enableExponentialBackoff: true, enableRandomizedWait: true, exponentialMaxWaitDuration: 3s }',
      {
        ...ignoring,
        attempts: 6,
        backoff: backoff({
          ...resilience4j,
          kind: 'exponential',
          factor: 1.5,
          capMs: 3000,
          jitter: 'proportional',
          jitterShare: 0.5,
        }),
      },
    ],
    [
      '{ like: polly }',
      { ...ignoring, attempts: 4, backoff: backoff({ kind: 'constant', baseMs: 2000, capsJitter: true }) },
    ],
    [
      '{ like: polly, Delay: 1s, BackoffType: Linear, UseJitter: true }',
      {
        ...ignoring,
        attempts: 4,
        backoff: backoff({
          kind: 'linear',
          baseMs: 1000,
          capsJitter: true,
          jitter: 'proportional',
          jitterShare: 0.25,
        }),
      },
    ],
    [
      '{ like: polly, BackoffType: Exponential, UseJitter: true, MaxDelay: 30s }',
      {
        ...ignoring,
        attempts: 4,
        backoff: backoff({
          kind: 'exponential',
          baseMs: 2000,
          factor: 2,
          capMs: 30_000,
          capsJitter: true,
          jitter: 'smooth',
        }),
      },
    ],
    ['{ like: tenacity }', { ...ignoring, attempts: 1_000_000, backoff: PLAIN_BACKOFF }],
    [
      '{ like: tenacity, stop_after_attempt: 5, stop_after_delay: 10s, wait_fixed: 2s }',
      { ...ignoring, attempts: 5, stopAfterMs: 10_000, backoff: backoff({ kind: 'constant', baseMs: 2000 }) },
    ],
    [
      '{ like: tenacity, stop_after_attempt: 5, wait_random_exponential: { multiplier: 500ms, min: 1s, max: 60s } }',
      {
        ...ignoring,
        attempts: 5,
        backoff: backoff({
          kind: 'exponential',
          baseMs: 500,
          factor: 2,
          leastMs: 1000,
          capMs: 60_000,
          jitter: 'full',
        }),
      },
    ],
    [
      '{ like: tenacity, stop_after_attempt: 5, wait_exponential_jitter: { max: 10s } }',
      {
        ...ignoring,
        attempts: 5,
        backoff: backoff({
          kind: 'exponential',
          baseMs: 1000,
          factor: 2,
          capMs: 10_000,
          capsJitter: true,
          jitter: 'added',
          jitterMs: 1000,
        }),
      },
    ],
    [
      '{ like: tenacity, stop_after_attempt: 5, wait_chain: [1s, 5s] }',
      { ...ignoring, attempts: 5, backoff: backoff({ kind: 'listed', baseMs: 1000, listMs: [1000, 5000] }) },
    ],
    [
      '{ like: polly, UseJitter: true, MaxDelay: 1s, DelayGenerator: [1s, 5s] }',
      { ...ignoring, attempts: 4, backoff: backoff({ kind: 'listed', baseMs: 1000, listMs: [1000, 5000] }) },
    ],
    ...['IterableBackoff', 'DelegateBackoff'].map((name): [string, Partial<RetryParams>] => [
      `{ like: cockatiel, maxAttempts: 3, ${name}: [10ms, 20ms] }`,
      { ...ignoring, attempts: 4, backoff: backoff({ kind: 'listed', baseMs: 10, listMs: [10, 20] }) },
    ]),
    ['{ like: cockatiel }', { ...ignoring, attempts: 1_000_000, backoff: backoff({ kind: 'constant' }) }],
    [
      '{ like: cockatiel, maxAttempts: 3, ExponentialBackoff: {} }',
      {
        ...ignoring,
        attempts: 4,
        backoff: backoff({ kind: 'exponential', baseMs: 128, factor: 2, capMs: 30_000, jitter: 'smooth' }),
      },
    ],
    [
      '{ like: cockatiel, maxAttempts: 3, ExponentialBackoff: { generator: half, exponent: 3 } }',
      {
        ...ignoring,
        attempts: 4,
        backoff: backoff({
          kind: 'exponential',
          baseMs: 128,
          factor: 2,
          capMs: 30_000,
          jitter: 'equal',
          stepMs: 1,
        }),
      },
    ],
    [
      '{ like: aws }',
      {
        ...ignoring,
        retried: ANY_FAILURE & ~setOf([Outcome.conflict]),
        backoff: backoff({ kind: 'exponential', baseMs: 1000, factor: 2, capMs: 20_000, jitter: 'full' }),
        budget: { kind: 'tokens', refunds: true, ...aws },
      },
    ],
    [
      '{ like: finagle }',
      {
        ...ignoring,
        backoff: PLAIN_BACKOFF,
        budget: { kind: 'window', share: 0.2, leastPerMs: 0.01, slots: 10, slotMs: 1000 },
      },
    ],
  ])('has its parameters and their defaults: %s', (written, differs) => {
    expect(retry(written)).toEqual({ ...DEFAULTS, ...differs });
  });

  it('has gRPC’s codes, its five attempts at most and its throttling', () => {
    const params = retry('{ like: grpc, maxAttempts: 9, retryThrottling: {} }');
    expect(params).toMatchObject({
      attempts: 5,
      retryAfter: 'exactly',
      backoff: { kind: 'exponential', baseMs: 100, capMs: 1000, factor: 2, jitter: 'proportional', jitterShare: 0.2 },
      budget: { kind: 'tokens', size: 10, perSuccess: 0.1, perFailure: 1, retryCost: 0, keeps: 5 },
    });
    expect(isRetried(params, Outcome.refused)).toBe(true);
    expect(isRetried(params, Outcome.timeout)).toBe(false);
    const more = retry('{ like: grpc, retryableStatusCodes: [DEADLINE_EXCEEDED, INTERNAL] }');
    expect(more.budget).toBeNull();
    expect([Outcome.refused, Outcome.timeout, Outcome.error].map((outcome) => isRetried(more, outcome))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('has Envoy’s conditions, its cap on retries, and its budget in place of it', () => {
    const params = retry('{ like: envoy }');
    expect(params).toMatchObject({
      attempts: 2,
      backoff: { kind: 'exponential', baseMs: 25, capMs: 250, factor: 2, jitter: 'full', stepMs: 1 },
      budget: { kind: 'concurrency', share: 0, least: 3 },
    });
    expect(isRetried(params, Outcome.error)).toBe(true);
    expect(isRetried(params, Outcome.conflict)).toBe(false);
    const other = retry('{ like: envoy, retry_on: [connect-failure, retriable-4xx], retry_budget: {} }');
    expect(other.budget).toEqual({ kind: 'concurrency', share: 0.2, least: 3 });
    expect([Outcome.error, Outcome.refused, Outcome.conflict].map((outcome) => isRetried(other, outcome))).toEqual([
      false,
      true,
      true,
    ]);
  });
});

describe('what is wrong with a retry', () => {
  it.each([
    ['{ backoff: {} }', 'A backoff needs exactly one of constant, exponential.'],
    ['{ backoff: { constant: 1s, cap: 2s } }', '`cap` belongs to an exponential backoff.'],
    [
      '{ jitter: decorrelated }',
      '`decorrelated` grows from an exponential wait; give one, such as { exponential: 50ms, cap: 2s }.',
    ],
    ['{ budget: {} }', 'A budget needs exactly one of share, tokens, at once.'],
    ['{ budget: { share: 20%, tokens: 5, per call: 1 } }', 'A budget needs exactly one of share, tokens, at once.'],
    ['{ budget: { share: 20%, keeps: 5 } }', '`keeps` belongs to a budget with `tokens`.'],
    [
      '{ budget: { tokens: 5 } }',
      'Once empty, this bucket would stay so; say what fills it: `per call` or `per success`.',
    ],
    ['{ like: polly, ConstantBackoff: 1s }', 'Unknown key `ConstantBackoff`'],
    [
      '{ like: polly, attempts: 3 }',
      'Unknown key `attempts`; expected one of like, MaxRetryAttempts, Delay, BackoffType, UseJitter, MaxDelay, DelayGenerator, on, retry after, even if not idempotent.',
    ],
    [
      '{ like: hystrix }',
      '`like` is `hystrix`; expected resilience4j, polly, tenacity, cockatiel, grpc, finagle, envoy or aws.',
    ],
    [
      '{ like: tenacity, wait_fixed: 1s, wait_exponential: {} }',
      'A retry of tenacity waits in one way; keep one of wait_fixed, wait_exponential, wait_random_exponential, wait_exponential_jitter, wait_chain.',
    ],
    [
      '{ like: cockatiel, ConstantBackoff: 1s, ExponentialBackoff: {} }',
      'A retry of cockatiel has one backoff; keep one of the 2.',
    ],
    ['{ backoff: [1s], jitter: decorrelated }', '`decorrelated` grows from an exponential wait'],
    ['{ backoff: [] }', '`backoff` is an empty list; it needs at least one item.'],
    ['{ backoff: [1s, soon] }', 'expected a duration such as 250ms'],
  ])('is said: %s', (written, message) => {
    expect(problems(written)).toContainEqual(expect.stringContaining(message));
  });

  it('is said of outcomes that cannot be tried again', () => {
    expect(problems('{ on: [error, ok] }')[0]).toMatch(/^Item 2 is `ok`; expected one of error, dependency, timeout/);
    expect(problems('{ on: [] }')[0]).toBe('`on` is an empty list; it needs at least one item.');
  });
});
