/** Every kind of policy, on calls and at services, with what goes by it: priorities, sessions, deadlines, a script. */
export const EVERY_POLICY = `
scenario: Every policy
workloads:
  users:
    zone: east
    users: 15
    think: exponential mean 500ms
    patience: 2s
    journeys: { buy: { share: 100%, priority: critical, steps: [web.list, { think: 100ms }, web.buy] } }
  people:
    zone: west
    rate: { spike: { base: 20/s, to: 90/s, at: 20s, for: 8s, rise: 1s, fall: 1s } }
    patience: 1s
    journeys: { look: { share: 70%, priority: low, start: web.list }, help: { share: 30%, start: web.help } }
  trace:
    script: |
      at ms, takes ms, ends, start
      1000, 20, failure, call
      1010, 40, success, call
      1020, 5, ignored, call
      1030, 30, cancelled, call
      1040, 90, slow, call
    scripted: mail.send
    journeys: { call: { share: 100%, start: mail.send } }
services:
  web:
    replicas: 3
    workers: 8
    queue: { size: 20, discipline: codel, target: 10ms }
    shed: { queue: { low: 30%, normal: 80% } }
    retry after: 50ms
    zone: [east, west]
    balancing: sticky
    endpoints:
      list: { work: exponential mean 3ms, calls: [{ parallel: [shelf.get, shelf.get, shelf.get], need: 2 }, { audit.log: { wait: no } }] }
      buy: { work: 2ms, calls: [shelf.read, { prices.get: { times: { from: 0, to: 3 } } }, shelf.write, { orders.put: optional }] }
      help: { work: 1ms, calls: [{ chat.ask: optional }, prices.get] }
  shelf:
    replicas: 4
    workers: 3
    queue: { size: 10, discipline: adaptive lifo }
    limit: vegas
    zone: [east, west]
    endpoints:
      get: { work: exponential mean 12ms }
      read: { work: 1ms }
      write: { work: 2ms, idempotent: false, optimistic: { read: read } }
  prices: { replicas: 2, workers: 3, queue: { size: 6, discipline: deadline }, balancing: peak ewma, endpoints: { get: { work: hyperexponential mean 15ms cv 2 } } }
  audit: { workers: 2, queue: { size: 20, discipline: lifo }, endpoints: { log: { work: exponential mean 30ms } } }
  chat: { kind: third party, workers: 2, queue: 0, limit: { algorithm: gradient2, initial: 4, minimum: 1 }, endpoints: { ask: { work: exponential mean 60ms } } }
  orders: { kind: queue, workers: 2, queue: 50, endpoints: { put: { work: 1ms, calls: [mail.send], again after: 300ms }, later: { work: 1ms, calls: [mail.send] } } }
  mail: { workers: 2, queue: 2, endpoints: { send: { work: exponential mean 40ms } } }
links:
  default: { latency: 1ms }
  between zones: { latency: exponential mean 6ms }
  web -> orders: {}
  web -> prices: { connections: { connect: 3ms, pool: 2, keep alive: 500ms, dns: { lookup: 10ms, ttl: 2s } } }
policies:
  people -> web: [{ throttle: { multiple: 1.5x, window: 5s } }, { concurrency limit: { algorithm: aimd, initial: 10, minimum: 2 } }]
  web -> shelf:
    - hedge: { after: 25ms, budget: 20%, cancel: true }
    - timeout: { after: 200ms, cancel: true, propagate: true }
    - caps: { pending: 4, connections: 6 }
    - outliers: { in a row: 3, at most: 50%, sweep: 2s, eject for: 3s }
  web -> prices:
    - fallback: { use: stale-if-error, fresh for: 20ms, stale for: 5s, message: Older prices }
    - fallback: { use: shelf.read, message: Prices of the shelf }
    - retry: { attempts: 3, backoff: { exponential: 10ms, cap: 40ms }, jitter: decorrelated, budget: 20% }
    - concurrency limit: gradient2
    - breaker: { window: 10 calls, minimum calls: 5, open for: 1s, slow rate: 80%, slow call: 100ms }
    - timeout: { after: 150ms, connect: 30ms }
    - balance: { by: power of two, zones: near first }
  web -> audit: [{ rate limit: { sliding window: 20, per: 1s, wait: 500ms } }]
  web -> chat: [{ fallback: { use: feature off, message: No chat today } }, { rate limit: { token bucket: 5/s, burst: 3 } }, { bulkhead: { calls: 2, wait: 30ms } }]
  web -> orders.put: [{ fallback: { use: queue for later, queue: orders.later } }, { rate limit: { fixed window: 3, per: 1s, wait: 0ms } }]
  orders -> mail: [{ retry: { attempts: 4, backoff: { constant: 20ms }, budget: { tokens: 5, per call: 0.1 } } }, { rate limit: { leaky bucket: 20/s, queue: 3 } }]
faults:
  chaos: { node: shelf, replica: random, does: hang, every: exponential mean 8s, for: exponential mean 2s }
  lossy: { link: web -> prices, does: loss, share: 30%, off for: exponential mean 8s, for: exponential mean 3s }
  failing: { node: mail, does: errors, share: 60% }
`;

/** What stands there after an edit: gates keep what they know, and calls in flight keep their list. */
export const EDITED = `policies:
  people -> web: [{ throttle: { multiple: 1.5x, window: 5s } }, { concurrency limit: { algorithm: aimd, initial: 10, minimum: 2 } }]
  web -> shelf:
    - caps: { pending: 2, connections: 3 }
    - outliers: { in a row: 2, at most: 50%, sweep: 1s, eject for: 3s, panic below: 80% }
  web -> prices:
    - fallback: { use: cached, up to: 1s old, otherwise: default }
    - breaker: { window: 10 calls, minimum calls: 5, open for: 3s }
    - retry: { attempts: 2, backoff: none, retry after: exactly }
    - timeout: 90ms
  web -> audit: [{ rate limit: { sliding window: 5, per: 1s, wait: 500ms } }]
  web -> chat: [{ bulkhead: 1 }]
services:
  web: { queue: { size: 30, discipline: lifo }, shed: none }
  shelf: { limit: none }
`;
