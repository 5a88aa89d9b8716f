/**
 * How a call, an attempt, a visit to a service or a shopper's request can end.
 * `degraded` is a kind of completed; everything after it is a failure except `abandoned` and `cancelled`, which is work or a reply nobody waited for any more.
 * New ones go to the end: the numbers stand in snapshots and tables.
 */
export const Outcome = {
  ok: 0,
  degraded: 1,
  /** the service's own work failed */
  error: 2,
  /** a call that the answer required failed */
  dependency: 3,
  /** a timeout policy ended the wait */
  timeout: 4,
  /** the replica is down and accepts no connection */
  refused: 5,
  /** the replica went down, or a healed link found the connection dead, while the call was in flight */
  reset: 6,
  /** every worker was busy and the queue was full */
  queueFull: 7,
  /** a circuit breaker did not let the call out */
  breakerOpen: 8,
  /** a bulkhead had no permit left */
  bulkheadFull: 9,
  /** the shopper's patience ran out */
  gaveUp: 10,
  abandoned: 11,
  /** an optimistic write found its row changed since it was read */
  conflict: 12,
  /** a queue gave a message up: its last delivery failed too */
  deadLetter: 13,
  /** a rate limit had no permit, or none soon enough */
  rateLimited: 14,
  /** the caller's own throttling held the call back, for too few of its calls were accepted */
  throttled: 15,
  /** an adaptive limit on calls in flight was reached */
  limitReached: 16,
  /** a cap on connections, pending requests or retries was reached */
  overCap: 17,
  /** no replica may be asked: all are ejected */
  noReplica: 18,
  /** the service turned it away, or dropped it from its queue, to keep up with what matters more */
  shed: 19,
  /** its deadline had passed before anything was done for it */
  deadline: 20,
  /** no connection within the time given to make one */
  connectTimeout: 21,
  /** called off by its caller, and no longer worked on */
  cancelled: 22,
  /** the request itself was at fault, as HTTP says by 400 to 499: nothing to hold against the one called, nothing to repair by a retry */
  badRequest: 23,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

export const OUTCOME_COUNT = 24;

export const OUTCOME_NAMES = [
  'ok',
  'degraded',
  'error',
  'dependency',
  'timeout',
  'refused',
  'reset',
  'queue full',
  'breaker open',
  'bulkhead full',
  'gave up',
  'abandoned',
  'conflict',
  'dead letter',
  'rate limited',
  'throttled',
  'limit reached',
  'over the cap',
  'no replica',
  'shed',
  'deadline passed',
  'connect timeout',
  'cancelled',
  'bad request',
] as const;

/** Completed, in full or degraded: the caller has something to go on with. */
export const isGood = (outcome: Outcome): boolean => outcome <= Outcome.degraded;

/** Ended because nobody waited any more, which says nothing about the one called. */
export const isUnawaited = (outcome: Outcome): boolean =>
  outcome === Outcome.gaveUp || outcome === Outcome.abandoned || outcome === Outcome.cancelled;
