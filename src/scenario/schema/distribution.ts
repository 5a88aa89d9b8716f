import { constant, mixture as mixtureOf, type Distribution } from '../../kernel/distribution';
import { kinds } from './distribution-kinds';
import { lineProblem } from './distribution-line';
import { checkShares } from './distribution-numbers';
import { field, oneKey, keys } from './field';
import { duration, share } from './quantity';
import { z } from './z';

const EXPECTED = 'a duration such as 3ms, or a distribution such as { exponential: { mean: 4ms } }';
const A_MAP = 'a distribution such as { exponential: { mean: 4ms } }';
const KIND_NAMES = [...Object.keys(kinds), 'mixture'];

const exactly = duration('zero or more');

/** A duration; lines have become maps before (see lines.ts), so one that is still a text lacks something. */
const inText = z
  .string()
  .meta({ quantity: 'duration' })
  .transform((text, context): Distribution => {
    const problem = lineProblem(text, KIND_NAMES);
    const read = exactly.safeParse(text);
    if (problem === null && read.success) return constant(read.data);
    const messages = problem === null ? (read.error?.issues ?? []).map(({ message }) => message) : [problem];
    for (const message of messages) context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const theOne = (kinds: Readonly<Record<string, Distribution | undefined>>, context: z.RefinementCtx): Distribution => {
  const one = Object.values(kinds).find((kind) => kind !== undefined);
  if (one) return one;
  context.addIssue({ code: 'custom', message: 'This needs a distribution.' });
  return z.NEVER;
};

const simple = z
  .union([inText, oneKey(A_MAP, kinds).transform(theOne)])
  .meta({ expected: EXPECTED, kind: 'distribution' });

const parts = z
  .array(
    keys('a part such as { share: 90%, of: 3ms }', {
      share: field(share(), { is: 'How many of the draws come from this part.', unit: 'a percentage' }),
      of: field(simple, {
        is: 'What such a draw takes.',
        unit: 'a duration, or a distribution of durations',
        samples: ['3ms', '{ exponential: { mean: 4ms } }'],
      }),
    }),
  )
  .min(1)
  .max(20)
  .meta({ expected: 'a list of parts such as [{ share: 95%, of: 2ms }, { share: 5%, of: 50ms }]' });

const mixture = parts.transform((parts, context): Distribution => {
  checkShares(parts, context, []);
  return mixtureOf(parts.map(({ share, of }) => ({ weight: share, part: of })));
});

const every = oneKey(A_MAP, {
  ...kinds,
  mixture: field(mixture.optional(), {
    is: 'Each draw comes from one of several distributions, by their shares: cache hits and misses, say.',
    samples: ['[{ share: 95%, of: 2ms }, { share: 5%, of: { exponential: { mean: 50ms } } }]'],
  }),
}).transform(theOne);

/** A duration that varies: `3ms` (always the same), `{ exponential: { mean: 4ms } }` and its kin, or `exponential mean 4ms`. */
export const distribution = () => z.union([inText, every]).meta({ expected: EXPECTED, kind: 'distribution' });
