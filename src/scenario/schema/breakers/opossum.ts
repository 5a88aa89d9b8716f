import { field, keys } from '../field';
import { count, duration } from '../quantity';
import { z } from '../z';
import { like } from './like';
import { alsoCalled, calls, either, except, minimumCalls, openFor, percentage, state, yesOrNo } from './parts';
import type { BreakerSource } from './source';

const time = () => duration('more than zero').optional();
const MOST_BUCKETS = 3600;

/** opossum 9.0.0. */
export const opossum = keys('a breaker of opossum such as { like: opossum, errorThresholdPercentage: 50 }', {
  like: like('opossum'),
  errorThresholdPercentage: field(percentage().optional(), {
    is: 'Opens when a call fails and more than this percentage of the calls that started within the window did.',
    unit: 'a percentage',
    default: '50',
    samples: ['50'],
  }),
  resetTimeout: field(time(), {
    is: 'How long it stays open: a timer then turns it half-open, without a call.',
    unit: 'a duration',
    default: '30s',
    samples: ['30s'],
  }),
  rollingCountTimeout: field(time(), {
    is: 'How far its window reaches back.',
    unit: 'a duration',
    default: '10s',
    samples: ['10s'],
  }),
  rollingCountBuckets: field(count(1, MOST_BUCKETS).default(10), {
    is: 'In how many buckets it keeps that time. They turn at whole ones from when it was made.',
    unit: 'buckets',
  }),
  volumeThreshold: field(calls(0), {
    is: 'Does not open before so many calls started within the window.',
    unit: 'calls',
    default: '0',
    samples: ['10'],
  }),
  timeout: field(
    z
      .union([duration('more than zero'), z.literal(false)])
      .optional()
      .meta({ expected: 'a duration such as 10s, or false' }),
    {
      is: 'Its own timeout, a layer just inside it: a call that takes longer is a failure. false: none.',
      unit: 'a duration',
      default: '10s',
      samples: ['10s', 'false'],
    },
  ),
  capacity: field(count(1, 100_000).optional(), {
    is: 'Its own bulkhead, a layer just inside it: so many calls at once. A call refused by it is a failure.',
    unit: 'calls',
    default: 'as many as come',
    samples: ['25'],
    scope: 'per replica of the caller',
  }),
  allowWarmUp: yesOrNo('Whether it trips by nothing until its first window is over.'),
  enabled: field(z.boolean().default(true).meta({ expected: 'true or false' }), {
    is: 'false: as `state: disabled`.',
    unit: 'true or false',
  }),
  errorFilter: except({ is: 'Outcomes that are as good as successes.' }),
  state: state(
    'opossum',
    'Where an operator holds it. disabled: every call goes out, and counts as one that started, but how it ends is not heard.',
  ),
  window: alsoCalled('rollingCountTimeout', time()),
  ...minimumCalls('volumeThreshold'),
  ...openFor('resetTimeout'),
}).transform((source, context): BreakerSource => {
  const windowMs = either(source, 'rollingCountTimeout', 'window', 10_000, context);
  const bucketMs = Math.floor(windowMs / source.rollingCountBuckets);
  if (bucketMs < 1) {
    const message = 'A bucket is at least 1ms long.';
    context.addIssue({ code: 'custom', path: ['rollingCountBuckets'], message });
  }
  return {
    params: {
      like: 'opossum',
      steering: source.enabled ? source.state : 'disabled',
      ignored: 0,
      tolerated: source.errorFilter,
      errorPercentage: source.errorThresholdPercentage ?? 50,
      resetMs: either(source, 'resetTimeout', 'open for', 30_000, context),
      buckets: source.rollingCountBuckets,
      bucketMs: Math.max(1, bucketMs),
      volumeThreshold: either(source, 'volumeThreshold', 'minimum calls', 0, context),
      warmUpMs: source.allowWarmUp ? windowMs : 0,
    },
    capacity: source.capacity ?? null,
    timeoutMs: source.timeout === false ? null : (source.timeout ?? 10_000),
  };
});
