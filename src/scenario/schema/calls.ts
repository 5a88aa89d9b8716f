import { field, keys } from './field';
import { isTarget, target } from './names';
import { share } from './quantity';
import { z } from './z';

/** One call of an endpoint's plan; `key` says that the target is written as a map's key and not as the item itself. */
export interface CallSource {
  readonly target: string;
  readonly key: boolean;
  readonly probability: number;
  readonly optional: boolean;
}

/** One item of a plan: a call, or calls made at once. */
export type StageSource = CallSource | { readonly parallel: readonly CallSource[] };

const callOptions = keys('`optional`, or options such as { probability: 30%, optional: true }', {
  probability: field(share().prefault('100%'), {
    is: 'How often the call is made, decided anew for each request.',
    unit: 'a percentage',
  }),
  optional: field(z.boolean().default(false).meta({ expected: 'true or false' }), {
    is: 'When an optional call fails the answer is degraded; when a required one fails the request fails.',
    unit: 'true or false',
  }),
});

const modifier = z
  .union([z.literal('optional'), callOptions])
  .transform((source) => (source === 'optional' ? { probability: 1, optional: true } : source))
  .meta({ expected: '`optional`, or options such as { probability: 30%, optional: true }' });

const plain = target().transform((target): CallSource => ({ target, key: false, probability: 1, optional: false }));

const oneCall = (entry: Record<string, z.output<typeof modifier>>, context: z.RefinementCtx): CallSource => {
  const [first, ...others] = Object.entries(entry);
  if (first && others.length === 0) return { target: first[0], key: true, ...first[1] };
  context.addIssue({
    code: 'custom',
    params: { lacking: !first },
    message: first
      ? 'One item is one call; give each call an item of its own, or use { parallel: [ … ] } to make them at once.'
      : 'This item is empty; expected a call such as catalog.list.',
  });
  return z.NEVER;
};

const A_CALL = 'a call such as catalog.list or { reviews.top: optional }';

const call = z.union([plain, z.record(target(), modifier).transform(oneCall)]).meta({ expected: A_CALL });

const parallel = field(z.array(call).min(1).max(200).meta({ expected: 'a list of calls' }).optional(), {
  is: 'Calls made at once; the next item waits for all of them.',
});

const stageMap = z
  .object({ parallel })
  .catchall(modifier)
  .transform((source, context): StageSource => {
    const { parallel, ...modified } = source;
    for (const key of Object.keys(modified)) {
      if (!isTarget(key))
        context.addIssue({
          code: 'custom',
          path: [key],
          params: { at: 'key', candidates: ['parallel'] },
          message: `\`${key}\` is not a call; expected a service and its endpoint, such as catalog.list, or \`parallel\`.`,
        });
    }
    if (!parallel) return oneCall(modified, context);
    if (Object.keys(modified).length > 0)
      context.addIssue({
        code: 'custom',
        message: 'One item is one call or one `parallel`; give each an item of its own.',
      });
    return { parallel };
  });

/** What an endpoint does after its own work: items one after another. */
export const calls = () =>
  z
    .array(z.union([plain, stageMap]).meta({ expected: `${A_CALL}, or { parallel: [ … ] }` }))
    .max(200)
    .meta({ expected: 'a list of calls such as [cart.read, { reviews.top: optional }]' });
