import { constant, type Distribution } from '../../kernel/distribution';
import { distribution } from './distribution';
import { field, keys } from './field';
import { target } from './names';
import { priority } from './intake';
import { share } from './quantity';
import { z } from './z';

/** One request of a journey, with its place among the items as written: null where `start` says it. */
export interface StepSource {
  readonly target: string;
  readonly think: Distribution;
  readonly item: number | null;
}

const thought = keys('a thought such as { think: 2s }', {
  think: field(distribution(), {
    is: 'How long the shopper thinks before the next step; nobody waits meanwhile.',
    unit: 'a duration, or a distribution of durations',
    samples: ['2s', 'exponential mean 5s'],
  }),
});

const A_LIST = 'a list of steps such as [web.browse, { think: 2s }, web.checkout]';

const steps = z
  .array(z.union([target(), thought]).meta({ expected: 'an endpoint such as web.browse, or { think: 2s }' }))
  .min(1)
  .max(100)
  .superRefine((items, context) => {
    items.forEach((item, index) => {
      if (typeof item === 'string' || typeof items[index + 1] === 'string') return;
      context.addIssue({
        code: 'custom',
        path: [index],
        message: 'After a thought comes a request, such as web.browse.',
      });
    });
    if (typeof items[0] === 'object')
      context.addIssue({ code: 'custom', path: [0], message: 'A journey begins with a request, such as web.browse.' });
  })
  .meta({ expected: A_LIST });

const stepsOf = (items: z.output<typeof steps>): StepSource[] =>
  items.flatMap((item, index) => {
    if (typeof item !== 'string') return [];
    const before = items[index - 1];
    const think = typeof before === 'object' ? before.think : constant(0);
    return [{ target: item, think, item: index }];
  });

export const journey = keys('a journey such as { share: 70%, start: web.browse }', {
  share: field(share(), {
    is: 'How many of the workload’s shoppers make this journey; the shares of a workload add up to 100%.',
    unit: 'a percentage',
    spare: '0%',
  }),
  priority: field(priority.optional(), {
    is: 'How much it matters: a service that sheds load turns away what matters least first. It holds for every request made for its sake.',
    default: 'that of the workload',
    samples: ['critical'],
  }),
  start: field(target().optional(), {
    is: 'The endpoint the shopper’s request goes to.',
    unit: 'service.endpoint',
    default: 'none; then `steps` says where the requests go',
  }),
  steps: field(steps.optional(), {
    is: 'Several requests one after another, instead of `start`, with thoughts between them; the rest is given up when one fails. How the last one made ends is how the journey ends.',
    unit: 'a list of requests and thoughts',
    default: 'one request, to `start`',
    samples: ['[web.browse, { think: 2s }, web.checkout]'],
  }),
})
  .superRefine(({ start, steps }, context) => {
    if ((start === undefined) !== (steps === undefined)) return;
    const message =
      start === undefined
        ? 'A journey needs a `start`, such as `start: web.browse`, or `steps`.'
        : 'A journey has either a `start` or `steps`, not both.';
    context.addIssue({ code: 'custom', params: { lacking: start === undefined }, message });
  })
  .transform(({ share, priority, start, steps = [] }) => {
    const first: StepSource[] = start === undefined ? [] : [{ target: start, think: constant(0), item: null }];
    return { share, priority, steps: [...first, ...stepsOf(steps)] };
  });
