import type { KnownQuantile } from '../../kernel/fitting';
import { field } from './field';
import { duration, number } from './quantity';
import type { z } from './z';

/* What the kinds of distributions are given by: keys that several of them share, and which of these go together. */

export const A_DURATION = 'a duration';
export const PLAIN = 'a plain number';

export const mean = field(duration('more than zero'), {
  is: 'The average over many draws.',
  unit: A_DURATION,
  synonyms: ['average', 'avg'],
  unlike: ['median'],
});

export const cv = field(number(0.01, 20, 0.5), {
  is: 'Coefficient of variation: the standard deviation divided by the mean. 0.2 is steady, 1 varies as an exponential does, 3 has rare giants.',
  unit: PLAIN,
});

const PS = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, 'p99.9': 0.999 } as const;

const quantile = (is: string, ...synonyms: string[]) =>
  field(duration('more than zero').optional(), { is, unit: A_DURATION, ...(synonyms.length > 0 && { synonyms }) });

export const quantiles = {
  p50: quantile('The median: half of the draws are shorter.', 'median'),
  p90: quantile('One draw in ten is longer.'),
  p95: quantile('One draw in twenty is longer.'),
  p99: quantile('One draw in a hundred is longer.'),
  'p99.9': quantile('One draw in a thousand is longer.'),
} satisfies Record<keyof typeof PS, unknown>;

type Quantiles = { readonly [Key in keyof typeof PS]?: number | undefined };

/** Those given, by rising p. */
export const quantilesIn = (numbers: Quantiles): KnownQuantile[] =>
  (Object.keys(PS) as (keyof typeof PS)[]).flatMap((key) => {
    const ms = numbers[key];
    return ms === undefined ? [] : [{ p: PS[key], ms }];
  });

/** The two given if nothing else is and the longer is the rarer; null, and an issue in the second case, otherwise. */
export function twoQuantiles(
  numbers: Quantiles,
  context: z.RefinementCtx,
): readonly [lower: KnownQuantile, upper: KnownQuantile] | 'wrong order' | null {
  const [lower, upper] = quantilesIn(numbers);
  if (!lower || !upper || given(numbers).length !== 2) return null;
  if (lower.ms < upper.ms) return [lower, upper];
  const name = ({ p }: KnownQuantile) => `p${Number((p * 100).toFixed(1))}`;
  context.addIssue({
    code: 'custom',
    path: [name(upper)],
    message: `\`${name(upper)}\` must be longer than \`${name(lower)}\`.`,
  });
  return 'wrong order';
}

/** The keys that have a value. */
export const given = (numbers: object): readonly string[] =>
  Object.entries(numbers).flatMap(([key, value]) => (value === undefined ? [] : [key]));

/** Says that what is given does not determine the distribution; a part found faulty before may be what is lacking. */
export function askFor(needs: string, numbers: object, context: z.RefinementCtx): void {
  const has = given(numbers);
  const listed = `${has.slice(0, -1).join(', ')} and ${has.at(-1)}`;
  context.addIssue({
    code: 'custom',
    params: { lacking: true },
    message: `${needs}${has.length === 0 ? '' : `; this has ${has.length === 1 ? `only ${has[0]}` : listed}`}.`,
  });
}

const SHARE_TOLERANCE = 1e-9;

/** Says so where shares do not come to all, unless one of them was found faulty before. */
export function checkShares(
  parts: readonly { readonly share: number }[],
  context: z.RefinementCtx,
  path: string[],
): void {
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  if (Math.abs(total - 1) <= SHARE_TOLERANCE) return;
  context.addIssue({
    code: 'custom',
    path,
    params: { lacking: true },
    message: `The shares add up to ${Number((total * 100).toFixed(6))}%; they must add up to 100%.`,
  });
}
