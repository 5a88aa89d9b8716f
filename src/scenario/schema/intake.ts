import { DISCIPLINES, FIFO, type DisciplineParams } from '../../policies/queue-discipline';
import { PRIORITIES, priorityOf, type ShedParams } from '../../policies/shedding';
import { field, keys } from './field';
import { count, duration, share } from './quantity';
import { z } from './z';

const SIZE = 'a whole number from 0 to 100000, or { size: 64, discipline: codel }';
const size = count(0, 100_000);

const ordered = keys(SIZE, {
  size: field(size, {
    is: 'How many requests one replica keeps waiting for a worker.',
    unit: 'requests',
    libraries: ['Tomcat acceptCount', 'thread pools’ queues'],
    scope: 'per replica',
    samples: ['64'],
    spare: 0,
  }),
  discipline: field(
    z
      .enum(DISCIPLINES)
      .default('fifo')
      .meta({ expected: `one of ${DISCIPLINES.join(', ')}` }),
    {
      is: 'Who is taken up next. fifo: who came first. lifo: who came last. adaptive lifo: who came last while there has been a queue for an `interval`, else who came first. codel: who came first, but some are dropped while all wait too long. deadline: whose deadline or patience ends first, and who can no longer be served in time is dropped.',
      libraries: ['Facebook (adaptive LIFO, CoDel)', 'Linux fq_codel'],
    },
  ),
  target: field(duration('more than zero').prefault('5ms'), {
    is: 'CoDel: the time in the queue that is meant.',
    libraries: ['Linux fq_codel target', 'RFC 8289 TARGET'],
    unit: 'a duration',
    default: '5ms',
  }),
  interval: field(duration('more than zero').prefault('100ms'), {
    is: 'CoDel begins to drop when all have waited for longer than the target for so long; adaptive lifo turns when there has been a queue for so long.',
    libraries: ['Linux fq_codel interval', 'RFC 8289 INTERVAL'],
    unit: 'a duration',
    default: '100ms',
  }),
}).transform(({ size, discipline, target, interval }) => ({
  size,
  order: { discipline, targetMs: target, intervalMs: interval } satisfies DisciplineParams,
}));

export const queue = z.union([size.transform((size) => ({ size, order: FIFO })), ordered]).meta({ expected: SIZE });

export const priority = z
  .enum(PRIORITIES)
  .meta({ expected: `one of ${PRIORITIES.join(', ')}` })
  .transform(priorityOf);

const from = (what: string, usual: string) =>
  field(share('more than zero').optional(), {
    is: `Requests of this priority are turned away from this share of ${what} on.`,
    libraries: [],
    unit: 'a percentage',
    default: usual,
    samples: ['50%'],
  });

const thresholds = (what: string, usual: readonly string[]) =>
  keys('shares by priority such as { low: 50%, normal: 75% }', {
    low: from(what, usual[0]!),
    normal: from(what, usual[1]!),
    high: from(what, usual[2]!),
    critical: from(what, usual[3]!),
  });

type Thresholds = Partial<Record<(typeof PRIORITIES)[number], number | undefined>>;

const listed = (shares: Thresholds): readonly number[] => PRIORITIES.map((name) => shares[name] ?? Infinity);
const NEVER = ['never', 'never', 'never', 'never'];
const USUAL: Thresholds = { low: 0.5, normal: 0.75, high: 0.9 };

export const shed = keys('`{}`, or such as { queue: { low: 25%, normal: 50% } }', {
  queue: field(thresholds('the queue’s size', NEVER).optional(), {
    libraries: ['API priority and fairness of Kubernetes'],
    is: 'From which share of the queue on requests are turned away, by priority; a priority not named never is.',
    default: '{ low: 50%, normal: 75%, high: 90% } if nothing is said of workers either',
    samples: ['{ low: 25%, normal: 50% }'],
  }),
  workers: field(thresholds('the workers that are held', NEVER).optional(), {
    libraries: ['Stripe’s worker utilisation shedder'],
    is: 'From which share of held workers on requests are turned away, by priority; a priority not named never is.',
    default: 'never',
    samples: ['{ low: 80% }'],
  }),
}).transform(({ queue, workers }): ShedParams => ({
  queue: listed(queue ?? (workers === undefined ? USUAL : {})),
  workers: listed(workers ?? {}),
}));
