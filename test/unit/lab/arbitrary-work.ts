import fc from 'fast-check';
import type { LessonWork, SavedWork } from '../../../src/lab/saved-work';

const id = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,8}$/);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const text = fc.string({ unit: 'grapheme' });
const prediction = fc.oneof(finite, fc.array(text));

const verdict = fc.record({
  check: id,
  passed: fc.boolean(),
  points: fc.nat(),
  measured: fc.oneof(finite, fc.constant(NaN)),
  message: text,
  atMs: finite,
});

export const lessonWork: fc.Arbitrary<LessonWork> = fc.record({
  step: text,
  done: fc.array(id),
  predictions: fc.dictionary(id, prediction, { noNullPrototype: true }),
  outcomes: fc.dictionary(id, prediction, { noNullPrototype: true }),
  explanations: fc.dictionary(id, fc.record({ said: text, picked: fc.array(fc.nat(9)), written: text }), {
    noNullPrototype: true,
  }),
  tests: fc.array(
    fc.record({
      step: id,
      storm: id,
      policies: text,
      seed: fc.nat(),
      changed: fc.boolean(),
      verdicts: fc.array(verdict),
    }),
    { maxLength: 4 },
  ),
  examplesSeen: fc.array(id),
  policies: fc.record({ past: fc.array(text), text, future: fc.array(text) }),
});

export const savedWork: fc.Arbitrary<SavedWork> = fc.record({
  visited: fc.boolean(),
  lessons: fc.dictionary(id, lessonWork, { maxKeys: 3, noNullPrototype: true }),
});
