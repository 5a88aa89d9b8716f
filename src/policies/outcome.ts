/**
 * How a call, an attempt, a visit to a service or a shopper's request can end.
 * `degraded` is a kind of completed; everything after it is a failure except `abandoned`, which is work or a reply nobody waited for any more.
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
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

export const OUTCOME_COUNT = 14;

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
] as const;

/** Completed, in full or degraded: the caller has something to go on with. */
export const isGood = (outcome: Outcome): boolean => outcome <= Outcome.degraded;

/** Ended because nobody waited any more, which says nothing about the one called. */
export const isUnawaited = (outcome: Outcome): boolean => outcome === Outcome.gaveUp || outcome === Outcome.abandoned;
