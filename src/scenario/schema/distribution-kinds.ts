import {
  constant,
  erlang as erlangOf,
  exponential as exponentialOf,
  pareto as paretoOf,
  uniform as uniformOf,
  type Distribution,
} from '../../kernel/distribution';
import {
  exponentialFromQuantile,
  gammaFromMean,
  gammaFromShape,
  hyperexponential as hyperexponentialOf,
  hyperexponentialFromMean,
  lognormalFromMean,
  lognormalFromQuantiles,
  paretoFromMean,
  paretoMeans,
  weibullFromMean,
  weibullFromQuantiles,
  weibullFromShape,
} from '../../kernel/fitting';
import { formatDuration } from '../../kernel/units';
import { empirical } from './distribution-measured';
import {
  A_DURATION,
  PLAIN,
  askFor,
  checkShares,
  cv,
  given,
  mean,
  quantiles,
  quantilesIn,
  twoQuantiles,
} from './distribution-numbers';
import { field, keys } from './field';
import { count, duration, number, share } from './quantity';
import { z } from './z';

const uniform = keys('its two ends, such as { from: 2ms, to: 8ms }', {
  from: field(duration('zero or more'), { is: 'The shortest it takes.', unit: A_DURATION, synonyms: ['min'] }),
  to: field(duration('zero or more'), { is: 'The longest it takes.', unit: A_DURATION, synonyms: ['max'] }),
})
  .refine((ends) => ends.from <= ends.to, { path: ['to'], message: '`to` must not be shorter than `from`.' })
  .transform(({ from, to }) => uniformOf(from, to));

const exponential = keys('its mean, such as { mean: 4ms }', {
  mean: mean.optional(),
  ...quantiles,
}).transform((numbers, context): Distribution => {
  const [known] = quantilesIn(numbers);
  if (given(numbers).length === 1) {
    if (numbers.mean !== undefined) return exponentialOf(numbers.mean);
    if (known) return exponentialFromQuantile(known);
  }
  askFor('An exponential needs its `mean`, or one quantile such as `p99`, and nothing else', numbers, context);
  return z.NEVER;
});

const erlang = keys('its mean and the number of its stages, such as { mean: 8ms, k: 4 }', {
  mean,
  k: field(count(1, 1000), {
    is: 'How many exponential stages, one after another, make it up; its cv is 1 / √k.',
    unit: 'stages',
    samples: ['4'],
  }),
}).transform(({ mean, k }) => erlangOf(mean, k));

const gamma = keys('mean and variation, such as { mean: 8ms, cv: 0.5 }', {
  mean,
  cv: cv.optional(),
  shape: field(number(0.01, 10_000, 4).optional(), {
    is: 'The mean divided by the scale, which is 1 / cv².',
    unit: PLAIN,
  }),
}).transform((numbers, context): Distribution => {
  const { mean, cv, shape } = numbers;
  if (cv !== undefined && shape === undefined) return gammaFromMean(mean, cv);
  if (shape !== undefined && cv === undefined) return gammaFromShape(mean, shape);
  askFor('A gamma needs `mean` and `cv`, or `mean` and `shape`', numbers, context);
  return z.NEVER;
});

const lognormal = keys('two quantiles such as { p50: 5ms, p99: 40ms }, or { mean: 8ms, cv: 1.2 }', {
  ...quantiles,
  mean: mean.optional(),
  cv: cv.optional(),
}).transform((numbers, context): Distribution => {
  const { mean, cv } = numbers;
  if (given(numbers).length === 2 && mean !== undefined && cv !== undefined) return lognormalFromMean(mean, cv);
  const known = twoQuantiles(numbers, context);
  if (!known) askFor('A lognormal needs two quantiles such as `p50` and `p99`, or `mean` and `cv`', numbers, context);
  return known && known !== 'wrong order' ? lognormalFromQuantiles(...known) : z.NEVER;
});

const weibull = keys('two quantiles such as { p50: 5ms, p99: 40ms }, or { mean: 8ms, shape: 0.7 }', {
  ...quantiles,
  mean: mean.optional(),
  shape: field(number(0.1, 100, 0.7).optional(), {
    is: 'Below 1, what has taken long will take longer still; 1 is exponential; above 1, what has taken long will soon be done.',
    unit: PLAIN,
  }),
  cv: cv.optional(),
}).transform((numbers, context): Distribution => {
  const { mean, shape, cv } = numbers;
  if (given(numbers).length === 2 && mean !== undefined) {
    if (shape !== undefined) return weibullFromShape(mean, shape);
    if (cv !== undefined) return weibullFromMean(mean, cv);
  }
  const known = twoQuantiles(numbers, context);
  if (!known)
    askFor('A Weibull needs two quantiles such as `p50` and `p99`, or `mean` and `shape` or `cv`', numbers, context);
  return known && known !== 'wrong order' ? weibullFromQuantiles(...known) : z.NEVER;
});

const pareto = keys('its ends and its shape, such as { shape: 1.2, min: 2ms, max: 5s }', {
  shape: field(number(0.1, 20, 1.2).optional(), {
    is: 'How fast the tail thins out: with 1, ten times as long is ten times as rare; the lower, the more giants.',
    unit: PLAIN,
  }),
  min: field(duration('more than zero'), { is: 'The shortest it takes.', unit: A_DURATION }),
  max: field(duration('more than zero'), { is: 'The longest it takes: the tail ends there.', unit: A_DURATION }),
  mean: mean.optional(),
}).transform((numbers, context): Distribution => {
  const { shape, min, max, mean } = numbers;
  const refuse = (key: string, message: string) => {
    context.addIssue({ code: 'custom', path: [key], message });
    return z.NEVER;
  };
  if (min >= max) return refuse('max', '`max` must be longer than `min`.');
  if (shape !== undefined && mean === undefined) return paretoOf(min, max, shape);
  if (mean !== undefined && shape === undefined) {
    const [lowest, highest] = paretoMeans(min, max);
    if (mean > lowest && mean < highest) return paretoFromMean(min, max, mean);
    const between = `from ${formatDuration(lowest)} to ${formatDuration(highest)}`;
    return refuse('mean', `Between these ends, a Pareto can have a mean ${between}.`);
  }
  askFor('A Pareto needs `min`, `max` and `shape`, or `min`, `max` and `mean`', numbers, context);
  return z.NEVER;
});

const branches = z
  .array(
    keys('a branch such as { share: 90%, mean: 2ms }', {
      share: field(share(), { is: 'How many of the draws take this branch.', unit: 'a percentage' }),
      mean,
    }),
  )
  .min(1)
  .max(20)
  .meta({ expected: 'a list of branches such as [{ share: 90%, mean: 2ms }, { share: 10%, mean: 40ms }]' });

const hyperexponential = keys('mean and variation, such as { mean: 8ms, cv: 3 }, or its `branches`', {
  mean: mean.optional(),
  cv: cv.optional(),
  branches: field(branches.optional(), {
    is: 'Exponentials of which each draw takes one; their shares add up to 100%.',
    samples: ['[{ share: 90%, mean: 2ms }, { share: 10%, mean: 40ms }]'],
  }),
}).transform((numbers, context): Distribution => {
  const { mean, cv, branches } = numbers;
  if (branches && mean === undefined && cv === undefined) {
    checkShares(branches, context, ['branches']);
    return hyperexponentialOf(branches.map(({ share, mean }) => ({ weight: share, part: mean })));
  }
  if (mean !== undefined && cv !== undefined && !branches) {
    if (cv >= 1) return hyperexponentialFromMean(mean, cv);
    const message = 'A hyperexponential has a `cv` of at least 1; for less, use gamma or erlang.';
    context.addIssue({ code: 'custom', path: ['cv'], message });
  } else askFor('A hyperexponential needs `mean` and `cv`, or `branches`', numbers, context);
  return z.NEVER;
});

/** The kinds that are made of no others, each with what it is given by. */
export const kinds = {
  constant: field(
    duration('zero or more')
      .transform((ms) => constant(ms))
      .optional(),
    { is: 'The same every time.', unit: A_DURATION, samples: ['3ms'] },
  ),
  uniform: field(uniform.optional(), {
    is: 'Any value between two ends, all equally likely.',
    samples: ['{ from: 2ms, to: 8ms }'],
  }),
  exponential: field(exponential.optional(), {
    is: 'Mostly short, sometimes several times the mean; the usual model of work that varies a lot.',
    samples: ['{ mean: 4ms }'],
  }),
  erlang: field(erlang.optional(), {
    is: 'Several exponential stages, one after another: the more there are, the steadier it is.',
    samples: ['{ mean: 8ms, k: 4 }'],
  }),
  gamma: field(gamma.optional(), {
    is: 'A hump whose width is chosen by `cv`; a cv below 1 is steadier than an exponential.',
    samples: ['{ mean: 8ms, cv: 0.5 }'],
  }),
  lognormal: field(lognormal.optional(), {
    is: 'A hump with a long tail, as measured latencies tend to be. Given by two quantiles, or by mean and variation.',
    samples: ['{ p50: 5ms, p99: 40ms }', '{ mean: 8ms, cv: 1.2 }'],
  }),
  weibull: field(weibull.optional(), {
    is: 'Steady or long-tailed, as its shape says. Given by two quantiles, or by mean and shape or variation.',
    samples: ['{ p50: 5ms, p99: 40ms }', '{ mean: 8ms, shape: 0.7 }'],
  }),
  pareto: field(pareto.optional(), {
    is: 'Mostly near its shortest, with giants up to its longest that carry much of all work.',
    samples: ['{ shape: 1.2, min: 2ms, max: 5s }'],
  }),
  hyperexponential: field(hyperexponential.optional(), {
    is: 'Exponentials of which each draw takes one: many short and a few long, so it varies more than any one of them.',
    samples: ['{ mean: 8ms, cv: 3 }'],
  }),
  empirical: field(empirical.optional(), {
    is: 'As measured: a histogram, or the measured durations themselves.',
    samples: ['{ edges: [0ms, 5ms, 20ms], weights: [90, 10] }', '{ samples: [3ms, 4ms, 9ms] }'],
  }),
};
