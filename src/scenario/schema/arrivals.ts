import type { RatePiece } from '../model';
import { field, keys, oneKey } from './field';
import { stepsInOrder } from './in-order';
import { duration, rate } from './quantity';
import { daily, flat, once, RATE, spike, type RateOverTime } from './rate-shapes';
import { replay } from './replay';
import { z } from './z';

const step = keys('a step such as { at: 30s, rate: 60/s }', {
  at: field(duration('zero or more'), { is: 'When this rate begins.', unit: 'a duration since the start' }),
  rate: field(rate(), { is: 'The rate from then on.', unit: RATE }),
});

const steps = z
  .array(step)
  .min(1)
  .max(200)
  .superRefine(stepsInOrder)
  .meta({ expected: 'a list of steps such as [{ at: 0s, rate: 10/s }, { at: 30s, rate: 60/s }]' });

const ramp = keys('a ramp such as { from: 10/s, to: 60/s, over: 30s }', {
  from: field(rate(), { is: 'The rate at its beginning.', unit: RATE }),
  to: field(rate(), { is: 'The rate at its end, kept from then on.', unit: RATE }),
  over: field(duration('more than zero'), { is: 'How long the change takes, in a straight line.', unit: 'a duration' }),
});

const rampField = field(ramp.optional(), { is: 'A straight line from one rate to another.' });

const piece = oneKey(
  'a piece such as { hold: 10/s, for: 30s } or { ramp: { from: 10/s, to: 60/s, over: 30s } }',
  {
    hold: field(rate().optional(), { is: 'Stays at this rate.', unit: RATE }),
    ramp: rampField,
    for: field(duration('more than zero').optional(), {
      is: 'How long a `hold` lasts before the next piece begins.',
      unit: 'a duration',
      default: 'for ever, so only the last piece may leave it out',
    }),
  },
  ['for'],
);

const pieces = z
  .array(piece)
  .min(1)
  .max(200)
  .superRefine((list, context) => {
    list.forEach((piece, index) => {
      if (piece.ramp && piece.for !== undefined)
        context.addIssue({ code: 'custom', path: [index, 'for'], message: 'A ramp says `over`, not `for`.' });
      if (piece.hold !== undefined && piece.for === undefined && index < list.length - 1)
        context.addIssue({
          code: 'custom',
          path: [index],
          params: { lacking: true },
          message: 'This holds for ever, so the next piece never begins: add `for`, such as `for: 30s`.',
        });
    });
  })
  .meta({
    expected: 'a list of pieces such as [{ hold: 10/s, for: 30s }, { ramp: { from: 10/s, to: 60/s, over: 30s } }]',
  });

function piecesOfSteps(list: z.output<typeof steps>): RatePiece[] {
  const held = list.map((step, index) => flat(step.at, (list[index + 1]?.at ?? Infinity) - step.at, step.rate));
  const first = list[0]?.at ?? 0;
  return first > 0 ? [flat(0, first, 0), ...held] : held;
}

function piecesOfList(list: z.output<typeof pieces>): RatePiece[] {
  const result: RatePiece[] = [];
  let fromMs = 0;
  let perMs = 0;
  for (const { hold, ramp, for: forMs = Infinity } of list) {
    if (ramp) {
      result.push({ fromMs, lengthMs: ramp.over, startPerMs: ramp.from, endPerMs: ramp.to });
      fromMs += ramp.over;
      perMs = ramp.to;
    } else if (hold !== undefined) {
      result.push(flat(fromMs, forMs, hold));
      fromMs += forMs;
      perMs = hold;
    }
  }
  return fromMs < Infinity ? [...result, flat(fromMs, Infinity, perMs)] : result;
}

const shaped = oneKey('a shape such as { ramp: { from: 10/s, to: 60/s, over: 30s } }', {
  steps: field(steps.optional(), {
    is: 'Constant rates one after another, each from its instant on; before the first nobody arrives.',
    unit: 'a list of steps',
  }),
  ramp: rampField,
  spike: field(spike.optional(), { is: 'A rate that rises for a while and falls back.' }),
  daily: field(daily.optional(), { is: 'A rate that rises and falls with the day, as a cosine does.' }),
  replay: field(replay.optional(), { is: 'Rates measured elsewhere, pasted as lines of text.' }),
}).transform(({ steps, ramp, spike, daily, replay }): RateOverTime => {
  const shape = spike ?? daily ?? replay;
  return shape ?? once(ramp ? piecesOfList([{ ramp }]) : piecesOfSteps(steps ?? []));
});

/** Arrivals over time. */
export const arrivals = () =>
  z
    .union([
      rate().transform((perMs) => once([flat(0, Infinity, perMs)])),
      shaped,
      pieces.transform((list) => once(piecesOfList(list))),
    ])
    .meta({ expected: 'a rate such as 60/s, or a shape such as { ramp: { from: 10/s, to: 60/s, over: 30s } }' });
