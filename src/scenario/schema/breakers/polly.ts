import { field, keys } from '../field';
import { count, duration, factor } from '../quantity';
import { z } from '../z';
import { like } from './like';
import { alsoCalled, either, minimumCalls, only, openFor, ratio, state } from './parts';
import { alone, type BreakerSource } from './source';

const LEAST_MS = 500;
const LEAST = 'Polly takes no less than 500ms here.';
const time = () =>
  duration('more than zero')
    .refine((ms) => ms >= LEAST_MS, LEAST)
    .optional();

const GENERATED = 'a list of durations such as [5s, 10s, 30s], or { first: 5s, factor: 2, most: 5min }';

/** What a generator would give for 0, 1, 2 … half-opens since it closed. */
const growing = keys(GENERATED, {
  first: field(duration('more than zero'), {
    is: 'The break when it opens from closed.',
    unit: 'a duration',
    samples: ['5s'],
    spare: '5s',
  }),
  factor: field(factor(1.1, 100).default(2), {
    is: 'How many times as long the next break is, if the probe fails.',
    unit: 'a number or a multiple such as 2x',
    default: '2x',
  }),
  most: field(duration('more than zero').prefault('24h'), { is: 'The longest break.', unit: 'a duration' }),
}).transform(({ first, factor, most }): readonly number[] => {
  const breaksMs = [];
  for (let breakMs = first; breakMs < most; breakMs *= factor) breaksMs.push(breakMs);
  return [...breaksMs, most];
});

/** Polly 8. */
export const polly = keys('a breaker of Polly such as { like: polly, FailureRatio: 0.1 }', {
  like: like('polly'),
  FailureRatio: field(ratio().optional(), {
    is: 'Opens when a call fails and at least this share of those in the window did.',
    unit: 'a ratio or a percentage',
    default: '0.1',
    samples: ['0.1'],
  }),
  SamplingDuration: field(time(), {
    is: 'How far its window reaches back, in ten parts, each begun by the first result that needs it.',
    unit: 'a duration',
    default: '30s',
    samples: ['30s'],
  }),
  MinimumThroughput: field(count(2, 1_000_000).optional(), {
    is: 'Judges nothing before the window holds this many calls.',
    unit: 'calls',
    default: '100',
    samples: ['100'],
  }),
  BreakDuration: field(time(), {
    is: 'How long it stays open; the call at its end, or the first one after it, is the one probe.',
    unit: 'a duration',
    default: '5s',
    samples: ['5s'],
  }),
  BreakDurationGenerator: field(
    z
      .union([z.array(duration('more than zero')).min(1).max(100), growing])
      .optional()
      .meta({ expected: GENERATED }),
    {
      is: 'How long it stays open by the number of half-open attempts since it was closed, in place of `BreakDuration`: a list, whose last one stands for all further, or a first break that grows.',
      unit: 'a list of durations, or a map',
      default: 'none: every break is as long',
      samples: ['{ first: 5s, factor: 2, most: 5min }', '[5s, 10s, 30s]'],
    },
  ),
  ShouldHandle: only({
    is: 'The only outcomes that are failures to it; all others are as good as successes, and close it half-open, cancellation included.',
  }),
  state: state(
    'polly',
    'Where an operator holds it. isolated: no call goes out. Left alone again, it is closed and empty.',
  ),
  'failure rate': alsoCalled('FailureRatio', ratio().optional()),
  window: alsoCalled('SamplingDuration', time()),
  ...minimumCalls('MinimumThroughput'),
  ...openFor('BreakDuration'),
}).transform((source, context): BreakerSource => {
  const breakMs = either<number | undefined>(source, 'BreakDuration', 'open for', undefined, context);
  const { BreakDurationGenerator: generated } = source;
  if (generated !== undefined && breakMs !== undefined) {
    const message = '`BreakDurationGenerator` takes the place of `BreakDuration`; give one of the two.';
    context.addIssue({ code: 'custom', path: ['BreakDurationGenerator'], params: { at: 'key' }, message });
  }
  return alone({
    like: 'polly',
    steering: source.state,
    ignored: 0,
    tolerated: source.ShouldHandle,
    failureRatio: either(source, 'FailureRatio', 'failure rate', 0.1, context),
    samplingMs: either(source, 'SamplingDuration', 'window', 30_000, context),
    minimumThroughput: either(source, 'MinimumThroughput', 'minimum calls', 100, context),
    breaksMs: generated ?? [breakMs ?? 5000],
  });
});
