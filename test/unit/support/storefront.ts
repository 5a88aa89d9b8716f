import fc from 'fast-check';
import type { Command } from '../../../src/engine/command';

/** A small shop with every kind of policy, threaded and async services, parallel and optional calls, and a third party. */
export const STOREFRONT = `
scenario: Storefront
workloads:
  shoppers:
    rate: { steps: [{ at: 0s, rate: 120/s }, { at: 5s, rate: 200/s }, { at: 8s, rate: 60/s }] }
    patience: 800ms
    journeys:
      browse: { share: 70%, start: web.browse }
      checkout: { share: 30%, start: web.checkout }
services:
  web:
    replicas: 2
    workers: 8
    queue: 16
    endpoints:
      browse:
        work: { exponential: { mean: 2ms } }
        calls: [{ parallel: [catalog.list, { reviews.top: optional }] }, { catalog.price: { probability: 40% } }]
      checkout: { work: { lognormal: { p50: 3ms, p99: 20ms } }, calls: [catalog.price, payments.charge] }
  catalog:
    workers: 12
    queue: 24
    endpoints:
      list: { work: { gamma: { mean: 9ms, cv: 0.7 } }, calls: [database.read] }
      price: { work: { uniform: { from: 1ms, to: 5ms } } }
  reviews: { mode: async, workers: 2, queue: 50, endpoints: { top: { work: 2ms, calls: [database.read] } } }
  payments: { kind: third party, workers: 30, queue: 0, endpoints: { charge: { work: { exponential: { mean: 60ms } } } } }
  database: { kind: database, replicas: 2, workers: 6, queue: 40, endpoints: { read: { work: { exponential: { mean: 4ms } } } } }
links:
  default: { latency: 0.5ms }
  web -> payments: { latency: { gamma: { mean: 20ms, cv: 0.5 } } }
  catalog -> database: { latency: 0ms }
policies:
  web -> catalog:
    - fallback: { use: cached, up to: 3s old, otherwise: default, message: Prices from a moment ago }
    - retry: { attempts: 3, backoff: { exponential: 10ms }, jitter: full }
    - breaker: { window: 20 calls, open for: 500ms, half-open calls: 3 }
    - bulkhead: 6
    - timeout: 60ms
  web -> reviews: [{ timeout: 100ms }, { bulkhead: 10 }]
  web -> payments: [{ breaker: { window: 2s, minimum calls: 10, open for: 1s } }, { timeout: 300ms }]
`;

export const OTHER_POLICIES = `
policies:
  web -> catalog:
    - timeout: 200ms
    - retry: { attempts: 2, backoff: { constant: 5ms } }
    - breaker: { window: 20 calls, open for: 1s, half-open calls: 3 }
    - bulkhead: 4
  web -> catalog.price:
    - timeout: 45ms
    - bulkhead: 20
    - fallback: { use: catalog.list, message: The list price }
    - timeout: 20ms
`;

const breaks: fc.Arbitrary<Pick<Extract<Command, { do: 'break' }>, 'fault'>> = fc.constantFrom(
  { fault: { node: 'catalog', does: 'crash' } },
  { fault: { node: 'catalog', does: 'hang' } },
  { fault: { node: 'web', replica: 2, does: 'hang' } },
  { fault: { node: 'web', replica: 1, does: 'crash' } },
  { fault: { node: 'database', does: 'slow', by: '20x' } },
  { fault: { node: 'payments', does: 'errors', share: '50%', when: 'at once' } },
  { fault: { node: 'reviews', does: 'errors', share: '70%' } },
  { fault: { link: 'web -> catalog', does: 'loss', share: '30%' } },
  { fault: { link: 'catalog -> database', does: 'cut', direction: 'reply' } },
  { fault: { link: 'web -> payments', does: 'latency', add: '200ms' } },
  { fault: { link: 'shoppers -> web', does: 'loss', share: '10%', direction: 'request' } },
);

/** Commands in order of their instants, over the first ten seconds. */
export const randomCommands: fc.Arbitrary<Command[]> = fc
  .array(
    fc.record({
      atMs: fc.oneof(fc.nat(10_000), fc.double({ min: 0, max: 10_000, noNaN: true })),
      id: fc.constantFrom('a', 'b', 'c'),
      what: fc.oneof(
        { weight: 5, arbitrary: breaks },
        { weight: 4, arbitrary: fc.constant('heal' as const) },
        {
          weight: 2,
          arbitrary: fc.constantFrom(
            { yaml: OTHER_POLICIES },
            { yaml: STOREFRONT.slice(STOREFRONT.indexOf('policies:')) },
          ),
        },
      ),
    }),
    { maxLength: 12 },
  )
  .map((wanted) => {
    const broken = new Set<string>();
    return wanted
      .sort((a, b) => a.atMs - b.atMs)
      .flatMap(({ atMs, id, what }): Command[] => {
        if (what === 'heal') return broken.has(id) ? [{ atMs, do: 'heal', id }] : [];
        if ('yaml' in what) return [{ atMs, do: 'policies', yaml: what.yaml }];
        broken.add(id);
        return [{ atMs, do: 'break', id, ...what }];
      });
  });
