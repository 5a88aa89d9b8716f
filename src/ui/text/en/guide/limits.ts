import type { Lesson } from './chapter';

/** Policies that bound how much goes out. */
export const bulkhead: Lesson = {
  decides: [
    'A call goes out while fewer than `calls` of this replica’s are in flight. The next waits, first come first served, if ' +
      'there is room and time to wait, else it is refused at once.',
    'How many are needed is Little’s law: `in flight = calls per second × seconds each takes`. At 20 calls/s of 100 ms ' +
      'that is 2 on average; leave room for chance, say three times as many.',
    'When the dependency becomes slow, in flight grows with the time until the bulkhead is full; from then on it refuses, ' +
      'and the workers that are not in it serve everything else.',
  ],
  differs: [
    ['resilience4j', 'A semaphore of 25, no wait; or a pool of threads with a queue of 100.'],
    ['Hystrix', 'A pool of 10 threads, no queue unless `maxQueueSize`; or a semaphore of 10.'],
    ['Polly', 'A concurrency limiter: 1000 permits unless told, and a queue of none.'],
    ['cockatiel', '`bulkhead(limit, queue = 0)`.'],
    ['opossum', '`capacity` of the breaker, without bound unless told; a refusal counts as the breaker’s failure.'],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - bulkhead: { calls: 6, wait: 50ms, queue: 4 }
    - timeout: { after: 500ms, cancel: true }`,
    reads:
      'Of web’s 16 workers at most 6 + 4 = 10 are held by the catalog, 4 of them for 50 ms at most. When it hangs, 6 calls ' +
      'wait their 500 ms and the others are refused at once or after 50 ms; at least 6 workers go on with the rest.',
  },
};

export const rateLimit: Lesson = {
  decides: [
    'Token bucket: tokens accrue at `rate` per second and are kept up to `burst`; a call takes one. In t seconds at most ' +
      '`burst + rate × t` calls go out.',
    'Leaky bucket: calls go out evenly, one each `1 / rate` seconds; the others wait in the bucket.',
    'Fixed window: `n` in each period; around a boundary up to `2 n` can go at once. Sliding window: never more than `n` ' +
      'in any stretch of a period.',
    'A call whose turn lies further off than `wait` is refused. Each replica of the caller has its own limit, so the total ' +
      'is `replicas × rate`.',
  ],
  differs: [
    ['resilience4j', 'Fixed windows: 50 permits each 500 ns, so set both; waits up to 5 s.'],
    ['Polly', 'All of .NET’s limiters: token bucket, fixed and sliding window; its sliding window counts in segments.'],
    ['Guava', 'A token bucket that keeps one second’s worth; whoever takes many makes the next one wait.'],
    ['nginx', 'limit_req is a leaky bucket; `burst` is its size, `nodelay` makes it a token bucket.'],
    ['Envoy', 'local_ratelimit is a token bucket, filled in steps; it answers 429 and never waits.'],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - rate limit: { token bucket: 50/s, burst: 10, wait: 100ms }`,
    reads:
      'After a quiet while 20 calls come at once: 10 go with the tokens kept, 5 wait 20, 40, 60, 80 and 100 ms for theirs, ' +
      'and 5 are refused. With two replicas of web the catalog may see 100 a second.',
  },
};

export const concurrencyLimit: Lesson = {
  decides: [
    'A call goes out while fewer than L are in flight; L is learned. With i in flight as a call began, r its time (ms) and ' +
      'r₀ the shortest time seen:',
    'AIMD: a loss, or r > `slow`: `L := ⌊0.9 L⌋`; else, if 2 i ≥ L, `L := L + 1`.',
    'Vegas: the queue it believes in is `q = ⌈L (1 − r₀ / r)⌉`; a short one lets L grow by 6, 1 or nothing (times log₁₀ L), a long ' +
      'one or a loss takes as much away.',
    'Gradient2: with m the long-term mean, `L := 0.8 L + 0.2 (L × max(½, min(1, 1.5 m / r)) + 4)`.',
    'All follow Little’s law backwards: once more calls in flight do not mean more answers but only longer ones, the ' +
      'limit is found. A service can have one too (`limit`), and learns for all its callers.',
  ],
  differs: [
    ['Netflix concurrency-limits', 'All three; Gradient2 by windows of 1 s.'],
    [
      'Envoy adaptive concurrency',
      'A gradient like Gradient2; the shortest time is measured anew now and then, with 3 in flight.',
    ],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - concurrency limit: { algorithm: aimd, initial: 10, minimum: 2, maximum: 50, slow: 300ms }
    - timeout: { after: 500ms, cancel: true }`,
    reads:
      'Two bad answers in a row take the limit from 10 to 9 and 8. While the catalog hangs, every call is a loss and the ' +
      'limit falls from 10 to 2 in eight results. When it is well again, each good answer that finds it half in use adds one.',
  },
};

export const throttle: Lesson = {
  decides: [
    'Over the window (2 min) a caller counts the calls that wanted to go out, R, and those that were accepted, A. The next ' +
      'is held back with chance `max(0, (R − K A) / (R + 1))`; K is `multiple`.',
    'With K = 2 nothing is held back until fewer than half are accepted. While none are, the chance nears 1, and about one ' +
      'call in R still goes out to see.',
    'In the long run a service that can accept a calls per second is sent about `K × a` of them: K − 1 refusals for each ' +
      'answer, whatever the callers want.',
  ],
  differs: [
    ['Google', 'The rule of the SRE book, “Handling Overload”, with K = 2 over 2 min.'],
    [
      'Envoy admission control',
      'The same idea by a success rate (95 %) over 30 s, and never more than 80 % held back.',
    ],
    ['AWS SDKs', 'Their adaptive mode slows down by a token bucket whose rate it finds itself.'],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - throttle: { multiple: 2x, window: 30s }
    - timeout: 500ms`,
    reads:
      'web wants 100 calls a second and the catalog accepts 20. In balance web sends about 40: of R = 3000 in 30 s A = 600 ' +
      'are accepted, so the chance to be held back is (3000 − 2 × 600) / 3001 = 60 %.',
  },
};

export const caps: Lesson = {
  decides: [
    'An attempt goes out while there are fewer than `requests` out and fewer than `connections` in use; with all ' +
      'connections taken it waits if fewer than `pending` do. Otherwise it ends at once.',
    'A retry goes only while fewer than `retries` are out. That bounds the storm by a number instead of a share.',
    'It remembers nothing: with the next answer there is room again. There is no open state.',
  ],
  differs: [
    ['Envoy', 'circuit_breakers: 1024, 1024, 1024 and 3, for each priority.'],
    ['Istio', 'connectionPool of a DestinationRule: 2³² − 1 of each, so none unless told.'],
    ['HAProxy', '`maxconn` of a server, before which a queue keeps the others.'],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - timeout: 500ms
    - caps: { connections: 8, pending: 4, requests: 8, retries: 2 }`,
    reads:
      'Each replica of web has 8 attempts out at most. The catalog hangs: 8 wait for their timeout, 4 for a connection, ' +
      'and every further one is refused at once. As the first timeout frees a connection, the next goes out.',
  },
};
