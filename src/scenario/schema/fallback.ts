import { field, keys } from './field';
import { isTarget, target } from './names';
import { age, duration } from './quantity';
import { z } from './z';

const KINDS = ['default', 'cached', 'stale-if-error', 'feature off', 'queue for later'] as const;

const use = z
  .string()
  .refine((text) => KINDS.some((kind) => kind === text) || isTarget(text))
  .meta({
    expected: `${KINDS.map((kind) => `\`${kind}\``).join(', ')}, or another endpoint such as catalog.stale`,
    names: 'endpoint',
    options: [...KINDS],
  });

/** Which uses a key belongs to. */
const BELONGS = {
  'up to': ['cached'],
  'fresh for': ['stale-if-error'],
  'stale for': ['stale-if-error'],
  otherwise: ['cached', 'stale-if-error'],
  call: ['feature off'],
  queue: ['queue for later'],
} as const;
type OwnKey = keyof typeof BELONGS;

export const fallback = field(
  keys('a fallback such as { use: cached, up to: 5min old }', {
    use: field(use, {
      unit: 'a word, or service.endpoint',
      is: 'What to answer instead: a fixed default value; the last full answer this caller replica got (cached); an answer kept by the rules of RFC 5861 (stale-if-error); nothing, the part being left out of the page (feature off); that the request is accepted and will be done later (queue for later); or the answer of another endpoint.',
      libraries: [
        'opossum fallback',
        'cockatiel fallback',
        'Polly FallbackAction',
        'Hystrix getFallback',
        'resilience4j fallbackMethod',
      ],
      samples: ['default', 'cached'],
    }),
    'up to': field(age().optional(), {
      is: 'How old a cached answer may be.',
      libraries: ['a cache of your own, such as Redis'],
      unit: 'a duration',
      default: 'any age',
      scope: 'each replica of the caller remembers its own last full answer',
      samples: ['5min old'],
    }),
    'fresh for': field(duration('zero or more').optional(), {
      is: 'While the kept answer is younger than this it is served in full, and nobody is called.',
      libraries: ['HTTP max-age', 'Varnish ttl', 'nginx proxy_cache_valid'],
      unit: 'a duration',
      default: '0s: every call goes out',
      scope: 'each replica of the caller keeps its own last answer of any success',
      samples: ['10s'],
    }),
    'stale for': field(duration('zero or more').optional(), {
      is: 'How long after it ceased to be fresh the kept answer may stand in for a failure.',
      libraries: ['HTTP stale-if-error (RFC 5861)', 'Varnish grace', 'nginx proxy_cache_use_stale'],
      unit: 'a duration',
      default: 'any time',
      samples: ['5min'],
    }),
    otherwise: field(z.enum(['fail', 'default']).optional().meta({ expected: 'fail or default' }), {
      is: 'What to do when no kept answer is young enough.',
      libraries: [],
      default: 'fail',
    }),
    call: field(z.enum(['always', 'never']).optional().meta({ expected: 'always or never' }), {
      is: 'Of a feature: `always` makes the call and leaves the part out when it fails; `never` switches the feature off, so that nobody is called and every page lacks it.',
      libraries: ['feature flags such as OpenFeature, Unleash and LaunchDarkly'],
      default: 'always',
    }),
    queue: field(target().optional(), {
      is: 'The endpoint of a queue that takes the request; it is delivered later, by the queue’s own rules. The caller’s policies to the queue apply.',
      default: 'with `use: queue for later` it must be given',
      libraries: ['any message queue, such as RabbitMQ, Kafka or SQS'],
      unit: 'service.endpoint',
      samples: ['orders.place'],
    }),
    message: field(z.string().max(200).default('').meta({ expected: 'a text in quotes' }), {
      is: 'What the shopper is told on the page, since this answer is degraded.',
      libraries: [],
      unit: 'a sentence',
      default: 'nothing',
      samples: ['"Price from a few minutes ago"'],
    }),
  }).superRefine((source, context) => {
    for (const key of Object.keys(BELONGS) as OwnKey[]) {
      const uses: readonly string[] = BELONGS[key];
      if (uses.includes(source.use) || source[key] === undefined) continue;
      const homes = uses.map((home) => `\`use: ${home}\``).join(' and ');
      context.addIssue({
        code: 'custom',
        path: [key],
        params: { at: 'key' },
        message: `\`${key}\` belongs to ${homes}.`,
      });
    }
    if (source.use === 'queue for later' && source.queue === undefined)
      context.addIssue({
        code: 'custom',
        path: ['use'],
        params: { lacking: true },
        message: 'Which queue takes the request? Add `queue`, such as `queue: orders.place`.',
      });
  }),
  {
    is: 'Answers in place of a call that failed. The answer counts as degraded, not as full.',
    default: 'none: a call that fails has failed for its caller',
    libraries: [
      'Polly Fallback',
      'cockatiel fallback',
      'opossum fallback',
      'Hystrix getFallback',
      'resilience4j fallbackMethod (Spring)',
    ],
    scope: 'each call by itself; what is kept is kept per replica of the caller',
    samples: ['{ use: default }', '{ use: cached, up to: 5min old, otherwise: fail }'],
  },
);
