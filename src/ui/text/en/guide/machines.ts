import type { GuideKind } from '../../../policies/kinds';

/** What goes through the states of each policy's machine; a breaker's are its own. */
const subjects: Readonly<Record<Exclude<GuideKind, 'breaker'>, string>> = {
  timeout: 'A call at a timeout',
  retry: 'A call at a retry',
  bulkhead: 'A call at a bulkhead',
  'rate limit': 'A call at a rate limit',
  'concurrency limit': 'A call at an adaptive concurrency limit',
  throttle: 'A call at client throttling',
  hedge: 'A call at a hedge',
  fallback: 'A call at a fallback',
  outliers: 'A replica, as one replica of its caller sees it',
  caps: 'An attempt at the caps',
  balance: 'An attempt, as the way of balancing sees it',
  queue: 'A request at the workers and the queue of a replica',
  shed: 'A request at a replica that sheds load',
  connections: 'A connection between two replicas',
};

export const machines = {
  subjects,
  /** Below a drawing in which something comes to an end. */
  ends: 'A state with a double border is an end.',
};
