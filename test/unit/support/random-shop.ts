import fc from 'fast-check';
import type { Command } from '../../../src/engine/command';
import type { FaultSource } from '../../../src/scenario/fault';
import { adaptiveLimit, balancing, policies } from './random-policies';

/* Small shops of every shape and what may be done to them, for laws that must hold whatever is put together. */

const work = fc.constantFrom(
  '0ms',
  '0.5ms',
  '1ms',
  '10ms',
  '{ exponential: { mean: 5ms } }',
  'uniform from 1ms to 9ms',
  'erlang mean 4ms k 3',
  'gamma mean 3ms cv 0.5',
  'weibull mean 3ms shape 0.7',
  '{ pareto: { shape: 1.2, min: 1ms, max: 200ms } }',
  'hyperexponential mean 4ms cv 2',
  '{ empirical: { edges: [0ms, 2ms, 10ms, 40ms], weights: [80, 15, 5] } }',
  '{ empirical: { samples: [1ms, 1ms, 3ms, 25ms] } }',
  '{ mixture: [{ share: 90%, of: 1ms }, { share: 10%, of: lognormal p50 20ms p99 200ms }] }',
);

/** Told one by one: someone every 50 ms, with the work at one endpoint of each and how it ends. */
const scripted = Array.from({ length: 80 }, (_, n) => {
  const ends = ['success', 'success', 'failure', 'ignored', 'cancelled', 'slow'];
  const then = `{ takes: 1ms, ends: ${ends[(n + 2 * Math.floor(n / 6)) % 6]!} }`;
  return `{ at: ${50 * n}ms, start: go, takes: ${(7 * n) % 40}ms, ends: ${ends[n % 6]!}, then: [${then}] }`;
});

/** Who comes for four seconds: at a rate of some shape, at random or not, or again and again. */
const fourSeconds = fc.constantFrom(
  'rate: { steps: [{ at: 0s, rate: 150/s }, { at: 4s, rate: 0/s }] }',
  'rate: { steps: [{ at: 0s, rate: 150/s }, { at: 4s, rate: 0/s }] }',
  'rate: { steps: [{ at: 0s, rate: 100/s }, { at: 4s, rate: 0/s }] }\n    arrivals: constant',
  'rate: { ramp: { from: 200/s, to: 0/s, over: 4s } }\n    arrivals: poisson',
  'rate: [{ hold: 120/s, for: 2s }, { ramp: { from: 20/s, to: 150/s, over: 1s } }, { hold: 40/s, for: 1s }, { hold: 0/s }]',
  'rate: { spike: { base: 0/s, to: 200/s, at: 0s, rise: 1s, for: 2s, fall: 1s } }',
  `rate: { steps: [{ at: 0s, rate: 150/s }, { at: 4s, rate: 0/s }] }
    arrivals: { bursts: [{ rate: 0.5x, for: 300ms }, { rate: 3x, for: 50ms }, { rate: 0x, for: 100ms }] }`,
  'rate: { replay: { as: steps, rates: "time s, rate /s\\n7, 150\\n8, 10\\n8.5, 250\\n11, 0" } }',
  'rate: { replay: { as: straight lines, repeat every: 1000h, rates: "time ms, rate /min\\n0, 9000\\n2000, 300\\n4000, 0\\n3599999999, 0" } }',
  'rate: { replay: { repeat every: 1000h, rates: "time s, rate /s\\n0, 150\\n1, 10\\n1.5, 250\\n4, 0" } }',
  `scripted: b.x
    script: [${scripted.join(', ')}]`,
  'users: { steps: [{ at: 0s, users: 9 }, { at: 1s, users: 30 }, { at: 4s, users: 0 }] }\n    think: exponential mean 60ms',
);

/** Who comes for ever. */
const endless = fc.constantFrom(
  'rate: { daily: { low: 10/s, high: 150/s, peak at: 1s, day: 3s } }',
  'rate: 100/s\n    arrivals: { bursts: [{ rate: 0.5x, for: 900ms }, { rate: 5.5x, for: 100ms }] }',
  'rate: { replay: { as: straight lines, repeat every: 2s, rates: "time s, rate /s\\n0, 20\\n1, 200" } }',
  'users: 12\n    think: lognormal p50 40ms p99 500ms',
);

/** Others who come at the same time, from a place of their own. */
const others = fc.constantFrom(
  '',
  '',
  `
  staff:
    zone: west
    priority: high
    users: { steps: [{ at: 0s, users: 3 }, { at: 4s, users: 0 }] }
    think: uniform from 10ms to 200ms
    journeys: { audit: { share: 50%, priority: critical, steps: [a.go, b.y] }, look: { share: 50%, priority: low, start: c.z } }`,
  `
  robots:
    zone: east
    priority: low
    answer within: 10ms
    rate: [{ hold: 30/s, for: 4s }, { hold: 0/s }]
    arrivals: constant
    patience: 25ms
    journeys: { crawl: { share: 70%, priority: high, start: a.go }, sneak: { share: 30%, priority: normal, start: d.read } }`,
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
  '[{ parallel: [{ b.x: { probability: 80%, optional: true } }, { c.z: { wait: yes } }, q.put] }, { b.y: { times: { from: 0, to: 2 }, optional: true, wait: yes } }]',
);

/** How requests at work get in each other's way, and how long a replica takes to get going. */
const nature = fc.constantFrom(
  '',
  '',
  'cores: 1, ',
  'cores: 2, warm up: { for: 500ms, from: 8x }, ',
  'contention: { each: 20%, pair: 2% }, ',
);

/** In which order a service takes up who waits. */
const discipline = fc.constantFrom(
  '',
  ', discipline: fifo',
  ', discipline: lifo',
  ', discipline: codel',
  ', discipline: codel, target: 2ms, interval: 20ms',
  ', discipline: adaptive lifo, interval: 50ms',
  ', discipline: deadline',
);

/** Whom it turns away before it has no room. */
const intake = fc.oneof(
  fc.constantFrom(
    '',
    '',
    'shed: none, limit: none, ',
    'shed: {}, ',
    'shed: { queue: { low: 10%, normal: 50%, high: 75%, critical: 100% } }, ',
    'shed: { workers: { low: 30%, normal: 60%, high: 90%, critical: 100% } }, ',
  ),
  adaptiveLimit.map((limit) => `limit: ${limit}, `),
  fc.constant('limit: { algorithm: vegas, initial: 2, probe every: 3 }, shed: { queue: { normal: 50% } }, '),
);

/** The same beside the policies, as it is edited. */
const services = fc
  .record({
    a: fc.tuple(fc.constantFrom(0, 3, 100), discipline, intake),
    b: fc.tuple(fc.constantFrom(0, 2, 20), discipline, intake),
    c: fc.constantFrom('', 'shed: none', 'limit: none, retry after: 5ms'),
    q: fc.constantFrom('', '', 'queue: 2', 'queue: 40, retry after: none'),
  })
  .map(({ a, b, c, q }) => {
    const rules = ([size, order, rest]: readonly [number, string, string]): string =>
      `{ ${rest}queue: { size: ${size}${order} }, retry after: ${size + 1}ms }`;
    const others = Object.entries({ c, q }).map(([name, own]) => (own === '' ? '' : `  ${name}: { ${own} }\n`));
    return `services:\n  a: ${rules(a)}\n  b: ${rules(b)}\n${others.join('')}`;
  });

const connections = fc.constantFrom(
  'connect: 1ms',
  'connect: exponential mean 3ms, pool: 2, keep alive: 100ms, dns: { lookup: 5ms, ttl: 500ms }',
  'connect: 2ms, pool: 0, dns: { lookup: exponential mean 10ms, ttl: 0ms }',
);

/** What one link has of its own. */
const link = fc
  .tuple(
    fc.option(fc.constantFrom('0ms', '2ms', 'gamma mean 2ms cv 0.5')),
    fc.option(balancing),
    fc.option(connections),
  )
  .map(([latency, by, made]) => {
    const keys = [
      ...(latency === null ? [] : [`latency: ${latency}`]),
      ...(by === null ? [] : [`balancing: ${by}`]),
      ...(made === null ? [] : [`connections: { ${made} }`]),
    ];
    return `{ ${keys.join(', ')} }`;
  });

const between = fc.constantFrom(
  '',
  '',
  'between zones: { latency: 5ms }, ',
  'between zones: { latency: exponential mean 8ms }, ',
);

const kinds = fc.uniqueArray(fc.constantFrom('service', 'web app', 'database', 'cache', 'third party'), {
  minLength: 3,
  maxLength: 3,
});

const shopWith = (load: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .record({
      mode: fc.constantFrom('threaded', 'async'),
      latency: fc.constantFrom('0ms', '1ms', '{ exponential: { mean: 2ms } }'),
      usual: fc.option(connections).map((made) => (made === null ? '' : `, connections: { ${made} }`)),
      load,
      zone: fc.constantFrom('', 'zone: east', 'answer within: 30ms', 'priority: critical', 'priority: normal'),
      others,
      link,
      between,
      kinds,
      intake,
      journeys,
      first: work,
      plan,
      deliveries: fc.constantFrom('', ', again after: 20ms', ', deliveries: 1', ', deliveries: 4, again after: 1ms'),
      second: work,
      third: work,
      patience: fc.constantFrom('', 'patience: 40ms', 'patience: 1s'),
      workers: fc.constantFrom(1, 4, 50),
      queue: fc.constantFrom(0, 3, 100),
      nature,
      balancing,
      discipline,
      policies,
    })
    .map(
      ({
        load,
        zone,
        others,
        link,
        between,
        kinds,
        intake,
        journeys,
        mode,
        plan,
        deliveries,
        latency,
        usual,
        first,
        second,
        third,
        patience,
        workers,
        queue,
        nature,
        balancing,
        discipline,
        policies,
      }) => `
scenario: Any shop
workloads:
  people:
    ${load}
    ${patience}
    ${zone}
    journeys: { ${journeys} }${others}
services:
  a:
    kind: ${kinds[0]!}
    mode: ${mode}
    replicas: 2
    workers: ${workers}
    queue: { size: ${queue}${discipline} }
    balancing: ${balancing}
    zone: [east, west]
    endpoints:
      go: { work: ${first}, calls: ${plan} }
  b: { kind: ${kinds[1]!}, ${nature}${intake}mode: ${mode}, retry after: ${patience === '' ? 'none' : '20ms'}, workers: 5, queue: ${queue}, endpoints: { x: { work: ${second}, calls: [d.z] }, y: { work: ${third}, idempotent: false } } }
  c: { ${nature}${intake}replicas: 2, workers: 3, queue: 2, balancing: ${balancing}, zone: [east, west], endpoints: { z: { work: ${second} } } }
  d:
    kind: ${kinds[2]!}
    workers: ${workers}
    queue: 10
    endpoints: { z: { work: ${third}, idempotent: false }, read: { work: 0ms }, write: { work: 1ms, optimistic: { read: read } } }
  q: { kind: queue, workers: 2, queue: 5, endpoints: { put: { work: 1ms, calls: [c.z, { d.z: optional }] ${deliveries} } } }
links: { default: { latency: ${latency}${usual} }, ${between}a -> c: ${link}, a -> d: {}, a -> q: {}, people -> b: {} }
${policies}`,
    );

/** Nobody comes any more after four seconds. */
export const randomShop = shopWith(fourSeconds);

/** Some shops have somebody coming for ever. */
export const anyShop = shopWith(fc.oneof({ weight: 2, arbitrary: fourSeconds }, endless));

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
  { node: 'a', replica: 2, does: 'errors', when: 'after work', share: '30%' },
  { node: 'd', does: 'slow', by: '30x' },
  { link: 'a -> b', does: 'loss', share: '40%' },
  { link: 'a -> b', does: 'latency', add: '30ms' },
  { link: 'a -> c', does: 'cut', direction: 'reply' },
  { link: 'a -> d', does: 'cut' },
  { link: 'people -> b', does: 'cut', direction: 'both' },
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
