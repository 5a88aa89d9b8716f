import { calls } from './calls';
import { distribution } from './distribution';
import { field, keys } from './field';
import { name } from './names';
import { count, duration } from './quantity';
import { z } from './z';

const optimistic = keys('{ read: … } with the endpoint that reads the row', {
  read: field(name(), {
    is: 'The endpoint of the same service whose answer tells the version of the row.',
    unit: 'an endpoint of this service',
  }),
});

export const endpoint = keys('an endpoint such as { work: 3ms, calls: [catalog.list] }', {
  work: field(distribution(), {
    is: 'How long the endpoint computes before it makes its calls; it needs a worker for that.',
    unit: 'a duration, or a distribution of durations',
    spare: '0ms',
    samples: [
      '3ms',
      'exponential mean 4ms',
      'lognormal p50 5ms p99 40ms',
      '{ exponential: { mean: 4ms } }',
      '{ lognormal: { p50: 5ms, p99: 40ms } }',
    ],
  }),
  calls: field(calls().default([]), {
    is: 'The calls it makes after its work, one after another; those in a `parallel` at once. Each is required unless it says optional.',
    unit: 'a list of calls',
    default: 'none: it calls nobody',
    samples: [
      '[catalog.list, { reviews.top: optional }]',
      '[{ parallel: [reviews.top, ads.pick] }]',
      '[{ parallel: [east.read, west.read], need: 1 }]',
      '[{ catalog.price: { times: 3 } }, { audit.log: { wait: no } }]',
    ],
  }),
  optimistic: field(optimistic.optional(), {
    is: 'A write that locks nothing: it fails with a conflict if the row was written since its caller read it.',
    default: 'no, and it never conflicts',
    scope: 'one row for all who write it, whichever replica they reach',
    samples: ['{ read: read }'],
  }),
  idempotent: field(z.boolean().default(true).meta({ expected: 'true or false' }), {
    is: 'Whether doing it twice is as good as doing it once. Where it is not, a retry leaves a call alone that may have taken effect, unless told otherwise; and effects that happen twice for one call are counted.',
    unit: 'true or false',
  }),
  deliveries: field(count(1, 1000).optional(), {
    is: 'Of a queue: how often a message is delivered at most. When the last delivery has failed too it becomes a dead letter.',
    unit: 'deliveries, the first included',
    default: '3 for a queue',
    samples: ['3'],
  }),
  'again after': field(duration('zero or more').optional(), {
    is: 'Of a queue: how long after a failed delivery the message joins the end of the queue again.',
    unit: 'a duration',
    default: '0ms, at once',
    samples: ['1s'],
  }),
});
