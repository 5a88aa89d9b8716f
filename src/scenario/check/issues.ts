import type { Part, Path } from '../document/places';
import type { z } from '../schema/z';

/** One thing the schema objects to, before it is put in words. */
export interface Issue {
  readonly path: Path;
  readonly part: Part;
  /** Something is not there; if a part of the value is at fault besides, that part may be it. */
  readonly lacking: boolean;
  /** Which keys it may be; null: any. */
  readonly lacks: readonly string[] | null;
  readonly what:
    /** Said by the schema itself. */
    | { readonly kind: 'said'; readonly message: string }
    | { readonly kind: 'unknown key' }
    | { readonly kind: 'bad key' }
    | { readonly kind: 'too few' }
    | { readonly kind: 'too many'; readonly most: number }
    /** Anything else than was expected there. */
    | { readonly kind: 'unexpected' };
}

type ZodIssue = z.core.$ZodIssue;

/** Zod's issues with alternatives resolved to the form the value seems meant to have, one for each key and value at fault. */
export const issuesOf = (error: z.ZodError): readonly Issue[] => error.issues.flatMap((issue) => flatten(issue, []));

function flatten(issue: ZodIssue, above: Path): readonly Issue[] {
  const path = [...above, ...(issue.path as Path)];
  const one = (what: Issue['what'], part: Part = 'value', lacking = false, lacks: Issue['lacks'] = null): Issue[] => [
    { path, part, lacking, lacks, what },
  ];
  switch (issue.code) {
    case 'invalid_union': {
      // The form meant is the one of the value's own type; our alternatives never share one.
      const meant = issue.errors.find((form) => !form.some((inner) => isOfOtherType(inner)));
      return meant ? meant.flatMap((inner) => flatten(inner, path)) : one({ kind: 'unexpected' });
    }
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        part: 'key',
        lacking: false,
        lacks: null,
        what: { kind: 'unknown key' },
      }));
    case 'invalid_key':
      return one({ kind: 'bad key' }, 'key');
    case 'custom': {
      const { message, params } = issue;
      const what = message === DEFAULT_MESSAGE ? UNEXPECTED : ({ kind: 'said', message } as const);
      const lacks = Array.isArray(params?.['lacking']) ? (params['lacking'] as string[]) : null;
      return one(
        what,
        params?.['at'] === 'key' ? 'key' : 'value',
        lacks !== null || params?.['lacking'] === true,
        lacks,
      );
    }
    case 'too_small':
      return issue.origin === 'array' ? one({ kind: 'too few' }, 'value', true) : one(UNEXPECTED);
    case 'too_big':
      return issue.origin === 'array' ? one({ kind: 'too many', most: Number(issue.maximum) }) : one(UNEXPECTED);
    default:
      return one(UNEXPECTED);
  }
}

const UNEXPECTED = { kind: 'unexpected' } as const;

/** Zod's own message of a refinement that has none. */
const DEFAULT_MESSAGE = 'Invalid input';

const isOfOtherType = (issue: ZodIssue): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' ||
    issue.code === 'invalid_value' ||
    (issue.code === 'invalid_union' && issue.errors.every((form) => form.some((inner) => isOfOtherType(inner)))));
