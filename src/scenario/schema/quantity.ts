import type { Resilience4jParams } from '../../policies/breakers/resilience4j';
import { parseDuration, parseRate, parseShare, type Quantity } from '../../kernel/units';
import { z } from './z';

const LONGEST_TEXT = 40;
const LONGEST_MS = 365 * 24 * 3_600_000;
export const HIGHEST_PER_MS = 100;

const DURATION = 'a duration such as 250ms, 1.5s, 5min or 2h';

const PARSERS = { duration: parseDuration, rate: parseRate, share: parseShare } as const;
type Kind = keyof typeof PARSERS;

/** What a parser says to a number without a unit, where a quantity was expected. */
export const unitlessWords = (value: number, quantity: string): string | null => {
  const read = Object.hasOwn(PARSERS, quantity) ? PARSERS[quantity as Kind](value) : null;
  return read && !read.ok ? read.message : null;
};

/** A text read by a parser of `kernel/units`, refused with its words, or with those of `limit` if it is out of bounds. */
const quantity = (kind: Kind, expected: string, limit: (value: number) => string | null) =>
  z
    .string()
    .meta({ quantity: kind, expected })
    .transform((text, context): number => {
      const read: Quantity =
        text.length > LONGEST_TEXT
          ? { ok: false, message: `This text is too long; expected ${expected}.` }
          : PARSERS[kind](text);
      const message = read.ok ? limit(read.value) : read.message;
      if (message === null && read.ok) return read.value;
      context.addIssue({ code: 'custom', message: message ?? `Expected ${expected}.` });
      return z.NEVER;
    });

type Least = 'zero or more' | 'more than zero';

/** In ms. */
export const duration = (least: Least) =>
  quantity('duration', DURATION, (ms) =>
    ms > LONGEST_MS
      ? 'That is longer than a year (8760h).'
      : ms === 0 && least === 'more than zero'
        ? 'This must be longer than zero.'
        : null,
  );

/** Per ms. */
export const rate = () =>
  quantity('rate', 'a rate such as 60/s', (perMs) =>
    perMs > HIGHEST_PER_MS ? 'That is more than 100000/s, the most that can be simulated.' : null,
  );

/** In [0, 1]. */
export const share = (least: Least = 'zero or more') =>
  quantity('share', 'a share such as 30%', (share) =>
    share > 1
      ? 'This cannot be more than 100%.'
      : share === 0 && least === 'more than zero'
        ? 'This must be more than 0%.'
        : null,
  );

export const count = (least: number, most: number) =>
  z
    .int()
    .min(least)
    .max(most)
    .meta({ expected: `a whole number from ${least} to ${most}` });

/** A plain number within bounds; `such` is one as it might be. */
export const number = (least: number, most: number, such: number) =>
  z
    .number()
    .min(least)
    .max(most)
    .meta({ expected: `a number from ${least} to ${most}, such as ${such}` });

const MULTIPLE = /^(\d{1,9}(?:\.\d{1,9})?) ?x$/;

/** `5x`, or just `5`. */
export const factor = (least: number, most: number) => {
  const expected = `a multiple from ${least}x to ${most}x, such as 5x`;
  return z
    .union([
      z.number(),
      z
        .string()
        .regex(MULTIPLE)
        .transform((text) => Number(MULTIPLE.exec(text)?.[1])),
    ])
    .refine((value) => value >= least && value <= most)
    .meta({ expected });
};

const CALLS = /^(\d{1,9}) calls?$/;
const MOST_CALLS = 10_000;
const MOST_SECONDS = 3600;

/** What a breaker judges by: `20 calls`, or `10s` in whole seconds. */
export const window = () => {
  const expected = 'a number of calls such as `20 calls`, or whole seconds such as 10s';
  return z
    .string()
    .max(LONGEST_TEXT)
    .meta({ expected, quantity: 'window' })
    .transform((text, context): Resilience4jParams['window'] => {
      const refuse = (message: string) => {
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      };
      const calls = CALLS.exec(text)?.[1];
      if (calls !== undefined) {
        const size = Number(calls);
        if (size >= 1 && size <= MOST_CALLS) return { kind: 'calls', size };
        return refuse(`A window is of 1 to ${MOST_CALLS} calls.`);
      }
      const read = parseDuration(text);
      if (!read.ok) return refuse(`\`${text}\` is not a window; expected ${expected}.`);
      const seconds = read.value / 1000;
      if (!Number.isInteger(seconds)) return refuse('A window of time counts in whole seconds, such as 10s.');
      if (seconds < 1 || seconds > MOST_SECONDS) return refuse(`A window of time is from 1s to ${MOST_SECONDS}s.`);
      return { kind: 'time', count: seconds, slotMs: 1000 };
    });
};

/** `5min old`, or just `5min`; in ms. */
export const age = () =>
  z
    .string()
    .transform((text) => text.replace(/ old$/, ''))
    .pipe(duration('more than zero'))
    .meta({ expected: 'an age such as 5min old', quantity: 'duration' });
