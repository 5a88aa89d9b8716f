import type { RateLimitParams } from '../../policies/rate-limit';
import { field, keys } from './field';
import { count, duration, rate } from './quantity';

const KINDS = ['token bucket', 'leaky bucket', 'fixed window', 'sliding window'] as const;
type Kind = (typeof KINDS)[number];

const perMs = rate().refine((perMs) => perMs > 0, 'This must be more than zero.');
const permits = count(1, 10_000);

/** Which kinds a key belongs to. */
const BELONGS = {
  burst: ['token bucket'],
  queue: ['leaky bucket'],
  per: ['fixed window', 'sliding window'],
} as const satisfies Record<string, readonly Kind[]>;

const ONE_OF = `none: give exactly one of ${KINDS.join(', ')}`;

/** As in resilience4j. */
const FIXED_WINDOW_WAIT_MS = 5000;

export const rateLimit = field(
  keys('a rate limit such as { token bucket: 100/s, burst: 20 }', {
    'token bucket': field(perMs.optional(), {
      is: 'Permits accrue at this rate and are kept up to `burst` (AWS, Envoy’s local rate limit, Guava’s RateLimiter, Polly’s TokenBucketRateLimiter).',
      default: ONE_OF,
      libraries: ['Polly TokenBucketRateLimiter', 'Envoy local_ratelimit', 'Guava RateLimiter', 'AWS API Gateway'],
      unit: 'calls per time',
      samples: ['100/s'],
    }),
    burst: field(count(1, 100_000).optional(), {
      is: 'How many permits a token bucket keeps, and has at first: so many calls may go at once.',
      libraries: ['Polly TokenLimit', 'Envoy max_tokens', 'AWS API Gateway burst'],
      unit: 'calls',
      default: '1',
      samples: ['20'],
    }),
    'leaky bucket': field(perMs.optional(), {
      is: 'Calls go out evenly at this rate; others wait in the bucket for their turn (nginx’s limit_req).',
      default: ONE_OF,
      libraries: ['nginx limit_req'],
      unit: 'calls per time',
      samples: ['100/s'],
    }),
    queue: field(count(0, 100_000).optional(), {
      is: 'How many calls wait in a leaky bucket; the next is refused.',
      libraries: ['nginx burst'],
      unit: 'calls',
      default: '0',
      samples: ['20'],
    }),
    'fixed window': field(permits.optional(), {
      is: 'So many permits in each period `per`, counted from the beginning of the run; what is left lapses (resilience4j’s RateLimiter, limitForPeriod 50).',
      default: ONE_OF,
      libraries: ['resilience4j limitForPeriod', 'Polly FixedWindowRateLimiter'],
      unit: 'calls',
      samples: ['50'],
    }),
    'sliding window': field(permits.optional(), {
      is: 'At most so many calls go out in any stretch of `per`: each permit comes back that long after it was taken (a sliding log; Polly’s SlidingWindowRateLimiter counts in segments).',
      default: ONE_OF,
      libraries: ['Polly SlidingWindowRateLimiter'],
      unit: 'calls',
      samples: ['50'],
    }),
    per: field(duration('more than zero').optional(), {
      is: 'The length of a window (resilience4j’s limitRefreshPeriod).',
      libraries: ['resilience4j limitRefreshPeriod', 'Polly Window'],
      unit: 'a duration',
      default: '1s',
      samples: ['1s'],
    }),
    wait: field(duration('zero or more').optional(), {
      is: 'How long a call waits for its turn, first come first served. One whose turn would come later is refused at once; only before a fixed window it waits in vain, as in resilience4j.',
      libraries: ['resilience4j timeoutDuration'],
      unit: 'a duration',
      default: '0ms; of a fixed window 5s, as in resilience4j; of a leaky bucket as long as it takes',
      samples: ['500ms'],
    }),
  }).transform((source, context): RateLimitParams => {
    const given = KINDS.filter((kind) => source[kind] !== undefined);
    const kind = given[0] ?? 'token bucket';
    if (given.length !== 1)
      context.addIssue({
        code: 'custom',
        params: { lacking: given.length === 0 },
        message: `A rate limit needs exactly one of ${KINDS.join(', ')}.`,
      });
    for (const [key, kinds] of Object.entries(BELONGS) as [keyof typeof BELONGS, readonly Kind[]][]) {
      if (given.length !== 1 || source[key] === undefined || kinds.includes(kind)) continue;
      context.addIssue({
        code: 'custom',
        path: [key],
        params: { at: 'key' },
        message: `\`${key}\` belongs to a ${kinds.join(' or a ')}.`,
      });
    }
    const windowOf = (calls: number) => ({ calls, perMs: source.per ?? 1000 });
    const { wait } = source;
    switch (kind) {
      case 'token bucket':
        return {
          permits: { kind, ratePerMs: source[kind] ?? 1, burst: source.burst ?? 1 },
          waitMs: wait ?? 0,
          queue: Infinity,
        };
      case 'leaky bucket':
        return { permits: { kind, ratePerMs: source[kind] ?? 1 }, waitMs: wait ?? Infinity, queue: source.queue ?? 0 };
      case 'fixed window':
        return {
          permits: { kind, ...windowOf(source[kind] ?? 1) },
          waitMs: wait ?? FIXED_WINDOW_WAIT_MS,
          queue: Infinity,
        };
      case 'sliding window':
        return { permits: { kind, ...windowOf(source[kind] ?? 1) }, waitMs: wait ?? 0, queue: Infinity };
    }
  }),
  {
    is: 'Lets the caller’s own calls out at most at some pace; the others wait for their turn, or end as rate limited.',
    default: 'none: calls go out as they come',
    libraries: [
      'resilience4j RateLimiter',
      'Polly RateLimiter',
      'Envoy local_ratelimit',
      'nginx limit_req',
      'Guava RateLimiter',
    ],
    scope: 'per replica of the caller, over all routes the list covers',
    samples: ['{ token bucket: 100/s, burst: 20 }', '{ fixed window: 50, per: 1s, wait: 5s }'],
  },
);
