import type { GobreakerParams } from '../../../policies/breakers/gobreaker';
import { field, keys } from '../field';
import { count, duration } from '../quantity';
import { like } from './like';
import { alsoCalled, calls, either, except, openFor, ratio, state } from './parts';
import { alone, type BreakerSource } from './source';

const time = () => duration('zero or more').optional();
const MOST_BUCKETS = 3600;
const EXPECTED = '{ ConsecutiveFailures: 5 } or { Requests: 3, FailureRatio: 0.6 }';

const readyToTrip = keys(EXPECTED, {
  ConsecutiveFailures: field(count(0, 10_000).optional(), {
    is: 'More failures in a row than this.',
    default: 'it goes by `FailureRatio` instead',
    unit: 'failures',
    samples: ['5'],
  }),
  Requests: field(calls(), {
    is: 'At least so many requests, those in flight included.',
    default: '1, where there is a `FailureRatio`',
    unit: 'requests',
    samples: ['3'],
  }),
  FailureRatio: field(ratio().optional(), {
    is: 'At least this share of the requests, those in flight included, failed.',
    default: 'it goes by `ConsecutiveFailures` instead',
    unit: 'a ratio or a percentage',
    samples: ['0.6'],
  }),
}).transform((source, context): GobreakerParams['trips'] => {
  const { ConsecutiveFailures: moreThan, Requests: requests = 1, FailureRatio: ratio } = source;
  if ((moreThan === undefined) === (ratio === undefined))
    context.addIssue({
      code: 'custom',
      params: { lacking: moreThan === undefined },
      message: 'This needs `ConsecutiveFailures`, or `FailureRatio` with `Requests`.',
    });
  return moreThan === undefined ? { kind: 'ratio', requests, ratio: ratio ?? 1 } : { kind: 'in a row', moreThan };
});

/** gobreaker 2.4. */
export const gobreaker = keys('a breaker of gobreaker such as { like: gobreaker, Timeout: 60s }', {
  like: like('gobreaker'),
  MaxRequests: field(calls(0), {
    is: 'How many calls it lets out half-open, and how many successes in a row close it; 0 is 1.',
    unit: 'calls',
    default: '1',
    samples: ['1'],
  }),
  Interval: field(time(), {
    is: 'After how long it forgets its counts while closed; the results of calls in flight then are dropped. 0s: never.',
    unit: 'a duration',
    default: '0s',
    samples: ['60s'],
  }),
  BucketPeriod: field(time(), {
    is: 'With it, the counts of the `Interval` roll on in buckets of this length, and a result goes into the bucket of its request. 0s: they are cleared as a whole.',
    unit: 'a duration',
    default: '0s',
    samples: ['10s'],
  }),
  Timeout: field(time(), {
    is: 'How long it stays open; the first call, or late result, after that turns it half-open. 0s is 60s.',
    unit: 'a duration',
    default: '60s',
    samples: ['60s'],
  }),
  ReadyToTrip: field(readyToTrip.optional(), {
    is: 'When a failure opens it.',
    default: '{ ConsecutiveFailures: 5 }, so the sixth failure in a row',
    samples: ['{ ConsecutiveFailures: 5 }', '{ Requests: 3, FailureRatio: 0.6 }'],
  }),
  IsSuccessful: except({ is: 'Failures that count as successes.' }),
  IsExcluded: except({ is: 'Outcomes that do not count; half-open, the call’s place is given back.' }),
  state: state('gobreaker', 'Nobody can hold it in a state.'),
  'half-open calls': alsoCalled('MaxRequests', calls()),
  exclude: alsoCalled('IsExcluded', except({ is: '' })),
  ...openFor('Timeout'),
}).transform((source, context): BreakerSource => {
  const { Interval: interval = 0, BucketPeriod: bucket = 0 } = source;
  const buckets = interval > 0 && bucket > 0 ? Math.ceil(interval / bucket) : 1;
  if (buckets > MOST_BUCKETS) {
    const message = `At most ${MOST_BUCKETS} buckets are kept.`;
    context.addIssue({ code: 'custom', path: ['BucketPeriod'], message });
  }
  return alone({
    like: 'gobreaker',
    ignored: source.IsExcluded | source.exclude,
    tolerated: source.IsSuccessful,
    maxRequests: either(source, 'MaxRequests', 'half-open calls', 1, context) || 1,
    intervalMs: buckets > 1 ? buckets * bucket : interval,
    buckets: Math.min(buckets, MOST_BUCKETS),
    timeoutMs: either(source, 'Timeout', 'open for', 60_000, context) || 60_000,
    trips: source.ReadyToTrip ?? { kind: 'in a row', moreThan: 5 },
  });
});
