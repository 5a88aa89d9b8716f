import { histogram, samples as samplesOf, type Distribution } from '../../kernel/distribution';
import { askFor } from './distribution-numbers';
import { field, keys } from './field';
import { duration, number } from './quantity';
import { z } from './z';

const MOST_BINS = 1000;
const MOST_SAMPLES = 10_000;
const LARGEST_WEIGHT = 1e9;

/** What was measured: a histogram, or the durations themselves. */
export const empirical = keys('`samples`, or `edges` and `weights`, such as { samples: [3ms, 4ms, 9ms] }', {
  edges: field(
    z
      .array(duration('zero or more'))
      .min(2)
      .max(MOST_BINS + 1)
      .meta({ expected: 'a list of rising durations such as [0ms, 5ms, 20ms]' })
      .optional(),
    {
      is: 'Where the bins of a histogram begin and end, one more than there are bins; within a bin all durations are equally likely.',
      samples: ['[0ms, 5ms, 20ms]'],
    },
  ),
  weights: field(
    z
      .array(number(0, LARGEST_WEIGHT, 12))
      .min(1)
      .max(MOST_BINS)
      .meta({ expected: 'a list of numbers such as [90, 10]' })
      .optional(),
    { is: 'How often each bin was hit, as counts or in any other proportion.', samples: ['[90, 10]'] },
  ),
  samples: field(
    z
      .array(duration('zero or more'))
      .min(1)
      .max(MOST_SAMPLES)
      .meta({ expected: 'a list of durations such as [3ms, 4ms, 9ms]' })
      .optional(),
    { is: 'Durations as measured; each draw is one of them, all equally likely.', samples: ['[3ms, 4ms, 9ms]'] },
  ),
}).transform((numbers, context): Distribution => {
  const { edges, weights, samples } = numbers;
  if (samples && !edges && !weights) return samplesOf(samples);
  if (!edges || !weights || samples) {
    askFor('An empirical distribution needs `edges` and `weights`, or `samples`', numbers, context);
    return z.NEVER;
  }
  const issue = (path: (string | number)[], message: string, lacking: boolean) =>
    context.addIssue({ code: 'custom', path, params: { lacking }, message });
  edges.forEach((edge, index) => {
    if (index > 0 && edge <= edges[index - 1]!)
      issue(['edges', index], 'An edge must be longer than the one before it.', false);
  });
  if (weights.length !== edges.length - 1)
    issue([], `${edges.length} edges need one weight fewer, but there are ${weights.length} weights.`, true);
  if (weights.every((weight) => weight === 0)) issue(['weights'], 'One weight at least must be above 0.', true);
  return histogram(edges, weights);
});
