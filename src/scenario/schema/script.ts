import { field, keys } from './field';
import { inOrder } from './in-order';
import { name } from './names';
import { duration } from './quantity';
import { MOST_SCRIPTED, scriptText } from './script-text';
import { ENDS, type End, type ScriptedSource, type TrySource } from './scripted';
import { z } from './z';

const endField = field(
  z
    .enum(ENDS)
    .default('success')
    .meta({ expected: `one of ${ENDS.join(', ')}`, options: ENDS }),
  {
    is: 'How the work ends: `success`; `failure`, an error; `slow`, a success that must say how long it takes; `ignored`, a request at fault itself, which policies do not hold against the service; `cancelled`, called off.',
    samples: ['failure'],
  },
);

const takesField = field(duration('zero or more').optional(), {
  is: 'How long the work takes, in place of the endpoint’s own.',
  unit: 'a duration',
  default: '0ms',
  samples: ['20ms'],
});

interface Written {
  readonly takes?: number | undefined;
  readonly ends: End;
}

const tryOf = ({ takes = 0, ends }: Written): TrySource => ({ takesMs: takes, ends });

const SLOW_NEEDS = 'How slow? What is slow is told by how long it takes: add `takes`, such as `takes: 90s`.';

const slowSaysHowLong = ({ takes, ends }: Written, context: z.RefinementCtx): void => {
  if (ends === 'slow' && takes === undefined)
    context.addIssue({ code: 'custom', params: { lacking: true }, message: SLOW_NEEDS });
};

const another = keys('what a later try meets, such as { takes: 20ms, ends: success }', {
  takes: takesField,
  ends: endField,
}).superRefine(slowSaysHowLong);

const arrival = keys('an arrival such as { at: 0ms, takes: 20ms, ends: failure }', {
  at: field(duration('zero or more'), {
    is: 'When it comes; of the same instant those above come first, and all of them before anything else happens.',
    unit: 'a duration since the start',
    spare: '0ms',
  }),
  takes: takesField,
  ends: endField,
  then: field(z.array(another).min(1).max(100).optional().meta({ expected: 'a list of what later tries meet' }), {
    is: 'What the second and later visits made for this arrival meet, retries for instance; the last stands for all that follow.',
    unit: 'a list of what each meets',
    default: 'the same as the first',
    samples: ['[{ takes: 5ms, ends: success }]'],
  }),
  start: field(name().optional(), {
    is: 'The journey that it makes, by its name.',
    default: 'the only one of the workload',
  }),
}).superRefine(slowSaysHowLong);

const listed = z
  .array(arrival)
  .min(1)
  .max(MOST_SCRIPTED)
  .superRefine(inOrder('An arrival must not come before the one above it.', (atMs, beforeMs) => atMs < beforeMs))
  .transform((list) =>
    list.map(({ at, start, then = [], ...first }, place): ScriptedSource => {
      return { place, atMs: at, start: start ?? null, tries: [tryOf(first), ...then.map(tryOf)] };
    }),
  );

/** Arrivals at given instants, and what their work will be. */
export const script = () =>
  z.union([listed, scriptText]).meta({
    expected: 'a list of arrivals such as [{ at: 0ms, takes: 20ms, ends: failure }], or lines of text with the same',
  });
