import type { Steering } from '../../../policies/breaker';
import { field, keys } from '../field';
import { duration } from '../quantity';
import { z } from '../z';
import { like } from './like';
import { alsoCalled, calls, either, except, minimumCalls, openFor, percentage, state, yesOrNo } from './parts';
import { alone, type BreakerSource } from './source';

const time = () => duration('more than zero').optional();
const MOST_BUCKETS = 3600;

/** Hystrix 1.5, by the last part of its property names. */
export const hystrix = keys('a breaker of Hystrix such as { like: hystrix, requestVolumeThreshold: 20 }', {
  like: like('hystrix'),
  requestVolumeThreshold: field(calls(), {
    is: 'Opens on no tick on which the full buckets hold fewer requests than this.',
    unit: 'requests',
    default: '20',
    samples: ['20'],
  }),
  errorThresholdPercentage: field(percentage().optional(), {
    is: 'Opens on a tick on which the percentage of errors, cut to a whole number, is at least this.',
    unit: 'a percentage',
    default: '50',
    samples: ['50'],
  }),
  sleepWindowInMilliseconds: field(time(), {
    is: 'How long it stays open; the first call after that is the one probe.',
    unit: 'a duration',
    default: '5s',
    samples: ['5s'],
  }),
  timeInMilliseconds: field(time(), {
    is: 'How far its statistics reach back (metrics.rollingStats), a whole multiple of the tick.',
    unit: 'a duration',
    default: '10s',
    samples: ['10s'],
  }),
  intervalInMilliseconds: field(time(), {
    is: 'Time from tick to tick (metrics.healthSnapshot): only then does it decide whether to open. Also the length of a bucket.',
    unit: 'a duration',
    default: '500ms',
    samples: ['500ms'],
  }),
  enabled: field(z.boolean().default(true).meta({ expected: 'true or false' }), {
    is: 'false: there is no breaker, so every call goes out, whatever else is said. As `state: forced closed`.',
    unit: 'true or false',
  }),
  forceOpen: yesOrNo(
    'Whether no call goes out, whatever it counts; it wins over `forceClosed`. As `state: forced open`.',
  ),
  forceClosed: yesOrNo('Whether every call goes out, whatever it counts. As `state: forced closed`.'),
  ignoreExceptions: except({
    is: 'Outcomes that are no fault of the one called (HystrixBadRequestException): not counted. Half-open, they open it again all the same.',
  }),
  state: state(
    'hystrix',
    'Where an operator holds it. forced open: no call goes out. forced closed: every call does. What it counts and decides goes on underneath, and holds again when it is left alone.',
  ),
  'failure rate': alsoCalled('errorThresholdPercentage', percentage().optional()),
  window: alsoCalled('timeInMilliseconds', time()),
  ignore: alsoCalled('ignoreExceptions', except({ is: '' })),
  ...minimumCalls('requestVolumeThreshold'),
  ...openFor('sleepWindowInMilliseconds'),
}).transform((source, context): BreakerSource => {
  const windowMs = either(source, 'timeInMilliseconds', 'window', 10_000, context);
  const tickMs = source.intervalInMilliseconds ?? 500;
  const buckets = windowMs / tickMs;
  if (!Number.isInteger(buckets) || buckets > MOST_BUCKETS)
    context.addIssue({
      code: 'custom',
      path: [source.intervalInMilliseconds === undefined ? 'timeInMilliseconds' : 'intervalInMilliseconds'],
      message: `The time of the statistics must be a whole number of ticks, at most ${MOST_BUCKETS}.`,
    });
  return alone({
    like: 'hystrix',
    steering: steeringOf(source),
    ignored: source.ignoreExceptions | source.ignore,
    tolerated: 0,
    requestVolume: either(source, 'requestVolumeThreshold', 'minimum calls', 20, context),
    errorPercentage: either(source, 'errorThresholdPercentage', 'failure rate', 50, context),
    sleepMs: either(source, 'sleepWindowInMilliseconds', 'open for', 5000, context),
    buckets: Math.max(1, Math.min(MOST_BUCKETS, Math.floor(buckets))),
    tickMs,
  });
});

interface HeldSource {
  readonly enabled: boolean;
  readonly forceOpen: boolean;
  readonly forceClosed: boolean;
  readonly state: Steering;
}

function steeringOf({ enabled, forceOpen, forceClosed, state }: HeldSource): Steering {
  if (!enabled) return 'forced closed';
  if (forceOpen) return 'forced open';
  return forceClosed ? 'forced closed' : state;
}
