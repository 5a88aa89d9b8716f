import type { AdaptiveParams } from '../../policies/concurrency/adaptive';
import { field, keys } from './field';
import { count, duration, number, share } from './quantity';
import { z } from './z';

const ALGORITHMS = ['aimd', 'vegas', 'gradient2'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

const EXPECTED = '`aimd`, `vegas`, `gradient2`, or { algorithm: vegas, initial: 20 }';

/** Which algorithms a key belongs to. */
const BELONGS = {
  minimum: ['aimd', 'gradient2'],
  backoff: ['aimd'],
  slow: ['aimd'],
  'probe every': ['vegas'],
  tolerance: ['gradient2'],
  queue: ['gradient2'],
  'long window': ['gradient2'],
  smoothing: ['vegas', 'gradient2'],
} as const satisfies Record<string, readonly Algorithm[]>;

const algorithm = z.enum(ALGORITHMS).meta({ expected: 'aimd, vegas or gradient2' });

const spelledOut = keys(EXPECTED, {
  algorithm: field(algorithm, {
    is: 'How the limit finds its value. `aimd`: one more for each answer, a share less for each loss. `vegas`: from how much longer calls take than the shortest did. `gradient2`: from how they compare with their long-term mean.',
    libraries: ['Netflix concurrency-limits AIMDLimit, VegasLimit, Gradient2Limit'],
    spare: 'vegas',
  }),
  initial: field(count(1, 10_000).default(20), {
    is: 'The limit at first.',
    libraries: ['Netflix concurrency-limits initialLimit'],
    unit: 'calls in flight',
  }),
  minimum: field(count(1, 10_000).optional(), {
    is: 'The limit goes no lower.',
    libraries: ['Netflix concurrency-limits minLimit'],
    unit: 'calls in flight',
    default: '20',
  }),
  maximum: field(count(1, 10_000).optional(), {
    is: 'The limit goes no higher.',
    libraries: ['Netflix concurrency-limits maxLimit, maxConcurrency'],
    unit: 'calls in flight',
    default: '200; of vegas 1000',
  }),
  backoff: field(share('more than zero').optional(), {
    is: 'What is left of the limit after a loss, rounded down.',
    libraries: ['Netflix concurrency-limits backoffRatio'],
    unit: 'a percentage',
    default: '90%',
  }),
  slow: field(duration('more than zero').optional(), {
    is: 'A call that takes longer counts as lost.',
    libraries: ['Netflix concurrency-limits timeout'],
    unit: 'a duration',
    default: '5s',
  }),
  'probe every': field(count(1, 10_000).optional(), {
    is: 'The shortest time is taken anew after this many times the limit of calls, or down to half as many, by chance.',
    libraries: ['Netflix concurrency-limits probeMultiplier'],
    unit: 'times the limit',
    default: '30',
  }),
  tolerance: field(number(1, 100, 1.5).optional(), {
    is: 'How many times its long-term mean a call may take before the limit is cut.',
    libraries: ['Netflix concurrency-limits rttTolerance'],
    unit: 'a number',
    default: '1.5',
  }),
  queue: field(count(0, 1000).optional(), {
    is: 'How many queued calls the limit leaves room for; it grows by them while nothing is slow.',
    libraries: ['Netflix concurrency-limits queueSize'],
    unit: 'calls',
    default: '4',
  }),
  'long window': field(count(1, 100_000).optional(), {
    is: 'Over how many samples the long-term mean is smoothed.',
    libraries: ['Netflix concurrency-limits longWindow'],
    unit: 'samples',
    default: '600',
  }),
  smoothing: field(share('more than zero').optional(), {
    is: 'How far one sample moves the limit towards its new value.',
    libraries: ['Netflix concurrency-limits smoothing'],
    unit: 'a percentage',
    default: '20%; of vegas 100%',
  }),
  window: field(duration('zero or more').optional(), {
    is: 'Calls of so long make one sample, if they are at least ten: their mean time and the most in flight. 0ms: each call is one.',
    libraries: ['Netflix concurrency-limits WindowedLimit'],
    unit: 'a duration',
    default: '0ms; of gradient2 1s',
    samples: ['1s'],
  }),
}).superRefine((source, context) => {
  for (const [key, algorithms] of Object.entries(BELONGS) as [keyof typeof BELONGS, readonly Algorithm[]][]) {
    if (source[key] === undefined || algorithms.includes(source.algorithm)) continue;
    context.addIssue({
      code: 'custom',
      path: [key],
      params: { at: 'key' },
      message: `\`${key}\` belongs to ${algorithms.join(' and ')}.`,
    });
  }
  const { initial, minimum = 1, maximum = Infinity } = source;
  if (minimum > maximum || (minimum > initial && source.minimum !== undefined) || initial > maximum)
    context.addIssue({
      code: 'custom',
      path: ['initial'],
      message: 'The limit at first must lie between its minimum and its maximum.',
    });
});

type Source = z.output<typeof spelledOut>;

/** What every algorithm gathers into one sample at least, of a window. */
const WINDOW_CALLS = 10;

function adaptiveParams(source: Partial<Source> & Pick<Source, 'algorithm' | 'initial'>): AdaptiveParams {
  const { algorithm, initial: initialLimit } = source;
  const window = { windowMs: source.window ?? (algorithm === 'gradient2' ? 1000 : 0), windowCalls: WINDOW_CALLS };
  const minLimit = source.minimum ?? Math.min(20, initialLimit);
  const maxLimit = source.maximum ?? Math.max(200, initialLimit);
  switch (algorithm) {
    case 'aimd': {
      const { backoff = 0.9, slow: slowMs = 5000 } = source;
      return { ...window, algorithm, params: { initialLimit, minLimit, maxLimit, backoff, slowMs } };
    }
    case 'vegas': {
      const { maximum = Math.max(1000, initialLimit), smoothing = 1, 'probe every': probeMultiplier = 30 } = source;
      return { ...window, algorithm, params: { initialLimit, maxLimit: maximum, smoothing, probeMultiplier } };
    }
    case 'gradient2': {
      const { tolerance = 1.5, smoothing = 0.2, queue = 4, 'long window': longWindow = 600 } = source;
      const params = { initialLimit, minLimit, maxLimit, tolerance, smoothing, queue, longWindow };
      return { ...window, algorithm, params };
    }
  }
}

export const adaptiveLimit = z
  .union([
    algorithm.transform((algorithm) => adaptiveParams({ algorithm, initial: 20 })),
    spelledOut.transform(adaptiveParams),
  ])
  .meta({ expected: EXPECTED });

export const concurrencyLimit = field(adaptiveLimit, {
  is: 'Refuses calls beyond a limit on calls in flight that finds its own value from how long calls take and how many are lost. The algorithms and defaults of Netflix’s concurrency-limits; Envoy has its own as adaptive concurrency.',
  default: 'none: any number of calls in flight',
  libraries: ['Netflix concurrency-limits', 'Envoy adaptive concurrency'],
  unit: 'calls in flight',
  scope: 'per replica of the caller, over all routes the list covers',
  samples: ['vegas', '{ algorithm: aimd, initial: 20, minimum: 5, maximum: 200 }'],
});
