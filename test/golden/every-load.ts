/** Users, sessions, bursts, days and replayed rates, over connections and zones, at shared cores, under faults that come back. */
export const EVERY_LOAD = `
scenario: Every load
workloads:
  staff:
    zone: east
    users: { steps: [{ at: 0s, users: 10 }, { at: 20s, users: 30 }, { at: 40s, users: 5 }] }
    think: exponential mean 1s
    patience: 3s
    journeys:
      work: { share: 100%, steps: [web.list, { think: 200ms }, web.read, web.list] }
  shoppers:
    zone: west
    rate: { daily: { low: 5/s, high: 40/s, peak at: 20s, day: 1min } }
    arrivals: { bursts: [{ rate: 0.5x, for: 9s }, { rate: 5.5x, for: 1s }] }
    patience: 2s
    journeys: { browse: { share: 100%, start: web.list } }
  robots:
    rate:
      replay:
        as: straight lines
        repeat every: 30s
        rates: |
          time s, rate /s
          0, 2
          10, 12
          20, 4
    arrivals: constant
    patience: 1s
    journeys: { crawl: { share: 100%, start: web.read } }
  campaign:
    rate: { spike: { base: 1/s, to: 30/s, at: 15s, for: 5s, rise: 2s, fall: 4s } }
    patience: 1s
    journeys: { advert: { share: 100%, start: web.list } }
services:
  web:
    replicas: 4
    zone: [east, west]
    workers: 12
    queue: 20
    balancing: random
    endpoints:
      list: { work: { lognormal: { p50: 3ms, p99: 20ms } }, calls: [search.find, { prices.get: optional }] }
      read: { work: exponential mean 2ms, calls: [prices.get] }
  search:
    replicas: 3
    zone: [west, east]
    cores: 2
    queue: 40
    contention: 3%
    warm up: { for: 8s, from: 4x }
    balancing: power of two
    endpoints: { find: { work: { gamma: { mean: 12ms, cv: 0.5 } } } }
  prices:
    replicas: 3
    zone: east
    workers: 4
    queue: 10
    endpoints: { get: { work: hyperexponential mean 6ms cv 2 } }
links:
  default: { latency: 0.5ms, connections: { connect: 2ms, pool: 4, keep alive: 2s } }
  between zones: { latency: { gamma: { mean: 15ms, cv: 0.3 } } }
  web -> prices:
    latency: 1ms
    balancing: least requests
    connections: { connect: exponential mean 3ms, pool: 6, keep alive: 500ms, dns: { lookup: 10ms, ttl: 5s } }
policies:
  web -> search: [{ retry: { attempts: 2, backoff: { exponential: 10ms }, jitter: full } }, { timeout: 300ms }]
  web -> prices: [{ breaker: { window: 20 calls, open for: 1s } }, { timeout: 200ms }]
faults:
  chaos: { node: search, replica: random, does: crash, every: exponential mean 8s, for: exponential mean 2s }
  flapping: { link: web -> prices, does: cut, off for: exponential mean 10s, for: exponential mean 1s }
  leak: { node: prices, replica: 2, does: leak, by: 20x, over: 15s, down for: 3s, at: 5s }
  outage: { zone: west, does: hang, at: 35s, for: 3s }
`;
