import type { Outcome } from '../../../policies/outcome';
import { duration } from '../../parts/format';

const endings: Readonly<Record<Outcome, string>> = {
  0: 'answered',
  1: 'answered degraded',
  2: 'ended in an error',
  3: 'failed with a call below it',
  4: 'timed out',
  5: 'refused',
  6: 'cut off',
  7: 'turned away',
  8: 'not sent, the breaker was open',
  9: 'not sent, too many were under way',
  10: 'given up',
  11: 'no longer waited for',
  12: 'not written, the row had changed',
  13: 'given up by the queue',
  14: 'not sent, the rate limit was reached',
  15: 'not sent, too few were accepted of late',
  16: 'not sent, the adaptive limit was reached',
  17: 'not sent, a cap was reached',
  18: 'not sent, every replica was ejected',
  19: 'shed',
  20: 'not begun, its deadline had passed',
  21: 'not sent, no connection came about in time',
  22: 'cancelled',
  23: 'turned down, the request itself was at fault',
};

/** Words of one request's story. */
export const trace = {
  label: (journey: string) => `What happened to this ${journey} request`,
  connected: (ms: number) => `a new connection in ${duration(ms)}`,
  queued: (ms: number) => `${duration(ms)} in the queue`,
  stillQueued: (ms: number) => `in the queue for ${duration(ms)}, never taken up`,
  turnedAway: 'the queue was full',
  attempts: (count: number) => `${count} attempts`,
  going: (ms: number) => `waiting for ${duration(ms)}`,
  covered: (outcome: Outcome) => `${endings[outcome]}; its fallback answered`,
  ended: (outcome: Outcome, ms: number) => `${endings[outcome]} after ${duration(ms)}`,
  forgotten: (words: string) => `nobody waits for it: ${words}`,
  truncated: 'More was done than is shown.',
  request: 'A request that failed',
  next: 'Another one',
};
