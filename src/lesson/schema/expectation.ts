import { field, oneKey } from '../../scenario/schema/field';
import { linkKey, name, routeKey } from '../../scenario/schema/names';
import { count, duration, rate, share } from '../../scenario/schema/quantity';
import { z } from '../../scenario/schema/z';
import type { Expectation } from '../lesson';

const SHARE = 'a share such as 99%';

const journeys = () =>
  z.array(name()).min(1).max(50).meta({ expected: 'a list of journeys such as [browse, checkout]' }).optional();

/** What a bound may be depends on what is measured, so it is read only once that is known. */
const bound = () =>
  z
    .union([z.string().max(40), z.number()])
    .meta({ expected: 'a limit such as 99%, 800ms, 10/s or 0' })
    .optional();

const written = oneKey(
  'an expectation such as { answered: [search], at least: 99% }',
  {
    answered: field(journeys(), {
      is: 'The share of the shoppers of these journeys who were answered, in full or degraded, among those whose wait ended or should have ended.',
    }),
    degraded: field(journeys(), { is: 'The share of those answered whose answer was degraded.' }),
    p95: field(journeys(), { is: 'The 95th percentile of the time to an answer or a failure.' }),
    'waiting workers': field(name().optional().meta({ names: 'service' }), {
      is: 'The most workers of a service that waited on calls, on average over any `over`, as a share of all of them.',
      unit: 'a service',
    }),
    'made-up answers': field(routeKey().optional(), {
      is: 'Calls answered by a fallback although the callee had not answered.',
      unit: 'a call such as `web -> payments.charge`',
    }),
    attempts: field(linkKey().optional(), {
      is: 'Attempts sent over a link, on average over the window.',
      unit: 'a link such as `web -> catalog`',
    }),
    'at least': field(bound(), { is: 'The measure must be this or more.' }),
    'at most': field(bound(), { is: 'The measure must be this or less.' }),
    over: field(duration('more than zero').optional(), {
      is: 'waiting workers: the time over which they are averaged.',
      unit: 'a duration',
      default: '1s',
    }),
  },
  ['at least', 'at most', 'over'],
);

export const expectation = () =>
  written.transform((source, context): Expectation => {
    /** Reads the one bound this measure takes, and refuses the other. */
    const limit = (key: 'at least' | 'at most', kind: z.ZodType<number>, expected: string): number => {
      const other = key === 'at least' ? 'at most' : 'at least';
      if (source[other] !== undefined)
        context.addIssue({
          code: 'custom',
          path: [other],
          params: { at: 'key' },
          message: `This is measured by \`${key}\`, not \`${other}\`.`,
        });
      const read = kind.safeParse(source[key]);
      if (read.success) return read.data;
      if (source[key] === undefined)
        context.addIssue({ code: 'custom', message: `\`${key}\` is missing; expected ${expected}.` });
      else
        context.addIssue({
          code: 'custom',
          path: [key],
          message: said(read.error) ?? `\`${key}\` is \`${source[key]}\`; expected ${expected}.`,
        });
      return NaN;
    };
    if (source.over !== undefined && source['waiting workers'] === undefined)
      context.addIssue({
        code: 'custom',
        path: ['over'],
        params: { at: 'key' },
        message: '`over` belongs to `waiting workers`.',
      });

    if (source.answered)
      return { measure: 'answered', journeys: source.answered, atLeast: limit('at least', share(), SHARE) };
    if (source.degraded)
      return { measure: 'degraded', journeys: source.degraded, atMost: limit('at most', share(), SHARE) };
    if (source.p95)
      return {
        measure: 'p95',
        journeys: source.p95,
        atMost: limit('at most', duration('more than zero'), 'a duration such as 800ms'),
      };
    const service = source['waiting workers'];
    if (service !== undefined)
      return {
        measure: 'waiting workers',
        service,
        atMost: limit('at most', share(), SHARE),
        overMs: source.over ?? 1000,
      };
    const route = source['made-up answers'];
    if (route !== undefined)
      return { measure: 'made-up answers', route, atMost: limit('at most', count(0, 1_000_000), 'a whole number') };
    return {
      measure: 'attempts per second',
      link: source.attempts ?? '',
      atMost: limit('at most', rate(), 'a rate such as 10/s') * 1000,
    };
  });

const said = (error: z.ZodError): string | null =>
  error.issues.find((issue) => issue.code === 'custom')?.message ?? null;
