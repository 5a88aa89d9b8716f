import type { BreakerReading } from '../../../engine/observation/reading';
import type { Outcome } from '../../../policies/outcome';
import type { ServiceKind } from '../../../scenario/model';
import { formatClock } from '../../../kernel/units';
import { count, duration, percent, rate, shortCount } from '../../parts/format';
import type { SwitchReading } from '../../graph/breakers';
import type { Standing } from '../../parts/standing';
import { breakerStates } from './naming';

/** How something failed, after a figure: `40 % timed out`. In the order of the outcomes' codes. */
const failedHow: Readonly<Record<Outcome, string>> = {
  0: 'answered',
  1: 'degraded',
  2: 'errors',
  3: 'failed further on',
  4: 'timed out',
  5: 'refused',
  6: 'reset',
  7: 'queue full',
  8: 'breaker open',
  9: 'bulkhead full',
  10: 'gave up',
  11: 'abandoned',
  12: 'conflicts',
  13: 'dead letters',
  14: 'rate limited',
  15: 'throttled',
  16: 'over the limit',
  17: 'over the cap',
  18: 'no replica left',
  19: 'shed',
  20: 'past their deadline',
  21: 'not connected',
  22: 'cancelled',
  23: 'bad requests',
};

const kinds: Readonly<Record<ServiceKind, string>> = {
  service: 'service',
  'web app': 'web app',
  database: 'database',
  cache: 'cache',
  'third party': 'third party',
  queue: 'queue',
};

/** In these states a breaker stops every call. */
const NO_CALLS: readonly BreakerReading['state'][] = ['open', 'forced open', 'isolated'];

const standings: Readonly<Record<Standing, string>> = {
  healthy: 'healthy',
  degraded: 'degraded',
  slow: 'slow',
  saturated: 'saturated',
  failing: 'failing',
  hanging: 'hanging',
  down: 'down',
  idle: 'idle',
};

/** Short where there are so many that the figure beside it needs the room. */
const replicas = (number: number): string =>
  number === 1 ? '1 replica' : number < 100 ? `${number} replicas` : `${number} repl.`;

/** Words of the drawn system. */
export const graph = {
  title: 'The system',
  help: 'Arrow keys follow the links: down to what is called, up to who calls, left and right between neighbours. Enter selects.',
  standings,

  kindLine: (kind: ServiceKind, number: number) =>
    number === 1 ? kinds[kind] : `${kinds[kind]} · ${replicas(number)}`,
  /** Of so many that they say nothing (requests that share cores) only those held. */
  busy: (held: number, total: number) => (total < 1000 ? `${count(held)}/${count(total)}` : shortCount(held)),
  ok: (share: number) => `${percent(share)} ok`,
  noAnswer: 'no answer',
  noTraffic: 'no traffic',
  p95: (ms: number) => `p95 ${duration(ms)}`,
  shoppers: (name: string, perSecond: number) => `${name} · ${rate(perSecond)}`,
  perSecond: (perSecond: number) => rate(perSecond),
  failures: (share: number, outcome: Outcome) => `${percent(share)} ${failedHow[outcome]}`,
  waiting: (number: number) => `${count(number)} waiting`,
  overdue: (number: number) => `${count(number)} overdue`,

  /** `compact`: where there is no room to say of what. */
  breaker: (
    state: BreakerReading['state'],
    inState: number,
    instances: number,
    opensInMs: number,
    compact: boolean,
  ): string => {
    if (instances > 1 && inState < instances) {
      return `${breakerStates[state]} in ${inState} of ${instances}${compact ? '' : ' replicas'}`;
    }
    if (state === 'open' && opensInMs > 0) return `breaker open · ${Math.ceil(opensInMs / 1000)} s`;
    return `breaker ${breakerStates[state]}`;
  },
  breakerDetail: ({ state, inState, instances, counts, seen, seenByEach, windowSize }: SwitchReading) => {
    if (NO_CALLS.includes(state)) return inState < instances ? '' : 'no calls go out';
    const number = `${seenByEach ? '' : 'up to '}${count(seen)}`;
    if (counts === 'failures in a row') return `${number} of ${count(windowSize)} failures`;
    if (windowSize === 0) return `${number} seen`;
    return `${number} of ${count(windowSize)} seen`;
  },

  link: (caller: string, callee: string) => `${caller} → ${callee}`,

  /** Read out when a service is reached by keyboard. */
  serviceSentence: (service: {
    name: string;
    kind: ServiceKind;
    standing: Standing;
    held: number;
    workers: number;
    queued: number;
    queueCapacity: number;
    okShare: number;
    p95Ms: number;
  }) =>
    [
      `${service.name}, ${kinds[service.kind]}, ${standings[service.standing]}.`,
      `${count(service.held)} of ${count(service.workers)} workers held,`,
      service.queueCapacity === 0
        ? 'no queue.'
        : `${count(service.queued)} of ${count(service.queueCapacity)} places in the queue taken.`,
      Number.isNaN(service.okShare)
        ? 'Nothing ended lately.'
        : Number.isNaN(service.p95Ms)
          ? `${percent(service.okShare)} answered.`
          : `${percent(service.okShare)} answered, 95 of 100 of them within ${duration(service.p95Ms)}.`,
    ].join(' '),

  /** Read out when a link is reached by keyboard. */
  linkSentence: (link: {
    caller: string;
    callee: string;
    perSecond: number;
    inFlight: number;
    failedShare: number;
    mainFailure: Outcome | null;
    breaker: BreakerReading['state'] | null;
  }) =>
    [
      `${link.caller} calls ${link.callee}: ${rate(link.perSecond)}, ${count(link.inFlight)} under way.`,
      link.mainFailure === null
        ? Number.isNaN(link.failedShare)
          ? 'Nothing ended lately.'
          : 'None failed.'
        : `${percent(link.failedShare)} failed, most of them: ${failedHow[link.mainFailure]}.`,
      link.breaker === null ? '' : `Its breaker is ${breakerStates[link.breaker]}.`,
    ]
      .join(' ')
      .trim(),

  workloadSentence: (name: string, perSecond: number, inFlight: number, overdue: number) =>
    `${name}: ${rate(perSecond)} arrive, ${count(inFlight)} are waiting, ${count(overdue)} of them for too long.`,

  legend: {
    title: 'What the drawing shows',
    working: 'working',
    waiting: 'waiting on a call',
    stuck: 'stuck in a hang',
    free: 'free worker',
    queue: 'queue at the door',
    underWay: 'request under way',
    ring: 'waiting for an answer',
    failed: 'failed',
    sampled:
      'Dots are sampled real requests. Their place is smoothed for the eye; a service’s state is smoothed over 2.5 s.',
  },

  zoomIn: 'Zoom in (+)',
  zoomOut: 'Zoom out (−)',
  fit: 'Fit the whole system (0)',
  asWords: 'Read it as a table',
  asPicture: 'Show it as a picture',

  table: {
    services: 'Services',
    links: 'Links',
    service: 'Service',
    standing: 'State',
    workers: 'Workers held',
    queue: 'Queue',
    answered: 'Answered',
    p95: 'p95',
    link: 'Link',
    traffic: 'Traffic',
    failures: 'Failures',
    breaker: 'Breaker',
    none: 'none',
    of: (number: number, capacity: number) => `${count(number)} of ${count(capacity)}`,
  },

  /** Announced when a shown state changes. */
  becomes: (name: string, standing: Standing) => `${name} is now ${standings[standing]}.`,
  breakerBecomes: (caller: string, callee: string, state: BreakerReading['state']) =>
    `The breaker from ${caller} to ${callee} is now ${breakerStates[state]}.`,
  asOf: (nowMs: number) => `As of ${formatClock(nowMs)}, over the last 2.5 s.`,
};
