import type { AdaptiveParams } from '../../policies/concurrency/adaptive';
import type { ShedParams } from '../../policies/shedding';
import { adaptiveLimit } from './concurrency';
import { field, keys } from './field';
import { queue, shed } from './intake';
import { name } from './names';
import { duration } from './quantity';
import { z } from './z';

/* What a service does about those who come: in a scenario with the service, and beside the policies while it runs. */

const none = z.literal('none');

const shedOrNone = z
  .union([none.transform((): ShedParams | null => null), shed])
  .meta({ expected: '`{}`, `none`, or such as { queue: { low: 25%, normal: 50% } }' });

const limitOrNone = z
  .union([none.transform((): AdaptiveParams | null => null), adaptiveLimit])
  .meta({ expected: '`aimd`, `vegas`, `gradient2`, `none`, or { algorithm: vegas, initial: 20 }' });

const retryAfterOrNone = z
  .union([none.transform(() => 0), duration('more than zero')])
  .meta({ expected: 'a duration such as 1s, or `none`' });

const QUEUE = {
  is: 'How many requests one replica keeps waiting for a worker; the next one is refused at once. With a `discipline` in another order than they came.',
  libraries: ['Tomcat acceptCount', 'Linux fq_codel', 'Facebook (adaptive LIFO, CoDel)'],
  unit: 'requests',
  scope: 'per replica',
  samples: ['64', '{ size: 64, discipline: codel }'],
};
const SHED = {
  is: 'Turns requests away before there is no room, those that matter least first (load shedding by priority); they end as shed. `priority` is said by workloads and journeys.',
  libraries: ['Google’s criticality', 'Netflix prioritized load shedding', 'Stripe', 'Envoy overload manager'],
  scope: 'per replica',
  samples: ['{}', '{ queue: { low: 25%, normal: 50% } }'],
};
const LIMIT = {
  is: 'Turns requests away beyond a limit on those in service and in the queue, which finds its own value from how long they take; they end as limit reached. The algorithms of Netflix’s concurrency-limits.',
  libraries: ['Netflix concurrency-limits', 'Envoy adaptive concurrency'],
  unit: 'requests at one replica',
  scope: 'per replica',
  samples: ['vegas', '{ algorithm: aimd, initial: 20 }'],
};
const RETRY_AFTER = {
  is: 'What it tells those it refuses, by a full queue, to shed load or by its limit: how long to wait before they try again. A caller’s retry may honour it.',
  libraries: ['HTTP Retry-After', 'gRPC grpc-retry-pushback-ms'],
  unit: 'a duration',
  samples: ['1s'],
};

/** Keys of a service in a scenario. */
export const rulesOfService = {
  queue: field(queue, { ...QUEUE, spare: 0 }),
  shed: field(shedOrNone.optional(), { ...SHED, default: 'nothing is shed' }),
  limit: field(limitOrNone.optional(), { ...LIMIT, default: 'none: only a full queue turns requests away' }),
  'retry after': field(retryAfterOrNone.optional(), { ...RETRY_AFTER, default: 'it tells nothing' }),
};

const UNSAID = 'as the scenario says';

const editedRules = keys('what the service does about those who come, such as { queue: 64, shed: {} }', {
  queue: field(queue.optional(), { ...QUEUE, default: UNSAID }),
  shed: field(shedOrNone.optional(), { ...SHED, default: UNSAID }),
  limit: field(limitOrNone.optional(), { ...LIMIT, default: UNSAID }),
  'retry after': field(retryAfterOrNone.optional(), { ...RETRY_AFTER, default: UNSAID }),
});

export const services = field(
  z
    .record(name().meta({ names: 'service' }), editedRules)
    .meta({ expected: 'services, each with what it does about those who come' })
    .nullable()
    .default(null)
    .transform((services): EditedServices => services ?? {}),
  {
    is: 'What services themselves do about those who come, by service: `queue`, `shed`, `limit` and `retry after`.',
    scope: 'every replica of the service by itself',
    default: UNSAID,
  },
);

export type EditedServices = Readonly<Record<string, z.output<typeof editedRules>>>;
