import { field, keys } from '../field';
import { count, duration } from '../quantity';
import { like } from './like';
import { alsoCalled, either, minimumCalls, only, openFor, ratio, state } from './parts';
import { alone, type BreakerSource } from './source';

const LEAST_MS = 500;
const LEAST = 'Polly takes no less than 500ms here.';
const time = () =>
  duration('more than zero')
    .refine((ms) => ms >= LEAST_MS, LEAST)
    .optional();

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
}).transform((source, context): BreakerSource =>
  alone({
    like: 'polly',
    steering: source.state,
    ignored: 0,
    tolerated: source.ShouldHandle,
    failureRatio: either(source, 'FailureRatio', 'failure rate', 0.1, context),
    samplingMs: either(source, 'SamplingDuration', 'window', 30_000, context),
    minimumThroughput: either(source, 'MinimumThroughput', 'minimum calls', 100, context),
    breakMs: either(source, 'BreakDuration', 'open for', 5000, context),
  }),
);
