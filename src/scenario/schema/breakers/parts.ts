import { parseShare } from '../../../kernel/units';
import { steeringsOf, type BreakerDialect } from '../../../policies/breaker';
import { failuresBut, outcomeSet, type OutcomeSet } from '../../../policies/breakers/dialect';
import { isGood, isUnawaited, OUTCOME_NAMES, type Outcome } from '../../../policies/outcome';
import { field, type FieldNotes } from '../field';
import { count, duration } from '../quantity';
import { z } from '../z';

/* Parameters that several libraries' breakers have, if under names of their own. */

const outcomeOf = (name: (typeof OUTCOME_NAMES)[number]): Outcome => OUTCOME_NAMES.indexOf(name) as Outcome;

const FAILURES = OUTCOME_NAMES.filter((name) => !isGood(outcomeOf(name)) && !isUnawaited(outcomeOf(name)));

const failures = () =>
  z
    .array(z.enum(FAILURES).meta({ expected: `one of ${FAILURES.join(', ')}` }))
    .min(1)
    .max(FAILURES.length)
    .meta({ expected: 'a list of outcomes such as [conflict, shed]' });

const LIST = { unit: 'a list of outcomes', samples: ['[conflict]', '[conflict, shed, rate limited]'] } as const;

/** Outcomes to which something special applies. */
export const except = (notes: Pick<FieldNotes, 'is' | 'libraries'>) =>
  field(
    failures()
      .optional()
      .transform((names): OutcomeSet => outcomeSet((names ?? []).map(outcomeOf))),
    { ...LIST, ...notes, default: 'none but bad request, which is the fault of the call itself' },
  );

/** The only outcomes to which the usual applies; to all other failures, what `is` says. */
export const only = (notes: Pick<FieldNotes, 'is' | 'libraries'>) =>
  field(
    failures()
      .optional()
      .transform((names): OutcomeSet => (names === undefined ? 0 : failuresBut(names.map(outcomeOf)))),
    { ...LIST, ...notes, default: 'every failure', samples: ['[error, timeout]'] },
  );

/** In which state an operator holds it, as far as the library lets one. */
export const state = <Dialect extends BreakerDialect>(like: Dialect, is: string) => {
  const states = steeringsOf(like);
  return field(
    z
      .enum(states)
      .default('automatic')
      .meta({ expected: states.map((each) => `\`${each}\``).join(', ') }),
    { is: `${is} automatic: it decides by itself.`, scope: 'every replica of the caller; takes force at once' },
  );
};

/** `50`, `50%`: from 0 to 100. */
export const percentage = () => {
  const expected = 'a percentage such as 50 or 50%';
  return z
    .union([
      z.number(),
      z.string().transform((text, context): number => {
        const read = parseShare(text);
        if (read.ok) return Math.round(read.value * 1e9) / 1e7;
        context.addIssue({ code: 'custom', message: read.message });
        return z.NEVER;
      }),
    ])
    .refine((value) => value >= 0 && value <= 100)
    .meta({ expected });
};

/** `0.1`, `10%`: from 0 to 1. */
export const ratio = () =>
  z
    .union([
      z.number(),
      z.string().transform((text, context): number => {
        const read = parseShare(text);
        if (read.ok) return read.value;
        context.addIssue({ code: 'custom', message: read.message });
        return z.NEVER;
      }),
    ])
    .refine((value) => value >= 0 && value <= 1)
    .meta({ expected: 'a ratio such as 0.5 or 50%' });

export const yesOrNo = (is: string, notes: Partial<FieldNotes> = {}) =>
  field(z.boolean().default(false).meta({ expected: 'true or false' }), { is, unit: 'true or false', ...notes });

export const calls = (least = 1) => count(least, 10_000).optional();

/** The lab's own name for a parameter of the library. */
export const alsoCalled = <Schema extends z.ZodType>(own: string, schema: Schema) =>
  field(schema, { is: `The lab’s own name of \`${own}\`.`, unit: `as \`${own}\``, default: `as \`${own}\`` });

/** How long it stays open, in the lab's own words. */
export const openFor = (own: string) => ({ 'open for': alsoCalled(own, duration('more than zero').optional()) });
export const minimumCalls = (own: string) => ({ 'minimum calls': alsoCalled(own, calls()) });

/** What was given under the one name or the other; both at once is a problem of the second. */
export function either<Value>(
  source: object,
  own: string,
  synonym: string,
  unsaid: Value,
  context: z.RefinementCtx,
): Value {
  const said = source as Readonly<Record<string, Value | undefined>>;
  if (said[own] !== undefined && said[synonym] !== undefined) {
    const message = `\`${synonym}\` says the same as \`${own}\`; give one of the two.`;
    context.addIssue({ code: 'custom', path: [synonym], params: { at: 'key' }, message });
  }
  return said[own] ?? said[synonym] ?? unsaid;
}
