import type { BreakerReading } from '../../../engine/observation/reading';
import type { FaultEffect } from '../../../scenario/model';
import { count, duration, percent, rate } from '../../parts/format';
import { arrowed } from './naming';

/** By hand. */
type Does = Exclude<FaultEffect['does'], 'leak'>;

const lately = 'over the last 2.5 s of simulated time';

const does: Readonly<Record<Does, string>> = {
  crash: 'Crash',
  hang: 'Hang',
  slow: 'Slow',
  errors: 'Errors',
  latency: 'Latency',
  loss: 'Loss',
  cut: 'Cut',
};

/** Words of the inspector, with the definition of every figure in it. */
export const inspector = {
  nothing: 'Select a service or a link in the drawing to see into it, and to break it.',
  choose: 'Inspect',
  back: 'Nothing selected',
  /** What faults do to its messages. */
  linkKind: (lost: number, addedMs: number) =>
    [
      'link',
      ...(lost > 0 ? [`${percent(lost)} of messages lost`] : []),
      ...(addedMs > 0 ? [`${duration(addedMs)} longer each way`] : []),
    ].join(' · '),
  calledBy: 'Called by',
  calls: 'Calls',
  lately: `Figures are ${lately}.`,

  now: 'Now',
  workers: 'Workers',
  workersMeans: (threaded: boolean) =>
    threaded
      ? 'Each serves one request at a time and is held until the answer is ready, also while it waits for a call.'
      : 'Each computes for one request at a time and is free while the request waits for a call.',
  working: (number: number) => `${count(number)} working`,
  waiting: (number: number) => `${count(number)} waiting on a call`,
  stuck: (number: number) => `${count(number)} stuck`,
  queue: 'Queue',
  queueMeans: 'Requests that stand at the door because every worker is held. When it is full the next is refused.',
  of: (number: number, most: number) => `${count(number)} of ${count(most)}`,
  underWay: 'Under way',
  underWayMeans: 'Begun and not ended, now.',
  overdue: 'Overdue',
  overdueMeans: 'Shoppers who have waited longer than they should have had to, now.',

  traffic: 'Traffic',
  arrivals: 'Arrivals',
  arrivalsMeans: `Requests that came in a second, ${lately}.`,
  attempts: 'Attempts',
  attemptsMeans: `Messages sent over the link a second, ${lately}. A call with retries sends several, one that a breaker stops sends none.`,
  calls2: 'Calls',
  callsMeans: `Calls the caller asked for a second, ${lately}, whatever its policies made of them.`,
  rate: (perSecond: number) => rate(perSecond),

  outcomes: 'How they ended',
  outcome: 'Outcome',
  outcomeMeans: [
    'Answered in full.',
    'Answered with something missing or made up.',
    'The service’s own work failed.',
    'A call that the answer needs failed.',
    'A timeout policy ended the wait; the work goes on.',
    'The replica is down and accepts no connection.',
    'The connection broke while the request was under way.',
    'Every worker was held and the queue was full.',
    'The circuit breaker did not let the call out.',
    'The bulkhead had no permit left.',
    'The shopper’s patience ran out.',
    'Nobody waited any more when it ended.',
    'The row had changed since the caller read it, so nothing was written.',
    'The last delivery of a message failed too, and the queue gave it up.',
  ],
  outcomeNames: [
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
  ],
  number: 'Number',
  noneEnded: `Nothing ended ${lately}.`,

  times: 'How long they took',
  endpoint: 'Endpoint',
  route: 'Calls to',
  queueWait: 'queue wait',
  queueWaitMeans: 'From the arrival at the replica until a worker takes the request up.',
  service: 'service',
  serviceMeans: 'From a worker taking the request up until its answer, calls included.',
  good: 'answered',
  goodMeans: 'Time of those answered, in full or degraded, from arrival to answer.',
  failed: 'failed',
  failedMeans: 'Time until the failure, of those that failed.',
  mean: (queueWaitMs: number, serviceMs: number) =>
    `On average ${duration(queueWaitMs)} queue wait + ${duration(serviceMs)} service = ${duration(queueWaitMs + serviceMs)}`,
  meanMeans: `Means over the requests served ${lately}. The two add up to the time at the service.`,
  time: 'Time',
  quantiles: ['p50', 'p95', 'p99'],
  quantileMeans: `p50: half took at most this long; p95: 95 of 100 did; p99: 99 of 100. ${lately.replace('over', 'Over')}, less than 1 % off.`,

  replicas: 'Replicas',
  replica: 'Replica',
  state: 'State',
  replicaStates: ['serving', 'hanging', 'down'],
  slower: (factor: number) => `${Number(factor.toPrecision(3))}× slower`,
  failing: (share: number) => `${percent(share)} errors`,
  held: 'Held',

  journeys: 'Journeys',
  journey: 'Journey',

  breakIt: (name: string) => `Break ${name}`,
  what: 'What happens to it',
  does,
  doesMeans: {
    crash: 'All that it serves and queues fails at once; new calls are refused.',
    hang: 'It goes on taking calls and answers none. When it ends, work goes on where it stood.',
    slow: 'Its work takes several times as long.',
    errors: 'Some requests fail.',
    latency: 'Every message takes longer, each way.',
    loss: 'Some messages vanish; only a timeout or the shopper’s patience ends the wait.',
    cut: 'Every message vanishes, in silence.',
  } satisfies Record<Does, string>,
  factor: 'Work takes',
  times2: 'times as long',
  failingShare: 'Fails',
  lostShare: 'Loses',
  when: 'They fail',
  whens: { 'after work': 'after their work', 'at once': 'at once' },
  added: 'Adds',
  ms: 'ms',
  percent: '%',
  direction: 'Of the',
  directions: { both: 'requests and replies', request: 'requests', reply: 'replies' },
  where: 'Where',
  everyReplica: 'every replica',
  oneReplica: (number: number) => `replica ${number}`,
  doBreak: 'Break it',
  already: 'This is on already.',
  inForce: 'In force',
  heal: 'Heal',
  healWhat: (words: string) => `Heal: ${words}`,
  locked: 'A test is being played: nothing can be broken or healed meanwhile.',

  breaker: 'Breaker',
  breakerOn: (list: string, layer: string) => `${layer} on ${arrowed(list)}`,
  breakerNone: 'No breaker stands on this link.',
  whichReplica: 'Of the caller’s replica',
  breakerStates: { closed: 'closed', open: 'open', 'half-open': 'half-open' } satisfies Record<
    BreakerReading['state'],
    string
  >,
  seen: 'Calls in its window',
  seenMeans: 'Results it judges by. The window is as long as the policy says.',
  seenOf: (seen: number, size: number) => (size === 0 ? count(seen) : `${count(seen)} of ${count(size)}`),
  failureRate: 'Failures',
  failureRateMeans: 'Share of failures in its window; a dash below the minimum of calls.',
  slowRate: 'Slow calls',
  slowRateMeans: 'Share of slow calls in its window; a dash below the minimum of calls.',
  opensIn: 'May let a call through in',
  opensInMeans: 'Until then it stops every call.',
  machine: 'Its states and what may follow',
  machineLabel: (state: string) => `Diagram of the breaker’s states; now ${state}.`,
};
