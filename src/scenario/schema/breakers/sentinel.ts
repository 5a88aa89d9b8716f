import { parseDuration } from '../../../kernel/units';
import type { SentinelParams } from '../../../policies/breakers/sentinel';
import { field, keys } from '../field';
import { duration } from '../quantity';
import { z } from '../z';
import { like } from './like';
import { calls, either, except, minimumCalls, openFor, ratio, state } from './parts';
import { alone, type BreakerSource } from './source';

const GRADES = ['slow request ratio', 'error ratio', 'error count'] as const;
const NEEDS = {
  'slow request ratio': 'a duration such as 200ms: a request that takes longer is slow',
  'error ratio': 'a ratio such as 0.5 or 50%',
  'error count': 'a number of errors such as 10',
} as const;

/** Sentinel 1.8: a rule of one of three kinds (grades). */
export const sentinel = keys(
  'a breaker of Sentinel such as { like: sentinel, grade: error ratio, count: 0.5, timeWindow: 10s }',
  {
    like: like('sentinel'),
    grade: field(
      z
        .enum(GRADES)
        .default('slow request ratio')
        .meta({ expected: GRADES.join(', ') }),
      {
        is: 'What the rule is about: the share of slow requests, the share of errors, or their number.',
      },
    ),
    count: field(
      z
        .union([z.number(), z.string()])
        .optional()
        .meta({ expected: 'a duration, a ratio or a number, as the grade has it' }),
      {
        is: 'slow request ratio: a request that takes longer is slow. error ratio, error count: opens above this.',
        unit: 'a duration, a ratio or a number, as the grade has it',
        default: 'must be given',
        samples: ['200ms', '0.5', '10'],
      },
    ),
    timeWindow: field(duration('more than zero').optional(), {
      is: 'How long it stays open; the call at its end, or the first one after it, is the one probe.',
      unit: 'a duration',
      default: 'must be given',
      samples: ['10s'],
    }),
    minRequestAmount: field(calls(), {
      is: 'Judges nothing before the present interval holds so many requests.',
      unit: 'requests',
      default: '5',
      samples: ['5'],
    }),
    statIntervalMs: field(duration('more than zero').prefault('1s'), {
      is: 'Length of the interval it counts in, which begins anew at whole multiples of it on the clock.',
      unit: 'a duration',
    }),
    slowRatioThreshold: field(ratio().default(1), {
      is: 'slow request ratio: opens above this share of slow requests; a share of 1 opens when all are slow.',
      default: '1',
      unit: 'a ratio or a percentage',
    }),
    exceptionsToIgnore: except({ is: 'Outcomes that are no errors to it; the requests count all the same.' }),
    state: state('sentinel', 'Nobody can hold it in a state.'),
    ...minimumCalls('minRequestAmount'),
    ...openFor('timeWindow'),
  },
).transform((source, context): BreakerSource => {
  const recoveryMs = either<number | undefined>(source, 'timeWindow', 'open for', undefined, context);
  if (recoveryMs === undefined)
    context.addIssue({
      code: 'custom',
      params: { lacking: ['timeWindow', 'open for'] },
      message: 'A breaker like sentinel needs `timeWindow`, such as 10s.',
    });
  return alone({
    like: 'sentinel',
    ignored: 0,
    tolerated: source.exceptionsToIgnore,
    rule: ruleOf(source, context),
    recoveryMs: recoveryMs ?? 1,
    minimumRequests: either(source, 'minRequestAmount', 'minimum calls', 5, context),
    intervalMs: source.statIntervalMs,
  });
});

interface RuleSource {
  readonly grade: (typeof GRADES)[number];
  readonly count?: number | string | undefined;
  readonly slowRatioThreshold: number;
}

function ruleOf({ grade, count, slowRatioThreshold }: RuleSource, context: z.RefinementCtx): SentinelParams['rule'] {
  const refuse = (): void => {
    const message =
      count === undefined
        ? `A breaker like sentinel needs \`count\`: here ${NEEDS[grade]}.`
        : `With \`grade: ${grade}\` this is ${NEEDS[grade]}.`;
    const lacking = count === undefined;
    context.addIssue({
      code: 'custom',
      message,
      ...(lacking ? { params: { lacking: ['count'] } } : { path: ['count'] }),
    });
  };
  switch (grade) {
    case 'slow request ratio': {
      const read = typeof count === 'string' ? parseDuration(count) : null;
      if (read?.ok && read.value > 0) return { kind: 'slow ratio', slowMs: read.value, ratio: slowRatioThreshold };
      refuse();
      return { kind: 'slow ratio', slowMs: 1, ratio: 1 };
    }
    case 'error ratio': {
      const read = ratio().safeParse(count);
      if (read.success) return { kind: 'error ratio', ratio: read.data };
      refuse();
      return { kind: 'error ratio', ratio: 1 };
    }
    case 'error count':
      if (typeof count === 'number' && count >= 0) return { kind: 'error count', count };
      refuse();
      return { kind: 'error count', count: 0 };
  }
}
