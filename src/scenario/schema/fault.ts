import { field, keys } from './field';
import { linkKey, name } from './names';
import { count, duration, factor, share } from './quantity';
import { z } from './z';

const NODE_FAULTS = ['crash', 'hang', 'slow', 'errors'] as const;
const LINK_FAULTS = ['latency', 'loss', 'cut'] as const;

/** The keys that say how, and the faults they belong to. */
const BELONGS: Record<string, readonly string[]> = {
  by: ['slow'],
  share: ['errors', 'loss'],
  when: ['errors'],
  add: ['latency'],
  direction: ['cut', 'loss'],
};
const NEEDS: Partial<Record<string, { readonly key: 'by' | 'add'; readonly example: string }>> = {
  slow: { key: 'by', example: '`by: 5x`' },
  latency: { key: 'add', example: '`add: 200ms`' },
};

export const fault = keys('a fault such as { node: catalog, does: hang, at: 60s, for: 2min }', {
  node: field(name().optional().meta({ names: 'service' }), { is: 'The service that breaks.', unit: 'a service' }),
  replica: field(count(1, 100).optional(), {
    is: 'Which of its replicas, counted from 1.',
    default: 'all of them',
  }),
  link: field(linkKey().optional(), { is: 'The link that breaks, such as `web -> catalog`.', unit: 'a link' }),
  does: field(
    z
      .enum([...NODE_FAULTS, ...LINK_FAULTS])
      .meta({ expected: 'crash, hang, slow or errors for a node; latency, loss or cut for a link' }),
    {
      is: 'crash: work and queue fail at once, new calls are refused. hang: accepts calls and never answers, until it ends. slow: work takes longer. errors: work fails. latency: messages take longer. loss: some messages vanish. cut: all do.',
    },
  ),
  by: field(factor(1, 10_000).optional(), {
    is: 'slow: work takes this many times as long.',
    unit: 'a multiple such as 5x',
    samples: ['5x'],
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
    unit: 'a duration',
    samples: ['200ms'],
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
  for: field(duration('more than zero').optional(), {
    is: 'How long it lasts.',
    unit: 'a duration',
    default: 'until it is healed',
    samples: ['2min'],
  }),
}).superRefine((source, context) => {
  const { does, node, link } = source;
  const problem = (path: string[], at: 'key' | 'value', message: string) =>
    context.addIssue({ code: 'custom', path, params: { at, lacking: path.length === 0 }, message });

  if (node === undefined && link === undefined)
    return problem([], 'value', 'A fault needs a `node` or a `link` to break.');
  if (node !== undefined && link !== undefined)
    return problem(['link'], 'key', 'A fault breaks a `node` or a `link`, not both.');
  const [target, possible]: [string, readonly string[]] =
    node === undefined ? ['link', LINK_FAULTS] : ['node', NODE_FAULTS];
  if (!possible.includes(does))
    return problem(['does'], 'value', `A ${target} cannot ${does}; expected ${possible.join(', ')}.`);

  if (source.replica !== undefined && node === undefined) problem(['replica'], 'key', '`replica` belongs to a `node`.');
  for (const [key, faults] of Object.entries(BELONGS)) {
    if (source[key as keyof typeof source] !== undefined && !faults.includes(does))
      problem([key], 'key', `\`${key}\` belongs to ${faults.join(' and ')}, not to ${does}.`);
  }
  const needed = NEEDS[does];
  if (needed && source[needed.key] === undefined)
    problem([], 'value', `A fault that does ${does} needs ${needed.example}.`);
});

/** A fault as written, in a scenario or a command: names and quantities as text. */
export type FaultSource = z.input<typeof fault>;
/** The same, checked, in ms and shares. */
export type FaultSpec = z.output<typeof fault>;
