import fc from 'fast-check';
import type { Command } from '../../../src/engine/command';
import type { FaultSource } from '../../../src/scenario/fault';

/* Small shops of every shape and what may be done to them, for laws that must hold whatever is put together. */

const work = fc.constantFrom(
  '0ms',
  '0.5ms',
  '1ms',
  '10ms',
  '{ exponential: { mean: 5ms } }',
  'weibull mean 3ms shape 0.7',
  '{ mixture: [{ share: 90%, of: 1ms }, { share: 10%, of: lognormal p50 20ms p99 200ms }] }',
);

const layer = (spares: readonly string[]) =>
  fc.oneof(
    fc
      .constantFrom(
        '5ms',
        '12ms',
        '60ms',
        '300ms',
        '{ after: 12ms, cancel: true }',
        '{ after: 60ms, cancel: true, propagate: true }',
        '{ after: 60ms, propagate: true }',
        '{ after: 300ms, connect: 4ms }',
      )
      .map((timeout) => `{ timeout: ${timeout} }`),
    fc
      .constantFrom(
        '{ attempts: 3, backoff: none }',
        '{ attempts: 2, backoff: { constant: 10ms } }',
        '{ attempts: 4, backoff: { exponential: 2ms }, jitter: full }',
        '{ attempts: 3, backoff: none, budget: { share: 10%, besides: 1/s, over: 2s }, even if not idempotent: true }',
        '{ attempts: 4, backoff: { constant: 1ms }, on: [error, timeout, queue full], budget: { tokens: 5, per call: 0.1, keeps: 1 } }',
        '{ like: envoy, num_retries: 3, retry_back_off: { base_interval: 2ms }, retry_budget: { min_retry_concurrency: 1 } }',
        '{ like: grpc, initialBackoff: 2ms, retryableStatusCodes: [UNAVAILABLE, INTERNAL], retryThrottling: {} }',
        '{ like: resilience4j, waitDuration: 5ms, enableExponentialBackoff: true, enableRandomizedWait: true }',
        '{ like: polly, Delay: 4ms, BackoffType: Exponential, UseJitter: true }',
        '{ like: tenacity, stop_after_delay: 50ms, wait_exponential_jitter: { initial: 1ms, max: 20ms, jitter: 1ms } }',
        '{ like: aws, max_backoff: 30ms }',
      )
      .map((retry) => `{ retry: ${retry} }`),
    fc
      .constantFrom(
        '{ window: 4 calls, minimum calls: 4, open for: 100ms, half-open calls: 2 }',
        '{ window: 2s, minimum calls: 3, open for: 200ms, half-open calls: 1 }',
        '{ like: polly, FailureRatio: 0.5, MinimumThroughput: 3, BreakDuration: 500ms, SamplingDuration: 1s }',
        '{ like: hystrix, requestVolumeThreshold: 3, sleepWindowInMilliseconds: 100ms, timeInMilliseconds: 1s, intervalInMilliseconds: 50ms }',
        '{ like: pybreaker, fail_max: 2, reset_timeout: 100ms }',
        '{ like: pybreaker, fail_max: 2, reset_timeout: 100ms, called by: calling() }',
        '{ like: opossum, resetTimeout: 100ms, rollingCountTimeout: 1s, timeout: 40ms, capacity: 5 }',
        '{ like: cockatiel, ConsecutiveBreaker: 2, halfOpenAfter: 100ms }',
        '{ like: cockatiel, SamplingBreaker: { threshold: 0.4, duration: 1s, minimumRps: 2 }, halfOpenAfter: [50ms, 200ms] }',
        '{ like: gobreaker, Timeout: 100ms, Interval: 500ms, BucketPeriod: 100ms }',
        '{ like: sentinel, grade: error ratio, count: 0.4, timeWindow: 100ms, statIntervalMs: 500ms }',
      )
      .map((breaker) => `{ breaker: ${breaker} }`),
    fc
      .constantFrom('1', '5', '{ calls: 1, wait: 15ms }', '{ calls: 2, queue: 3 }')
      .map((bulkhead) => `{ bulkhead: ${bulkhead} }`),
    fc
      .constantFrom(
        '{ token bucket: 100/s, burst: 3 }',
        '{ token bucket: 50/s, wait: 60ms }',
        '{ leaky bucket: 200/s, queue: 4 }',
        '{ fixed window: 4, per: 100ms, wait: 50ms }',
        '{ sliding window: 5, per: 80ms, wait: 20ms }',
      )
      .map((rateLimit) => `{ rate limit: ${rateLimit} }`),
    fc
      .constantFrom(
        '{ after: 8ms }',
        '{ after: 5ms, hedges: 3, cancel: true }',
        '{ after: 0ms, hedges: 2, budget: 50% }',
        '{ after: failure, hedges: 2, even if not idempotent: true }',
      )
      .map((hedge) => `{ hedge: ${hedge} }`),
    fc.constantFrom('{}', '{ multiple: 1.2x, window: 500ms }').map((throttle) => `{ throttle: ${throttle} }`),
    fc
      .constantFrom(
        '{ algorithm: aimd, initial: 3, minimum: 1, maximum: 6, slow: 40ms }',
        '{ algorithm: vegas, initial: 2, probe every: 3 }',
        '{ algorithm: gradient2, initial: 4, minimum: 1, window: 50ms, long window: 20 }',
      )
      .map((limit) => `{ concurrency limit: ${limit} }`),
    fc
      .constantFrom(
        'use: default, message: No list',
        'use: cached, up to: 500ms',
        'use: stale-if-error, fresh for: 100ms, stale for: 1s, message: Old list',
        'use: feature off',
        'use: feature off, call: never',
        ...spares.map((spare) => (spare.startsWith('q.') ? `use: queue for later, queue: ${spare}` : `use: ${spare}`)),
      )
      .map((fallback) => `{ fallback: { ${fallback} } }`),
  );

/** What says which replica is asked stands at the end of a list. */
const spread = fc.constantFrom(
  [],
  [],
  ['{ outliers: { in a row: 2, at most: 100%, sweep: 200ms, eject for: 100ms, panic below: 0% } }'],
  ['{ balance: peak ewma }', '{ outliers: { in a row: 3, always one: yes, sweep: 500ms, eject for: 300ms } }'],
  ['{ balance: { by: sticky, to: caller } }'],
);

const list = (...spares: string[]) =>
  fc.tuple(fc.array(layer(spares), { maxLength: 5 }), spread).map((parts) => `[${parts.flat().join(', ')}]`);

const policies = fc
  .record({
    'people -> a': list('b.x'),
    'a -> b.x': list('b.y', 'd.z'),
    'a -> b.y': list('d.z'),
    'a -> c': list('d.z', 'q.put'),
    'b -> d': list(),
  })
  .map((lists) => ['policies:', ...Object.entries(lists).map(([key, layers]) => `  ${key}: ${layers}`), ''].join('\n'));

/** Told one by one: someone every 20 ms, with the work at one endpoint of each and how it ends. */
const scripted = Array.from({ length: 200 }, (_, n) => {
  const ends = ['success', 'success', 'failure', 'ignored', 'cancelled', 'slow'][n % 6]!;
  return `{ at: ${20 * n}ms, start: go, takes: ${(7 * n) % 40}ms, ends: ${ends}, then: [{ takes: 1ms }] }`;
});

/** Who comes for four seconds: at a rate of some shape, at random or not, or again and again. */
const load = fc.constantFrom(
  'rate: { steps: [{ at: 0s, rate: 150/s }, { at: 4s, rate: 0/s }] }',
  'rate: { steps: [{ at: 0s, rate: 150/s }, { at: 4s, rate: 0/s }] }',
  'rate: { steps: [{ at: 0s, rate: 100/s }, { at: 4s, rate: 0/s }] }\n    arrivals: constant',
  'rate: { spike: { base: 0/s, to: 200/s, at: 0s, rise: 1s, for: 2s, fall: 1s } }',
  `rate: { steps: [{ at: 0s, rate: 150/s }, { at: 4s, rate: 0/s }] }
    arrivals: { bursts: [{ rate: 0.5x, for: 300ms }, { rate: 3x, for: 50ms }, { rate: 0x, for: 100ms }] }`,
  'rate: { replay: { repeat every: 1000h, rates: "time s, rate /s\\n0, 150\\n1, 10\\n1.5, 250\\n4, 0" } }',
  `scripted: b.x
    script: [${scripted.join(', ')}]`,
  'users: { steps: [{ at: 0s, users: 9 }, { at: 1s, users: 30 }, { at: 4s, users: 0 }] }\n    think: exponential mean 60ms',
);

const journeys = fc.constantFrom(
  'go: { share: 100%, start: a.go }',
  'go: { share: 100%, start: a.go }',
  'go: { share: 60%, priority: low, start: a.go }, tour: { share: 40%, steps: [a.go, { think: exponential mean 30ms }, b.y, a.go] }',
);

/** How one request calls others: all at once and for all, some for some, again and again, for nobody, by a queue, by version. */
const plan = fc.constantFrom(
  '[{ parallel: [b.x, { c.z: optional }] }, { b.y: { probability: 50% } }]',
  '[{ parallel: [b.x, { c.z: optional }] }, { b.y: { probability: 50% } }]',
  '[{ parallel: [b.x, c.z, b.y], need: 2 }]',
  '[{ parallel: [b.x, c.z], need: 1, times: { from: 0, to: 3 } }, { b.y: { wait: no } }]',
  '[{ b.x: { times: 2 } }, { c.z: { probability: 50%, wait: no } }, { b.y: optional }, { q.put: optional }]',
  '[d.read, { parallel: [b.x, { q.put: { wait: no } }] }, { c.z: optional }, { b.y: optional }, d.write]',
);

/** How requests at work get in each other's way, and how long a replica takes to get going. */
const nature = fc.constantFrom(
  '',
  '',
  'cores: 1, ',
  'cores: 2, warm up: { for: 500ms, from: 8x }, ',
  'contention: { each: 20%, pair: 2% }, ',
);

const balancing = fc.constantFrom(
  'round robin',
  'round robin',
  'random',
  'power of two',
  'least requests',
  'peak ewma',
  'sticky',
  '{ by: least requests, zones: near first }',
);

/** In which order a service takes up who waits. */
const discipline = fc.constantFrom(
  '',
  '',
  ', discipline: lifo',
  ', discipline: codel',
  ', discipline: adaptive lifo, interval: 50ms',
  ', discipline: deadline',
);

/** Whom it turns away before it has no room. */
const intake = fc.constantFrom(
  '',
  '',
  '',
  'shed: {}, ',
  'shed: { workers: { low: 50%, normal: 75% } }, ',
  'limit: { algorithm: aimd, initial: 3, minimum: 1, maximum: 6, slow: 40ms }, ',
  'limit: { algorithm: vegas, initial: 2, probe every: 3 }, shed: { queue: { normal: 50% } }, ',
  'limit: { algorithm: gradient2, initial: 4, minimum: 1, window: 50ms, long window: 20 }, ',
);

/** The same beside the policies, as it is edited. */
const services = fc
  .record({
    a: fc.tuple(fc.constantFrom(0, 3, 100), discipline, intake),
    b: fc.tuple(fc.constantFrom(0, 2, 20), discipline, intake),
    q: fc.constantFrom('', '', 'queue: 2', 'queue: 40, retry after: none'),
  })
  .map(({ a, b, q }) => {
    const rules = ([size, order, rest]: readonly [number, string, string]): string =>
      `{ ${rest}queue: { size: ${size}${order} }, retry after: ${size + 1}ms }`;
    return `services:\n  a: ${rules(a)}\n  b: ${rules(b)}\n${q === '' ? '' : `  q: { ${q} }\n`}`;
  });

export const randomShop: fc.Arbitrary<string> = fc
  .record({
    mode: fc.constantFrom('threaded', 'async'),
    latency: fc.constantFrom('0ms', '1ms', '{ exponential: { mean: 2ms } }'),
    connections: fc.constantFrom(
      '',
      '',
      ', connections: { connect: exponential mean 3ms, pool: 2, keep alive: 100ms, dns: { lookup: 5ms, ttl: 500ms } }',
    ),
    load,
    journeys,
    first: work,
    plan,
    again: fc.constantFrom('0ms', '20ms'),
    second: work,
    third: work,
    patience: fc.constantFrom('', 'patience: 40ms', 'patience: 1s'),
    workers: fc.constantFrom(1, 4, 50),
    queue: fc.constantFrom(0, 3, 100),
    nature,
    balancing,
    discipline,
    intake,
    policies,
  })
  .map(
    ({
      load,
      journeys,
      mode,
      plan,
      again,
      latency,
      connections,
      first,
      second,
      third,
      patience,
      workers,
      queue,
      nature,
      balancing,
      discipline,
      intake,
      policies,
    }) => `
scenario: Any shop
workloads:
  people:
    ${load}
    ${patience}
    journeys: { ${journeys} }
services:
  a:
    mode: ${mode}
    replicas: 2
    workers: ${workers}
    queue: { size: ${queue}${discipline} }
    balancing: ${balancing}
    zone: [east, west]
    endpoints:
      go: { work: ${first}, calls: ${plan} }
  b: { ${nature}${intake}mode: ${mode}, retry after: 20ms, workers: 5, queue: ${queue}, endpoints: { x: { work: ${second}, calls: [d.z] }, y: { work: ${third}, idempotent: false } } }
  c: { ${nature}replicas: 2, workers: 3, queue: 2, balancing: ${balancing}, zone: [east, west], endpoints: { z: { work: ${second} } } }
  d:
    workers: ${workers}
    queue: 10
    endpoints: { z: { work: ${third}, idempotent: false }, read: { work: 0ms }, write: { work: 1ms, optimistic: { read: read } } }
  q: { kind: queue, workers: 2, queue: 5, endpoints: { put: { work: 1ms, calls: [c.z, { d.z: optional }], again after: ${again} } } }
links: { default: { latency: ${latency}${connections} }, a -> d: {}, a -> q: {}, people -> b: {} }
${policies}`,
  );

const FAULTS: readonly FaultSource[] = [
  { node: 'a', does: 'crash' },
  { zone: 'east', does: 'crash' },
  { zone: 'west', replica: 'random', does: 'slow', by: '3x' },
  { node: 'c', replica: 'random', does: 'hang' },
  { node: 'b', does: 'leak', by: '8x', over: '400ms' },
  { node: 'c', does: 'leak', by: '8x', over: '200ms', 'down for': '50ms' },
  { node: 'a', replica: 1, does: 'hang' },
  { node: 'b', does: 'crash' },
  { node: 'b', does: 'hang' },
  { node: 'c', does: 'errors', share: '50%' },
  { node: 'c', replica: 2, does: 'slow', by: '9x' },
  { node: 'd', does: 'hang' },
  { node: 'd', does: 'errors', when: 'at once', share: '80%' },
  { node: 'd', does: 'slow', by: '30x' },
  { link: 'a -> b', does: 'loss', share: '40%' },
  { link: 'a -> b', does: 'latency', add: '30ms' },
  { link: 'a -> c', does: 'cut', direction: 'reply' },
  { link: 'a -> d', does: 'cut' },
  { link: 'b -> d', does: 'cut', direction: 'request' },
  { link: 'people -> a', does: 'loss', share: '30%', direction: 'reply' },
  { node: 'q', does: 'crash' },
  { node: 'q', does: 'hang' },
  { link: 'a -> q', does: 'loss', share: '50%' },
  { link: 'q -> c', does: 'cut' },
];

/** Some that come back, for runs in which nobody asks that all of it be over. */
const SCHEDULED: readonly FaultSource[] = [
  ...FAULTS,
  { node: 'a', replica: 'random', does: 'crash', every: 'exponential mean 700ms' },
  { zone: 'east', does: 'hang', every: '900ms' },
  { link: 'a -> b', does: 'cut', 'off for': 'exponential mean 300ms' },
];

/** Faults of four seconds with their ends, as a part of the scenario. */
export const randomSchedule: fc.Arbitrary<string> = fc
  .uniqueArray(
    fc.record({
      fault: fc.nat(SCHEDULED.length - 1),
      atMs: fc.nat(80).map((n) => 50 * n),
      forMs: fc.nat(40).map((n) => 50 + 50 * n),
    }),
    { maxLength: 8, selector: ({ fault }) => fault },
  )
  .map((wanted) => {
    const lines = wanted.map(
      ({ fault, atMs, forMs }) =>
        `  f${fault}: ${JSON.stringify({ ...SCHEDULED[fault], at: `${atMs}ms`, for: `${forMs}ms` })}\n`,
    );
    return lines.length === 0 ? '' : `faults:\n${lines.join('')}`;
  });

/** Commands of four seconds, many of them at equal instants; each heals only what was broken before. */
export const randomStorm: fc.Arbitrary<Command[]> = fc
  .array(
    fc.record({
      atMs: fc.nat(80).map((n) => 50 * n),
      what: fc.oneof(
        { weight: 5, arbitrary: fc.nat(FAULTS.length - 1) },
        { weight: 4, arbitrary: fc.constant('heal' as const) },
        { weight: 2, arbitrary: policies.map((yaml) => ({ yaml })) },
        { weight: 2, arbitrary: fc.tuple(policies, services).map((texts) => ({ yaml: texts.join('') })) },
      ),
    }),
    { maxLength: 25 },
  )
  .map((wanted) => {
    const broken: string[] = [];
    return wanted
      .sort((a, b) => a.atMs - b.atMs)
      .flatMap(({ atMs, what }): Command[] => {
        if (typeof what === 'object') return [{ atMs, do: 'policies', yaml: what.yaml }];
        if (typeof what === 'number') {
          const id = `f${what}`;
          broken.push(id);
          return [{ atMs, do: 'break', id, fault: FAULTS[what]! }];
        }
        const id = broken.shift();
        return id === undefined ? [] : [{ atMs, do: 'heal', id }];
      });
  });
