import type { BackoffParams } from '../../../policies/backoff';
import { field } from '../field';
import { count, duration, factor, share } from '../quantity';
import { z } from '../z';

/* Parameters that several libraries have, if under names of their own. */

/** Waits of these libraries are whole milliseconds. */
export const WHOLE_MS = 1;

export const yesOrNo = (is: string) =>
  field(z.boolean().default(false).meta({ expected: 'true or false' }), { is, unit: 'true or false' });

export const attempts = () =>
  field(count(1, 1000).default(3), { is: 'Tries in all, the first one included.', unit: 'attempts' });

export const wait = (unsaid: string, is: string) =>
  field(duration('zero or more').prefault(unsaid), { is, unit: 'a duration' });

const WAITS = 'a list of waits such as [100ms, 500ms, 2s]';

/** By how much of itself a wait of resilience4j varies: something is left of it. */
export const randomness = () => share().refine((value) => value < 1, 'resilience4j takes less than 100% here.');

const list = () =>
  z
    .array(duration('zero or more').meta({ samples: ['100ms'] }))
    .min(1)
    .max(100)
    .meta({ expected: WAITS });

/** Waits one by one. */
export const listed = () =>
  list().transform((listMs): Pick<BackoffParams, 'kind' | 'baseMs' | 'listMs'> => {
    return { kind: 'listed', baseMs: listMs[0]!, listMs };
  });

/** The same, by the name that a library has for them. */
export const listedWaits = (is: string) =>
  field(listed().optional(), {
    is: `${is} The last one stands for all further.`,
    unit: 'a list of durations',
    default: 'as the other keys say',
    samples: ['[100ms, 500ms, 2s]'],
  });

export const growth = (unsaid: number) =>
  field(factor(1, 100).default(unsaid), {
    is: 'How many times as long each wait is as the one before.',
    unit: 'a number or a multiple such as 2x',
    default: `${unsaid}x`,
  });

export const longest = () =>
  field(duration('more than zero').optional(), {
    is: 'The longest wait, whatever the randomness makes of it.',
    unit: 'a duration',
    default: 'no cap',
  });
