import { field, keys } from './field';
import { isTarget } from './names';
import { age } from './quantity';
import { z } from './z';

const USES = '`default`, `cached`, or another endpoint such as catalog.stale';

const use = z
  .string()
  .refine((text) => text === 'default' || text === 'cached' || isTarget(text))
  .meta({ expected: USES, names: 'endpoint', options: ['default', 'cached'] });

export const fallback = field(
  keys('a fallback such as { use: cached, up to: 5min old }', {
    use: field(use, {
      is: 'What to answer instead: a fixed default value, the last good answer this caller replica got, or the answer of another endpoint.',
      samples: ['default', 'cached'],
    }),
    'up to': field(age().optional(), {
      is: 'How old a cached answer may be.',
      unit: 'a duration',
      default: 'any age',
      scope: 'each replica of the caller remembers its own last good answer',
      samples: ['5min old'],
    }),
    otherwise: field(z.enum(['fail', 'default']).optional().meta({ expected: 'fail or default' }), {
      is: 'What to do when no cached answer is young enough.',
      default: 'fail',
    }),
    message: field(z.string().max(200).default('').meta({ expected: 'a text in quotes' }), {
      is: 'What the shopper is told on the page, since this answer is degraded.',
      unit: 'a sentence',
      default: 'nothing',
      samples: ['"Price from a few minutes ago"'],
    }),
  }).superRefine((source, context) => {
    for (const key of ['up to', 'otherwise'] as const) {
      if (source.use !== 'cached' && source[key] !== undefined)
        context.addIssue({
          code: 'custom',
          path: [key],
          params: { at: 'key' },
          message: `\`${key}\` belongs to \`use: cached\`.`,
        });
    }
  }),
  {
    is: 'Answers in place of a call that failed. The answer counts as degraded, not as full.',
    scope: 'each call by itself; what is cached is kept per replica of the caller',
    samples: ['{ use: default }', '{ use: cached, up to: 5min old, otherwise: fail }'],
  },
);
