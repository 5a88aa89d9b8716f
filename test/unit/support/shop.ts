/** A small healthy shop: a web app before a catalog, a third party and a database. */
export const SHOP = `scenario: A small shop
workloads:
  shoppers:
    rate: 60/s
    patience: 3s
    journeys:
      browse: { share: 70%, start: web.browse }
      checkout: { share: 30%, start: web.checkout }
services:
  web:
    kind: web app
    replicas: 3
    workers: 16
    queue: 64
    endpoints:
      browse:
        work: { exponential: { mean: 4ms } }
        calls: [catalog.list]
      checkout:
        work: { lognormal: { p50: 5ms, p99: 40ms } }
        calls: [catalog.price, payments.charge]
  catalog:
    replicas: 2
    workers: 8
    queue: 32
    endpoints:
      list:
        work: { exponential: { mean: 6ms } }
        calls: [database.read]
      price:
        work: 2ms
        calls: [database.read]
  payments:
    kind: third party
    workers: 100
    queue: 100
    endpoints:
      charge: { work: { lognormal: { p50: 60ms, p99: 200ms } } }
  database:
    kind: database
    workers: 20
    queue: 100
    endpoints:
      read: { work: { gamma: { mean: 3ms, cv: 0.5 } } }
policies:
  web -> catalog:
    - retry: { attempts: 2, backoff: { exponential: 20ms }, jitter: full }
    - timeout: 500ms
  web -> catalog.price:
    - fallback: { use: cached, up to: 5min old, otherwise: fail, message: "Price from a few minutes ago" }
    - breaker: { like: resilience4j, failure rate: 50%, window: 20 calls, open for: 10s }
    - timeout: 250ms
  web -> payments:
    - bulkhead: 10
faults:
  catalog-hangs: { node: catalog, does: hang, at: 60s, for: 2min }
  payments-slow: { node: payments, does: slow, by: 10x }
  cable-cut: { link: web -> catalog, does: cut, direction: reply }
`;
