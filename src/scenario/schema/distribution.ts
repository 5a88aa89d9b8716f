import {
  constant,
  exponential,
  gammaFromMean,
  lognormalFromMean,
  lognormalFromQuantiles,
  uniform,
  type Distribution,
} from '../../kernel/distribution';
import { field, keys, oneKey } from './field';
import { duration, variation } from './quantity';
import { z } from './z';

const mean = field(duration('more than zero'), { is: 'The average over many draws.', unit: 'a duration' });

const cv = field(variation(), {
  is: 'Coefficient of variation: the standard deviation divided by the mean. 0.2 is steady, 1 varies as an exponential does, 3 has rare giants.',
  unit: 'a plain number',
});

const range = keys('its two ends, such as { from: 2ms, to: 8ms }', {
  from: field(duration('zero or more'), { is: 'The shortest it takes.', unit: 'a duration' }),
  to: field(duration('zero or more'), { is: 'The longest it takes.', unit: 'a duration' }),
}).refine((ends) => ends.from <= ends.to, { path: ['to'], message: '`to` must not be shorter than `from`.' });

const lognormalNumbers = keys('two quantiles such as { p50: 5ms, p99: 40ms }, or { mean: 8ms, cv: 1.2 }', {
  p50: field(duration('more than zero').optional(), {
    is: 'The median: half of the draws are shorter.',
    unit: 'a duration',
  }),
  p99: field(duration('more than zero').optional(), { is: 'One draw in a hundred is longer.', unit: 'a duration' }),
  mean: mean.optional(),
  cv: cv.optional(),
}).transform((numbers, context): Distribution => {
  const { p50, p99, mean, cv } = numbers;
  if (p50 !== undefined && p99 !== undefined && mean === undefined && cv === undefined) {
    if (p50 < p99) return lognormalFromQuantiles(p50, p99);
    context.addIssue({ code: 'custom', path: ['p99'], message: '`p99` must be longer than `p50`.' });
  } else if (mean !== undefined && cv !== undefined && p50 === undefined && p99 === undefined) {
    return lognormalFromMean(mean, cv);
  } else {
    context.addIssue({
      code: 'custom',
      params: { lacking: true },
      message: 'A lognormal needs either `p50` and `p99`, or `mean` and `cv`.',
    });
  }
  return z.NEVER;
});

const namedDistribution = oneKey('a distribution such as { exponential: { mean: 4ms } }', {
  constant: field(duration('zero or more').optional(), { is: 'The same every time.', unit: 'a duration' }),
  uniform: field(range.optional(), { is: 'Any value between two ends, all equally likely.' }),
  exponential: field(keys('its mean, such as { mean: 4ms }', { mean }).optional(), {
    is: 'Mostly short, sometimes several times the mean; the usual model of work that varies a lot.',
  }),
  lognormal: field(lognormalNumbers.optional(), {
    is: 'A hump with a long tail, as measured latencies tend to be. Given by median and 99th percentile, or by mean and variation.',
  }),
  gamma: field(keys('mean and variation, such as { mean: 8ms, cv: 0.5 }', { mean, cv }).optional(), {
    is: 'A hump whose width is chosen by `cv`; a cv below 1 is steadier than an exponential.',
  }),
}).transform((source, context): Distribution => {
  if (source.constant !== undefined) return constant(source.constant);
  if (source.uniform) return uniform(source.uniform.from, source.uniform.to);
  if (source.exponential) return exponential(source.exponential.mean);
  if (source.lognormal) return source.lognormal;
  if (source.gamma) return gammaFromMean(source.gamma.mean, source.gamma.cv);
  context.addIssue({ code: 'custom', message: 'This needs a distribution.' });
  return z.NEVER;
});

/** A duration that varies: `3ms` (always the same) or `{ exponential: { mean: 4ms } }` and its kin. */
export const distribution = () =>
  z
    .union([duration('zero or more').transform((ms) => constant(ms)), namedDistribution])
    .meta({ expected: 'a duration such as 3ms, or a distribution such as { exponential: { mean: 4ms } }' });
