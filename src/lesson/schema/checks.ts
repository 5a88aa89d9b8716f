import { field, keys, oneKey } from '../../scenario/schema/field';
import { name } from '../../scenario/schema/names';
import { count, duration } from '../../scenario/schema/quantity';
import { z } from '../../scenario/schema/z';
import { expectation } from './expectation';
import { instant } from './instant';
import { sentence } from './text';

const event = oneKey(
  'an event such as { at: 30s, break: catalog-hangs }',
  {
    at: field(duration('zero or more'), { is: 'When it happens.', unit: 'a duration since the storm’s start' }),
    break: field(name().optional(), { is: 'Starts this fault of the scenario.', unit: 'a fault' }),
    heal: field(name().optional(), { is: 'Ends this fault.', unit: 'a fault' }),
  },
  ['at'],
);

const storm = keys(
  'a storm such as { title: The catalog hangs, for: 100s, events: [{ at: 30s, break: catalog-hangs }] }',
  {
    title: field(sentence(100), { is: 'What happens in it, in a phrase.' }),
    for: field(duration('more than zero'), { is: 'How long it is played.', unit: 'a duration' }),
    events: field(
      z.array(event).max(100).meta({ expected: 'a list of events such as [{ at: 30s, break: catalog-hangs }]' }),
      {
        is: 'What breaks and heals in it, in order of time.',
      },
    ),
  },
);

const check = keys('a check with title, storm, from, to, expect and message', {
  title: field(sentence(100), { is: 'What must hold, in a phrase.' }),
  storm: field(name(), { is: 'The storm whose run it judges.', unit: 'a storm' }),
  points: field(count(1, 100).default(1), { is: 'What it is worth.' }),
  from: field(instant(), { is: 'Where its window begins.', unit: 'an instant of the storm' }),
  to: field(instant(), { is: 'Where its window ends.', unit: 'an instant of the storm' }),
  expect: field(expectation(), { is: 'What is measured, and what it must come to.' }),
  message: field(sentence(300), {
    is: 'What was measured, in a sentence that is true whether the check passes or fails. {measured}, {from}, {to} and {worst} are filled in.',
  }),
});

export const checksDocument = keys('a document with the keys `storms` and `checks`', {
  storms: field(z.record(name(), storm).meta({ expected: 'storms by id' }), {
    is: 'What a test plays, under ids by which checks and steps name them.',
  }),
  checks: field(z.record(name(), check).meta({ expected: 'checks by id' }), { is: 'What a run of a storm must show.' }),
});

export type ChecksSource = z.output<typeof checksDocument>;
export type StormSource = ChecksSource['storms'][string];
