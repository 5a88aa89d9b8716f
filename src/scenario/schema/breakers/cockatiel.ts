import type { BackoffParams } from '../../../policies/backoff';
import type { CockatielCounts } from '../../../policies/breakers/cockatiel-counts';
import { field, keys } from '../field';
import { count, duration, number } from '../quantity';
import { exponentialBackoff } from '../retry/cockatiel-backoff';
import { z } from '../z';
import { like } from './like';
import { calls, except, only, openFor, ratio, state } from './parts';
import { alone, type BreakerSource } from './source';

/** Between the two, as the library insists. */
const threshold = () =>
  field(
    ratio().refine((value) => value > 0 && value < 1, 'cockatiel wants more than 0 and less than 1 here.'),
    {
      is: 'Opens when a call fails and more than this share of those counted did.',
      unit: 'a ratio or a percentage',
      samples: ['0.5'],
      spare: 0.5,
    },
  );

const countBreaker = keys('{ threshold: 0.5, size: 20 }', {
  threshold: threshold(),
  size: field(count(1, 10_000), {
    is: 'How many of the newest calls count.',
    unit: 'calls',
    samples: ['20'],
    spare: 20,
  }),
  minimumNumberOfCalls: field(calls(), {
    is: 'Judges nothing before so many calls are counted.',
    unit: 'calls',
    default: 'as many as `size`',
  }),
}).transform((source, context): CockatielCounts => {
  const { threshold, size, minimumNumberOfCalls: minimumCalls = size } = source;
  if (minimumCalls > size)
    context.addIssue({
      code: 'custom',
      path: ['minimumNumberOfCalls'],
      message: 'This cannot be more than `size`.',
    });
  return { kind: 'count', threshold, size, minimumCalls };
});

const SECOND_MS = 1000;
const PARTS_AT_LEAST = 5;
/** Failures a second that are to be needed where nothing is said. */
const FAILURES_PER_SECOND = 5;

const samplingBreaker = keys('{ threshold: 0.5, duration: 30s }', {
  threshold: threshold(),
  duration: field(duration('more than zero'), {
    is: 'How far its window reaches back, in at least five parts of at most 1s. A result turns at most one part, however long nothing came.',
    unit: 'a duration',
    samples: ['30s'],
    spare: '30s',
  }),
  minimumRps: field(number(0, 1_000_000, 10).optional(), {
    is: 'Judges nothing while fewer calls a second than this came, on average over the window.',
    unit: 'calls a second',
    default: 'as many as make 5 failures a second at the threshold',
    samples: ['10'],
  }),
}).transform(({ threshold, duration, minimumRps }): CockatielCounts => {
  const parts = Math.max(PARTS_AT_LEAST, Math.ceil(duration / SECOND_MS));
  return {
    kind: 'sampling',
    threshold,
    parts,
    partMs: Math.max(1, Math.round(duration / parts)),
    minimumPerMs: minimumRps ? minimumRps / SECOND_MS : FAILURES_PER_SECOND / (threshold * SECOND_MS),
  };
});

const wait = () => duration('zero or more');

/** Each time in a row: as listed, or by a rule. */
interface OpenTimes {
  readonly listMs: readonly number[];
  readonly backoff: BackoffParams | null;
}

const listed = (listMs: readonly number[]): OpenTimes => ({ listMs, backoff: null });

const AFTER = 'a duration such as 10s, a list of them such as [1s, 5s, 30s], or { ExponentialBackoff: {} }';

const backoffs = keys(AFTER, {
  ConstantBackoff: field(wait().optional(), {
    is: 'The same time every time.',
    default: 'another of the four is given',
    unit: 'a duration',
  }),
  IterableBackoff: field(z.array(wait()).min(1).max(100).optional(), {
    is: 'The first time, the second time in a row, …; the last one stands for all further.',
    default: 'another of the four is given',
    unit: 'a list of durations',
  }),
  DelegateBackoff: field(z.array(wait()).min(1).max(100).optional(), {
    is: 'What your function gives the first time, the second time in a row, …; the last one stands for all further.',
    default: 'another of the four is given',
    unit: 'a list of durations',
  }),
  ExponentialBackoff: field(exponentialBackoff.optional(), {
    is: 'A time that grows each time in a row, drawn anew each time unless `generator` is no.',
    default: 'another of the four is given',
  }),
}).transform((source, context): OpenTimes => {
  const { ConstantBackoff: constant, IterableBackoff, DelegateBackoff, ExponentialBackoff: backoff } = source;
  const given = [constant, IterableBackoff, DelegateBackoff, backoff].filter((each) => each !== undefined).length;
  if (given !== 1)
    context.addIssue({
      code: 'custom',
      params: { lacking: given === 0 },
      message: 'This needs exactly one of ConstantBackoff, IterableBackoff, DelegateBackoff, ExponentialBackoff.',
    });
  if (backoff) return { listMs: [backoff.baseMs], backoff };
  return listed(IterableBackoff ?? DelegateBackoff ?? [constant ?? 0]);
});

/** cockatiel 3.2.1. */
export const cockatiel = keys(
  'a breaker of cockatiel such as { like: cockatiel, halfOpenAfter: 10s, ConsecutiveBreaker: 5 }',
  {
    like: like('cockatiel'),
    halfOpenAfter: field(
      z
        .union([wait().transform((ms) => listed([ms])), z.array(wait()).min(1).max(100).transform(listed), backoffs])
        .optional()
        .meta({ expected: AFTER }),
      {
        is: 'How long it stays open; the call at its end, or the first one after it, is the probe, and whoever comes meanwhile waits for it. A list: the first time, the second time in a row, … Or one of cockatiel’s backoffs.',
        unit: 'a duration, a list of them, or a map',
        default: 'must be given',
        samples: ['10s', '[1s, 5s, 30s]', '{ ExponentialBackoff: { initialDelay: 1s, maxDelay: 30s } }'],
      },
    ),
    ConsecutiveBreaker: field(calls(), {
      is: 'Opens with the failure that makes it so many in a row.',
      unit: 'failures',
      default: 'one of the three must be given',
      samples: ['5'],
    }),
    CountBreaker: field(countBreaker.optional(), {
      is: 'Opens when too many of the newest calls failed.',
      default: 'one of the three must be given',
      samples: ['{ threshold: 0.5, size: 20 }'],
    }),
    SamplingBreaker: field(samplingBreaker.optional(), {
      is: 'Opens when too many of the calls of some time failed.',
      default: 'one of the three must be given',
      samples: ['{ threshold: 0.5, duration: 30s }'],
    }),
    handle: only({
      is: 'The only outcomes that are failures to it; others are not counted at all, and close it half-open.',
    }),
    state: state(
      'cockatiel',
      'Where an operator holds it. isolated: no call goes out. Released, it is closed, with its counts as they were.',
    ),
    ignore: except({ is: 'Outcomes that it does not handle: not counted at all; half-open, they close it.' }),
    'consecutive failures': field(calls(), {
      is: 'The lab’s own name of `ConsecutiveBreaker`.',
      default: 'as `ConsecutiveBreaker` says',
      unit: 'failures',
    }),
    ...openFor('halfOpenAfter'),
  },
).transform((source, context): BreakerSource => {
  const inside: Record<string, CockatielCounts | undefined> = {
    ConsecutiveBreaker: inARow(source.ConsecutiveBreaker),
    CountBreaker: source.CountBreaker,
    SamplingBreaker: source.SamplingBreaker,
    'consecutive failures': inARow(source['consecutive failures']),
  };
  const [counts, another] = Object.values(inside).filter((each) => each !== undefined);
  if (counts === undefined || another !== undefined)
    context.addIssue({
      code: 'custom',
      params: { lacking: counts === undefined && Object.keys(inside) },
      message: 'A breaker like cockatiel needs exactly one of ConsecutiveBreaker, CountBreaker, SamplingBreaker.',
    });
  const { halfOpenAfter, 'open for': openFor } = source;
  if ((halfOpenAfter === undefined) === (openFor === undefined))
    context.addIssue({
      code: 'custom',
      params: { lacking: halfOpenAfter === undefined && ['halfOpenAfter', 'open for'] },
      message: 'A breaker like cockatiel needs `halfOpenAfter`, such as 10s.',
    });
  return alone({
    like: 'cockatiel',
    steering: source.state,
    ignored: source.handle | source.ignore,
    tolerated: 0,
    counts: counts ?? { kind: 'consecutive', failures: 1 },
    openForMs: halfOpenAfter?.listMs ?? [openFor ?? 0],
    openBackoff: halfOpenAfter?.backoff ?? null,
  });
});

const inARow = (failures: number | undefined): CockatielCounts | undefined =>
  failures === undefined ? undefined : { kind: 'consecutive', failures };
