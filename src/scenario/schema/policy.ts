import { field, keys, oneKey } from './field';
import { retry } from './retry';
import { breaker } from './breaker';
import { fallback } from './fallback';
import { routeKey } from './names';
import { count, duration } from './quantity';
import { z } from './z';

const timeout = field(duration('more than zero').optional(), {
  is: 'Ends the caller’s wait after this long; the work it asked for goes on. Where it stands matters: inside a retry it bounds each attempt, outside all of them together.',
  unit: 'a duration',
  scope: 'each call by itself',
  samples: ['250ms'],
});

const bulkheadCalls = count(1, 100_000);

const bulkhead = field(
  z
    .union([
      bulkheadCalls.transform((calls) => ({ calls })),
      keys('a number of calls such as 25', {
        calls: field(bulkheadCalls, {
          is: 'Calls in flight at once.',
          unit: 'calls',
          scope: 'per replica of the caller',
        }),
      }),
    ])
    .meta({ expected: 'a number of calls such as 25' })
    .optional(),
  {
    is: 'At most this many of one caller replica’s calls in flight at once; the next is refused at once, without waiting.',
    unit: 'calls',
    scope: 'per replica of the caller, over all routes the list covers',
    samples: ['25'],
  },
);

/** One layer: exactly one kind, and a name if it is to be addressed by one. */
export const layer = oneKey(
  'a layer such as `timeout: 250ms`',
  {
    timeout,
    retry: retry.optional(),
    breaker: breaker.optional(),
    bulkhead,
    fallback: fallback.optional(),
    name: field(
      z
        .string()
        .regex(/^\S(.{0,58}\S)?$/)
        .meta({ expected: 'a short text' })
        .optional(),
      {
        is: 'By which checks and the log address this layer, and by which its state is found again after an edit.',
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
export const policiesDocument = keys('a document with the one key `policies`', { policies });

export type LayerSource = z.output<typeof layer>;
export type PoliciesSource = Readonly<Record<string, readonly LayerSource[]>>;
