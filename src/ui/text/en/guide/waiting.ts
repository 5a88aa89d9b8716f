import type { Lesson } from './chapter';

/** Policies about time: how long to wait, and whether to ask again. */
export const timeout: Lesson = {
  decides: [
    'A call that has been out for `after` (a duration) without an answer ends as a timeout, at that very instant.',
    'Where it stands decides what it bounds. Inside a retry it bounds each try; outside, all tries and the waits between ' +
      'them. A retry of n tries with waits w bounds a call by `n × after + w₁ + … + wₙ₋₁`.',
    'The work goes on at the one called, for nobody, unless `cancel` calls it off (word of it takes a message) or ' +
      '`propagate` told it the deadline, after which it begins nothing new.',
    'A good value lies above what nearly every good answer takes, say twice the 99th percentile, and below what the ' +
      'caller’s own caller waits. `connect` bounds getting a connection apart, which on a sound network takes milliseconds.',
  ],
  differs: [
    ['resilience4j', 'TimeLimiter: 1 s; calls off the future it waits for, which stops few kinds of work.'],
    ['Polly', '30 s; the callback is told by its CancellationToken and must heed it.'],
    ['Hystrix', '1 s; interrupts the thread of the pool.'],
    ['opossum', '10 s, switched on unless told; the slot is freed while the work goes on.'],
    [
      'cockatiel',
      'No default; cooperative waits for the work to heed the AbortSignal, aggressive leaves it behind at once.',
    ],
    ['gRPC', 'No default; a deadline travels with the call to everyone it causes.'],
    ['Envoy, Istio', '15 s for the whole call in Envoy, none in Istio; one more for each try; 5 s or 10 s to connect.'],
    ['AWS SDKs, requests, fetch', 'None, or minutes: the first thing to set.'],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - timeout: 1s
    - retry: { attempts: 2, backoff: { constant: 100ms }, budget: 20% }
    - timeout: { after: 400ms, connect: 50ms, cancel: true }`,
    reads:
      'Each try may take 400 ms, of which 50 ms to connect. Two tries and a wait are 900 ms at most, so the outer second ' +
      'only ends what nobody foresaw. A try that is given up is called off, and its worker at the catalog is free again.',
  },
};

export const retry: Lesson = {
  decides: [
    'After a failure that may be retried, the n-th retry is made if tries, time and budget are left, and somebody still waits.',
    'It waits first. Exponential: `w = min(cap, base × factorⁿ⁻¹)` ms. Jitter spreads callers who failed at the same ' +
      'instant: none `w`; equal `w/2 + U(0, w/2)`; full `U(0, w)`; decorrelated `min(cap, U(base, 3 × last wait))`; ' +
      'proportional `U((1 − p) w, (1 + p) w)`. U(a, b) is any number between a and b with the same chance.',
    'Tries multiply over layers: three services that each try 3 times make 3 × 3 × 3 = 27 attempts of one click, just ' +
      'when the last of them is failing. Retry at one layer only.',
    'A budget bounds the storm. A share of 20 % adds at most a fifth to the load, however bad things are. A token bucket ' +
      'pays for retries with successes and is empty soon when there are none.',
    'Where an endpoint is not idempotent, only what certainly did nothing is tried again: a refusal, a full queue, a ' +
      'connection that was never made.',
  ],
  differs: [
    ['resilience4j', '3 attempts, the first included, 500 ms apart.'],
    ['Polly', '3 retries, so 4 attempts, 2 s apart; with UseJitter ± 25 %.'],
    ['tenacity', 'Never stops and does not wait unless told; what it raises is a RetryError unless `reraise`.'],
    ['cockatiel', '`maxAttempts` counts retries; the waits always double but for its decorrelated default.'],
    ['gRPC', 'At most 5 attempts; ± 20 % jitter; a bucket of tokens for all calls of a channel.'],
    ['Finagle', 'A budget first: 20 % of the calls and 10 a second besides.'],
    ['Envoy, Istio', '1 retry (Istio 2) after up to 25 ms; 3 at once, or a share of what is under way.'],
    ['AWS SDKs', '3 attempts, full jitter up to 20 s; 500 tokens, a retry costs 5, after a timeout 10.'],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - retry: { attempts: 3, backoff: { exponential: 100ms, cap: 1s }, jitter: full, budget: 20% }
    - timeout: 250ms`,
    reads:
      'The first retry comes 0 to 100 ms after the failure, the second 0 to 200 ms after the next, so a call ends within ' +
      '3 × 250 + 100 + 200 = 1050 ms. While the catalog fails, 100 calls a second become about 120 attempts and not 300.',
  },
};

export const hedge: Lesson = {
  decides: [
    'A call that is out for `after` (ms) is sent once more, up to `hedges` times; a failure is followed by another at once. ' +
      'The first success is the answer; the losers go on unless `cancel` calls them off.',
    'If the share S(t) of answers takes longer than t, and tries are slow independently, then with one hedge after h it is ' +
      '`S(t)` before h and `S(t) × S(t − h)` after. With h at the 95th percentile 5 % of calls are sent twice.',
    'The budget is a bucket: each call earns `budget` of a hedge, kept for the next 100 calls, and a hedge costs one. So ' +
      '`hedges ≤ budget × calls`, whatever is slow.',
  ],
  differs: [
    ['Polly', '2 s, 1 hedge; the losers are cancelled; no budget.'],
    ['gRPC', 'hedgingPolicy: up to 5 attempts, `hedgingDelay` apart; retryThrottling stops them when much fails.'],
    [
      'Finagle',
      'Backup requests: after the percentile that keeps the extra load to the share one names, measured by itself.',
    ],
    ['Envoy', 'hedge_on_per_try_timeout: another when a try times out, and the first may still answer.'],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - hedge: { after: 50ms, hedges: 1, budget: 5%, cancel: true }
    - timeout: 500ms`,
    reads:
      'A call still out after 50 ms goes to another replica as well. If each is slow by chance 1 time in 100, both ' +
      'are 1 time in 10,000. When everything is slow, 100 calls a second are at most 105 attempts.',
  },
};
