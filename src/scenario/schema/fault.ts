import { mean as meanOf } from '../../kernel/moments';
import { distribution } from './distribution';
import { field, keys } from './field';
import { linkKey, name } from './names';
import { count, duration, factor, share } from './quantity';
import { z } from './z';

const NODE_FAULTS = ['crash', 'hang', 'slow', 'leak', 'errors'] as const;
const LINK_FAULTS = ['latency', 'loss', 'cut'] as const;

/** The keys that say how, and the faults they belong to. */
const BELONGS: Record<string, readonly string[]> = {
  by: ['slow', 'leak'],
  over: ['leak'],
  'down for': ['leak'],
  share: ['errors', 'loss'],
  when: ['errors'],
  add: ['latency'],
  direction: ['cut', 'loss'],
};
type Need = { readonly key: 'by' | 'add' | 'over'; readonly example: string };
const NEEDS: Partial<Record<string, readonly Need[]>> = {
  slow: [{ key: 'by', example: '`by: 5x`' }],
  leak: [
    { key: 'by', example: '`by: 5x`' },
    { key: 'over', example: '`over: 5min`' },
  ],
  latency: [{ key: 'add', example: '`add: 200ms`' }],
};

export const fault = keys('a fault such as { node: catalog, does: hang, at: 60s, for: 2min }', {
  node: field(name().optional().meta({ names: 'service' }), {
    is: 'The service that breaks.',
    default: 'it strikes a `zone` or a `link`',
    unit: 'a service',
  }),
  zone: field(name().optional(), {
    is: 'The zone that breaks, with every replica in it at once.',
    default: 'it strikes a `node` or a `link`',
    unit: 'a zone that services name',
  }),
  replica: field(
    z
      .union([count(1, 1000), z.literal('random')])
      .optional()
      .meta({ expected: 'the number of a replica, or random' }),
    {
      is: 'Which of its replicas, counted from 1; `random` strikes any one of them, drawn each time.',
      default: 'all of them',
      samples: ['1', 'random'],
    },
  ),
  link: field(linkKey().optional(), {
    is: 'The link that breaks, such as `web -> catalog`.',
    default: 'it strikes a `node` or a `zone`',
    unit: 'a link',
  }),
  does: field(
    z
      .enum([...NODE_FAULTS, ...LINK_FAULTS])
      .meta({ expected: 'crash, hang, slow, leak or errors for a node; latency, loss or cut for a link' }),
    {
      is: 'crash: work and queue fail at once, new calls are refused. hang: accepts calls and never answers, until it ends. slow: work takes longer. leak: work takes longer and longer, until it stays so or the process dies of it. errors: work fails. latency: messages take longer. loss: some messages vanish. cut: all do.',
    },
  ),
  by: field(factor(1, 10_000).optional(), {
    is: 'slow: work takes this many times as long. leak: the same in the end.',
    default: 'to be slow or leak it must be given',
    unit: 'a multiple such as 5x',
    samples: ['5x'],
    spare: 1,
  }),
  over: field(duration('more than zero').optional(), {
    is: 'leak: how long it takes to grow, evenly in 64 steps.',
    default: 'to leak it must be given',
    unit: 'a duration',
    samples: ['5min'],
    spare: '1s',
  }),
  'down for': field(duration('more than zero').optional(), {
    is: 'leak: when it has grown, the process crashes and is started anew after this, with nothing leaked yet.',
    unit: 'a duration',
    default: 'it does not crash, and stays as slow as it is',
    samples: ['20s'],
  }),
  share: field(share('more than zero').optional(), {
    is: 'errors: how many requests fail. loss: how many messages vanish.',
    unit: 'a percentage',
    default: '100%',
  }),
  when: field(z.enum(['after work', 'at once']).optional().meta({ expected: '`after work` or `at once`' }), {
    is: 'errors: whether they fail after their work or at once.',
    default: 'after work',
  }),
  add: field(duration('more than zero').optional(), {
    is: 'latency: how much longer each message travels, one way.',
    default: 'for latency it must be given',
    unit: 'a duration',
    samples: ['200ms'],
    spare: '1ms',
  }),
  direction: field(z.enum(['request', 'reply', 'both']).optional().meta({ expected: 'request, reply or both' }), {
    is: 'loss and cut: which messages vanish.',
    default: 'both',
  }),
  at: field(duration('zero or more').optional(), {
    is: 'When it begins by itself.',
    unit: 'a duration since the start',
    default: 'only by hand',
    samples: ['60s'],
  }),
  for: field(distribution().optional(), {
    is: 'How long it lasts, drawn each time.',
    unit: 'a duration, or a distribution of durations',
    default: 'until it is healed',
    samples: ['2min', '{ exponential: { mean: 30s } }'],
    spare: '1s',
  }),
  every: field(distribution().optional(), {
    is: 'From one beginning to the next, drawn each time; the first comes at `at`, or after such a time. One that comes while it is still on changes nothing. Healed by hand, it is over for good.',
    unit: 'a duration, or a distribution of durations',
    default: 'it does not come back',
    samples: ['5min', '{ exponential: { mean: 5min } }'],
  }),
  'off for': field(distribution().optional(), {
    is: 'From its end until it begins again, drawn each time; the first comes at `at`, or after such a time.',
    unit: 'a duration, or a distribution of durations',
    default: 'it does not come back',
    samples: ['3s', '{ exponential: { mean: 1min } }'],
  }),
}).superRefine((source, context) => {
  const { does } = source;
  const problem = (path: string[], at: 'key' | 'value', message: string) =>
    context.addIssue({ code: 'custom', path, params: { at, lacking: path.length === 0 }, message });
  /** A key whose spare stands in for it, so that what the fault breaks is judged all the same. */
  const lacks = (key: string, message: string) =>
    context.addIssue({ code: 'custom', path: [key], params: { at: 'value', lacking: true }, message });

  const targets = (['node', 'link', 'zone'] as const).filter((key) => source[key] !== undefined);
  const target = targets[0];
  if (target === undefined) return problem([], 'value', 'A fault needs a `node`, a `link` or a `zone` to break.');
  if (targets[1] !== undefined)
    return problem([targets[1]], 'key', `A fault breaks a \`${target}\` or a \`${targets[1]}\`, not both.`);
  const possible: readonly string[] = target === 'link' ? LINK_FAULTS : NODE_FAULTS;
  if (!possible.includes(does))
    return problem(['does'], 'value', `A ${target} cannot ${does}; expected ${possible.join(', ')}.`);

  if (source.replica !== undefined && target === 'link') problem(['replica'], 'key', '`replica` belongs to a `node`.');
  if (typeof source.replica === 'number' && target === 'zone')
    problem(['replica'], 'value', 'A zone has no numbered replicas; expected random, or nothing for all of them.');
  if (source.every !== undefined && source['off for'] !== undefined)
    problem(['off for'], 'key', 'A fault comes back by `every` or by `off for`, not both.');
  if (source['off for'] !== undefined && source.for === undefined)
    lacks('for', 'A fault with `off for` needs a `for`, such as `for: 10s`.');
  for (const key of ['for', 'every', 'off for'] as const) {
    const given = source[key];
    if (given !== undefined && !(meanOf(given) > 0)) problem([key], 'value', 'This must be longer than zero.');
  }
  for (const [key, faults] of Object.entries(BELONGS)) {
    if (source[key as keyof typeof source] !== undefined && !faults.includes(does))
      problem([key], 'key', `\`${key}\` belongs to ${faults.join(' and ')}, not to ${does}.`);
  }
  for (const { key, example } of NEEDS[does] ?? []) {
    if (source[key] === undefined) lacks(key, `A fault that does ${does} needs ${example}.`);
  }
});

/** A fault as written, in a scenario or a command: names and quantities as text. */
export type FaultSource = z.input<typeof fault>;
/** The same, checked, in ms and shares. */
export type FaultSpec = z.output<typeof fault>;
