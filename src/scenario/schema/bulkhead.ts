import type { BulkheadParams } from '../../policies/bulkhead';
import { field, keys } from './field';
import { count, duration } from './quantity';
import { z } from './z';

const calls = count(1, 100_000);
const EXPECTED = 'a number of calls such as 25, or { calls: 10, queue: 20 }';

export const bulkhead = field(
  z
    .union([
      calls.transform((calls): BulkheadParams => ({ calls, waitMs: 0, queue: 0 })),
      keys(EXPECTED, {
        calls: field(calls.default(25), {
          is: 'Calls in flight at once.',
          libraries: [
            'resilience4j maxConcurrentCalls',
            'Polly PermitLimit',
            'cockatiel limit',
            'opossum capacity',
            'Hystrix coreSize and maxConcurrentRequests',
          ],
          unit: 'calls',
          default: '25, as in resilience4j',
          scope: 'per replica of the caller',
        }),
        wait: field(duration('zero or more').optional(), {
          is: 'How long a call waits for a permit, first come first served (the maximum wait of a semaphore, as in resilience4j).',
          libraries: ['resilience4j maxWaitDuration'],
          unit: 'a duration',
          default: 'not at all; with a `queue` as long as it takes',
          samples: ['100ms'],
        }),
        queue: field(count(0, 100_000).optional(), {
          is: 'How many calls wait at most; the next is refused (a pool with a queue, as in cockatiel, and Hystrix with `maxQueueSize`).',
          libraries: ['resilience4j queueCapacity', 'Polly QueueLimit', 'cockatiel queue', 'Hystrix maxQueueSize'],
          unit: 'calls',
          default: 'none; with a `wait` all that come',
          scope: 'per replica of the caller',
          samples: ['20'],
        }),
      }).transform(({ calls, wait, queue }): BulkheadParams => {
        if (wait === undefined) return { calls, waitMs: queue === undefined ? 0 : Infinity, queue: queue ?? 0 };
        return { calls, waitMs: wait, queue: queue ?? Infinity };
      }),
    ])
    .meta({ expected: EXPECTED }),
  {
    is: 'At most this many of one caller replica’s calls in flight at once. The next is refused at once, unless it may wait. resilience4j has it as Bulkhead and ThreadPoolBulkhead, Polly as concurrency limiter, cockatiel as bulkhead, opossum as capacity, Hystrix as pool or semaphore (10, no queue).',
    default: 'none: any number of calls at once',
    libraries: [
      'resilience4j Bulkhead and ThreadPoolBulkhead',
      'Polly concurrency limiter',
      'cockatiel bulkhead',
      'opossum capacity',
      'Hystrix',
      'Envoy max_requests',
    ],
    unit: 'calls',
    scope: 'per replica of the caller, over all routes the list covers',
    samples: ['25', '{ calls: 25, wait: 100ms }', '{ calls: 10, queue: 20 }'],
  },
);
