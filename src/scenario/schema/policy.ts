import { field, keys, oneKey } from './field';
import { retry } from './retry';
import { timeout } from './timeout';
import { breaker } from './breaker';
import { bulkhead } from './bulkhead';
import { balancing } from './balancing';
import { caps } from './caps';
import { concurrencyLimit } from './concurrency';
import { fallback } from './fallback';
import { hedge } from './hedge';
import { routeKey } from './names';
import { outliers } from './outliers';
import { rateLimit } from './rate-limit';
import { services } from './service-rules';
import { throttle } from './throttle';
import { z } from './z';

/** One layer: exactly one kind, and a name if it is to be addressed by one. */
export const layer = oneKey(
  'a layer such as `timeout: 250ms`',
  {
    timeout,
    retry: retry.optional(),
    breaker: breaker.optional(),
    bulkhead: bulkhead.optional(),
    'rate limit': rateLimit.optional(),
    'concurrency limit': concurrencyLimit.optional(),
    throttle: throttle.optional(),
    hedge: hedge.optional(),
    fallback: fallback.optional(),
    outliers: outliers.optional(),
    caps: caps.optional(),
    balance: field(balancing.optional(), {
      is: 'Which replica an attempt goes to, in place of what the link or the service says of `balancing`. It stands at the end of the list.',
      libraries: ['Envoy lb_policy', 'gRPC and Finagle load balancing'],
      unit: 'a word, or a word and what goes with it',
      default: 'as the link or the service says',
      scope: 'what it goes by is per replica of the caller, over all routes the list covers',
      samples: ['peak ewma', '{ by: power of two, zones: near first }'],
    }),
    name: field(
      z
        .string()
        .regex(/^\S(.{0,58}\S)?$/)
        .meta({ expected: 'a short text' })
        .optional(),
      {
        is: 'By which checks and the log address this layer, and by which its state is found again after an edit.',
        libraries: [],
        unit: 'a short text',
        default: 'its kind, numbered if there are several of that kind in the list',
      },
    ),
  },
  ['name'],
);

const layers = z
  .array(layer)
  .max(12)
  .meta({ expected: 'a list of layers such as `- timeout: 250ms`' })
  .nullable()
  .transform((list) => list ?? []);

export const policies = field(
  z
    .record(routeKey(), layers)
    .meta({ expected: 'lists of layers by link, such as `web -> catalog: [{ timeout: 250ms }]`' })
    .nullable()
    .transform((lists): PoliciesSource => lists ?? {}),
  {
    is: 'What surrounds each call, by link (`web -> catalog`) or one endpoint (`web -> catalog.price`). The nearer key wins whole. Layers compose outermost first.',
    scope:
      'one key is one list: the routes it covers share its breakers and bulkheads, and each replica of the caller has its own',
    default: 'none: a call waits for its answer as long as it takes',
  },
);

/** The document that the policy editor holds and that is applied to a run. */
export const policiesDocument = keys('a document with `policies`, and perhaps `services`', { policies, services });

export type LayerSource = z.output<typeof layer>;
/** What a layer can be. */
export type PolicyKind = Exclude<keyof LayerSource, 'name'>;
export type PoliciesSource = Readonly<Record<string, readonly LayerSource[]>>;
