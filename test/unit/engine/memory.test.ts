import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/* In a process of its own, where garbage is collected when asked, and with the engine as a build has it. */

/** Every fault that comes back, at shared cores, under the policies that most shops have. */
const CHAOS = `
scenario: Ten hours
workloads:
  people:
    rate: 20/s
    patience: 2s
    journeys: { go: { share: 100%, start: web.go } }
services:
  web: { replicas: 3, workers: 20, queue: 20, zone: [east, west], endpoints: { go: { work: exponential mean 5ms, calls: [store.get] } } }
  store:
    replicas: 4
    cores: 2
    queue: 20
    balancing: power of two
    contention: 2%
    warm up: { for: 10s, from: 4x }
    zone: [east, west]
    endpoints: { get: { work: exponential mean 8ms } }
policies:
  web -> store:
    - retry: { attempts: 3, backoff: { exponential: 20ms }, jitter: full }
    - breaker: { window: 10s, open for: 2s }
    - bulkhead: 30
    - timeout: 200ms
faults:
  chaos: { node: store, replica: random, does: crash, every: exponential mean 20s, for: exponential mean 5s }
  flapping: { link: web -> store, does: cut, off for: exponential mean 60s, for: exponential mean 2s }
  leak: { node: web, does: leak, by: 20x, over: 2min, down for: 5s, at: 0s }
  outage: { zone: west, does: hang, every: 10min, for: 20s }
`;

/** Every other way to come, to call, to be connected, to be served and to be guarded. */
const EVERYTHING_ELSE = `
scenario: Ten hours more
workloads:
  users:
    zone: east
    users: 4
    think: exponential mean 2s
    patience: 3s
    journeys: { buy: { share: 100%, priority: high, steps: [web.list, { think: exponential mean 1s }, web.buy] } }
  people:
    zone: west
    rate: { daily: { low: 1/s, high: 4/s, peak at: 1h, day: 2h } }
    arrivals: { bursts: [{ rate: 0.5x, for: 9s }, { rate: 5.5x, for: 1s }] }
    patience: 1s
    journeys: { look: { share: 100%, start: web.list } }
services:
  web:
    replicas: 3
    workers: 6
    queue: { size: 12, discipline: codel }
    shed: {}
    zone: [east, west]
    balancing: sticky
    endpoints:
      list: { work: lognormal p50 3ms p99 30ms, calls: [{ parallel: [shelf.get, shelf.get, shelf.get], need: 2 }, { audit.log: { wait: no } }] }
      buy: { work: 2ms, calls: [shelf.read, { prices.get: { times: { from: 0, to: 3 } } }, shelf.write, { orders.put: optional }] }
  shelf:
    replicas: 3
    workers: 3
    queue: { size: 10, discipline: adaptive lifo }
    limit: vegas
    zone: [east, west]
    endpoints:
      get: { work: exponential mean 12ms }
      read: { work: 1ms }
      write: { work: 2ms, idempotent: false, optimistic: { read: read } }
  prices: { replicas: 2, workers: 2, queue: 4, retry after: 50ms, balancing: peak ewma, endpoints: { get: { work: hyperexponential mean 20ms cv 2 } } }
  audit: { workers: 2, queue: 20, endpoints: { log: { work: exponential mean 30ms } } }
  orders: { kind: queue, workers: 2, queue: 50, endpoints: { put: { work: 1ms, calls: [mail.send], again after: 500ms } } }
  mail: { workers: 2, queue: 2, endpoints: { send: { work: exponential mean 80ms } } }
links:
  default: { latency: 1ms }
  between zones: { latency: exponential mean 8ms }
  web -> prices: { connections: { connect: 3ms, pool: 2, keep alive: 1s, dns: { lookup: 10ms, ttl: 5s } } }
policies:
  web -> shelf:
    - hedge: { after: 30ms, budget: 20%, cancel: true }
    - timeout: { after: 300ms, cancel: true, propagate: true }
    - caps: { pending: 4, connections: 8 }
    - outliers: { in a row: 3, at most: 50%, eject for: 5s }
  web -> prices:
    - fallback: { use: stale-if-error, fresh for: 1s, stale for: 1min, message: Older prices }
    - retry: { attempts: 3, backoff: { exponential: 20ms }, jitter: decorrelated, budget: 20% }
    - throttle: { window: 30s }
    - concurrency limit: gradient2
    - breaker: { like: hystrix }
    - timeout: 200ms
  web -> audit: [{ rate limit: { sliding window: 20, per: 1s, wait: 2s } }]
  orders -> mail: [{ breaker: { like: opossum } }, { retry: { like: aws } }]
faults:
  chaos: { node: shelf, replica: random, does: hang, every: exponential mean 60s, for: exponential mean 3s }
  lossy: { link: web -> prices, does: loss, share: 30%, off for: exponential mean 60s, for: exponential mean 20s }
  failing: { node: mail, does: errors, share: 50%, every: 5min, for: 1min }
`;

const HOUR_MS = 3_600_000;

function heapsInMb(scenario: string): { readonly heaps: readonly number[]; readonly log: number } {
  const core = fileURLToPath(new URL('../../../node_modules/.cache/breakwater-core/core.mjs', import.meta.url));
  const program = `
    const { Engine, modelOf } = await import(${JSON.stringify(core)});
    const engine = new Engine(modelOf(${JSON.stringify(scenario)}), 1);
    const heaps = [1, 10].map((hour) => {
      engine.advance(hour * ${HOUR_MS});
      gc();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return (heapUsed + arrayBuffers) / 2 ** 20;
    });
    console.log(JSON.stringify({ heaps, events: engine.eventCount, log: engine.log.length }));
  `;
  const out = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  const { heaps, events, log } = JSON.parse(out) as { heaps: number[]; events: number; log: number };
  expect(events).toBeGreaterThan(3_000_000);
  return { heaps, log };
}

it.each([
  ['chaos', CHAOS],
  ['everything else', EVERYTHING_ELSE],
])('a run of ten simulated hours of %s holds no more at its end than after an hour', (_, scenario) => {
  const { heaps, log } = heapsInMb(scenario);
  // more happened than is kept
  expect(log).toBeGreaterThanOrEqual(10_000);
  expect(heaps[1]! - heaps[0]!).toBeLessThan(4);
});
