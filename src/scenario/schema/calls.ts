import { field, keys } from './field';
import { isTarget, target } from './names';
import { count, share } from './quantity';
import { z } from './z';

/** One call of an endpoint's plan; `key` says that the target is written as a map's key and not as the item itself. */
export interface CallSource {
  readonly target: string;
  readonly key: boolean;
  readonly probability: number;
  readonly optional: boolean;
  readonly isAwaited: boolean;
  readonly times?: Times | undefined;
}

/** A whole number from `least` to `most`, each as likely. */
export interface Times {
  readonly least: number;
  readonly most: number;
}

/** One item of a plan: a call, or calls made at once. */
export type StageSource =
  | CallSource
  | { readonly parallel: readonly CallSource[]; readonly need: number | undefined; readonly times: Times | undefined };

const MOST_TIMES = 1000;

const times = z
  .union([
    count(1, MOST_TIMES).transform((number): Times => ({ least: number, most: number })),
    keys('a number such as 3, or { from: 0, to: 5 }', {
      from: field(count(0, MOST_TIMES), { is: 'The fewest times.', unit: 'a whole number', spare: 1 }),
      to: field(count(1, MOST_TIMES), { is: 'The most times.', unit: 'a whole number', spare: MOST_TIMES }),
    }).transform(({ from, to }, context): Times => {
      if (from > to)
        context.addIssue({ code: 'custom', path: ['to'], message: `\`to\` is ${to}, less than \`from\`.` });
      return { least: from, most: to };
    }),
  ])
  .meta({ expected: `a whole number from 1 to ${MOST_TIMES}, or { from: 0, to: 5 }` });

const TIMES_NOTES = {
  is: 'How often it is done, one time after another; from one number to another, all as likely, it is drawn for each request. A required call that fails ends it.',
  unit: 'a whole number, or { from, to }',
  default: '1',
  samples: ['3', '{ from: 0, to: 5 }'],
};

const EXPECTED_OPTIONS = '`optional`, or options such as { probability: 30%, optional: true }';

const callOptions = keys(EXPECTED_OPTIONS, {
  probability: field(share().prefault('100%'), {
    is: 'How often the call is made, decided anew for each request.',
    unit: 'a percentage',
  }),
  optional: field(z.boolean().default(false).meta({ expected: 'true or false' }), {
    is: 'When an optional call fails the answer is degraded; when a required one fails the request fails.',
    unit: 'true or false',
  }),
  wait: field(z.enum(['yes', 'no']).default('yes').meta({ expected: 'yes or no' }), {
    is: 'With `no` the caller goes on at once, and how the call ends does not matter to it: fire and forget.',
    unit: 'yes or no',
  }),
  times: field(times.optional(), TIMES_NOTES),
})
  .transform(({ wait, ...rest }): Options => ({ ...rest, isAwaited: wait === 'yes' }))
  .superRefine(({ optional, isAwaited }, context) => {
    if (!optional || isAwaited) return;
    context.addIssue({
      code: 'custom',
      path: ['optional'],
      params: { at: 'key' },
      message: 'A call that nobody waits for is optional already: its end changes nothing for the caller.',
    });
  });

type Options = Omit<CallSource, 'target' | 'key'>;

const PLAIN: Options = { probability: 1, optional: false, isAwaited: true };

const modifier = z
  .union([z.literal('optional'), callOptions])
  .transform((source): Options => (source === 'optional' ? { ...PLAIN, optional: true } : source))
  .meta({ expected: EXPECTED_OPTIONS });

const plain = target().transform((target): CallSource => ({ target, key: false, ...PLAIN }));

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
  is: 'Calls made at once; the next item waits for all of them, or for as many as it needs.',
  unit: 'a list of calls',
  default: 'calls are made one after another',
});

const need = field(count(1, 200).optional(), {
  is: 'How many of the calls made at once must succeed: 1 for the first answer, 2 of 3 for a quorum. The others go on, and nobody waits for them; it fails as soon as too few can still succeed.',
  unit: 'calls',
  default: 'all are waited for, and every required one must succeed',
  samples: ['1', '2'],
});

function checkGroup(parallel: readonly CallSource[], need: number | undefined, context: z.RefinementCtx): void {
  if (need !== undefined && need > parallel.length)
    context.addIssue({
      code: 'custom',
      path: ['need'],
      message: `This needs ${need} of ${parallel.length} calls; it can need at most all of them.`,
    });
  parallel.forEach(({ probability, optional, isAwaited, times }, place) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['parallel', place], message });
    if (times) refuse('Calls made at once are made once; put `times` beside the `parallel`.');
    if (need !== undefined && (probability < 1 || optional || !isAwaited))
      refuse('Where some of the calls are enough, all are made and none is optional.');
  });
}

const stageMap = z
  .object({ parallel, need, times: field(times.optional(), TIMES_NOTES) })
  .catchall(modifier)
  .transform((source, context): StageSource => {
    const { parallel, need, times, ...modified } = source;
    for (const key of Object.keys(modified)) {
      if (!isTarget(key))
        context.addIssue({
          code: 'custom',
          path: [key],
          params: { at: 'key', candidates: ['parallel'] },
          message: `\`${key}\` is not a call; expected a service and its endpoint, such as catalog.list, or \`parallel\`.`,
        });
    }
    for (const [key, value] of Object.entries({ need, times })) {
      if (value !== undefined && !parallel)
        context.addIssue({
          code: 'custom',
          path: [key],
          params: { at: 'key' },
          message: `\`${key}\` belongs beside a \`parallel\`${key === 'times' ? ', or among the options of a call' : ''}.`,
        });
    }
    if (!parallel) return oneCall(modified, context);
    checkGroup(parallel, need, context);
    if (Object.keys(modified).length > 0)
      context.addIssue({
        code: 'custom',
        message: 'One item is one call or one `parallel`; give each an item of its own.',
      });
    return { parallel, need, times };
  });

/** What an endpoint does after its own work: items one after another. */
export const calls = () =>
  z
    .array(z.union([plain, stageMap]).meta({ expected: `${A_CALL}, or { parallel: [ … ] }` }))
    .max(200)
    .meta({ expected: 'a list of calls such as [cart.read, { reviews.top: optional }]' });
