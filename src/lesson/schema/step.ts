import { field, keys } from '../../scenario/schema/field';
import { linkKey, name } from '../../scenario/schema/names';
import { count, duration, share } from '../../scenario/schema/quantity';
import { z } from '../../scenario/schema/z';
import { sentence } from './text';

const MINUTES = count(1, 240);
const TASK_KINDS = 'follow, predict, break, explain, protect or read';

const kindOf = <Kind extends string>(kind: Kind, kinds: string) => z.literal(kind).meta({ expected: kinds });

export const frontMatter = keys('front matter with title, summary, minutes and page', {
  title: field(sentence(80), { is: 'The lesson’s title.' }),
  summary: field(sentence(200), { is: 'One sentence for the list of lessons.' }),
  minutes: field(MINUTES, { is: 'About how long it takes.', unit: 'minutes' }),
  page: field(name(), { is: 'The journey of the page drawn as what a shopper sees.', unit: 'a journey' }),
});

const speed = z.number().min(0.1).max(100).meta({ expected: 'simulated seconds per real second, from 0.1 to 100' });

const follow = keys('a task with kind, ask and journey', {
  kind: kindOf('follow', TASK_KINDS),
  ask: field(sentence(80), { is: 'Label of the one button.' }),
  journey: field(name(), { is: 'The journey of the request to follow.', unit: 'a journey' }),
});

const ASK = 'What the student is asked.';
const id = () => field(name(), { is: 'By which the answer is kept.' });

const question = z
  .discriminatedUnion('kind', [
    keys('a question with kind, id, ask and at least', {
      kind: kindOf('journeys', 'journeys or answered'),
      id: id(),
      ask: field(sentence(200), { is: ASK }),
      'at least': field(share('more than zero'), {
        is: 'A journey still finishes if at least this share of those due in the second before the comparison were answered.',
        unit: 'a percentage',
      }),
    }),
    keys('a question with kind, id and ask', {
      kind: kindOf('answered', 'journeys or answered'),
      id: id(),
      ask: field(sentence(200), { is: ASK }),
    }),
  ])
  .meta({ expected: 'a question of kind journeys or answered' });

const predict = keys('a task with kind and questions', {
  kind: kindOf('predict', TASK_KINDS),
  questions: field(z.array(question).min(1).max(10).meta({ expected: 'a list of questions' }), {
    is: 'Answered before the break and compared with the run, never scored for being right.',
  }),
});

const breakTask = keys('a task with kind, ask, fault, slow and compared after', {
  kind: kindOf('break', TASK_KINDS),
  ask: field(sentence(80), { is: 'Label of the one button.' }),
  fault: field(name(), { is: 'The fault that the button starts.', unit: 'a fault' }),
  slow: field(
    keys('a speed and a service, such as { speed: 0.1, until queue full: web }', {
      speed: field(speed, { is: 'How fast it plays at first.', unit: 'simulated seconds per real second' }),
      'until queue full': field(name().meta({ names: 'service' }), {
        is: 'It goes on in real time once every replica’s queue of this service is full.',
        unit: 'a service',
      }),
    }),
    { is: 'Plays the break slowly at first, so that it can be watched.' },
  ),
  'compared after': field(duration('more than zero'), {
    is: 'Simulated time after the break at which the predictions are compared.',
    unit: 'a duration',
  }),
});

const choice = keys('a choice with text, right and because', {
  text: field(sentence(300), { is: 'The answer as offered.' }),
  right: field(z.boolean().meta({ expected: 'true or false' }), { is: 'Whether it is right.' }),
  because: field(sentence(500), { is: 'Said when it is chosen.' }),
});

const explain = keys('a task with kind, say, pick and write', {
  kind: kindOf('explain', TASK_KINDS),
  say: field(keys('a question such as { ask: What happened? }', { ask: field(sentence(200), { is: ASK }) }), {
    is: 'A first account in the student’s own words.',
  }),
  pick: field(
    keys('a question with ask, journey and choices', {
      ask: field(sentence(200), { is: ASK }),
      journey: field(name(), { is: 'The trace shown is that of a failed request of this journey.', unit: 'a journey' }),
      choices: field(
        z
          .array(choice)
          .min(2)
          .max(8)
          .refine((choices) => choices.filter(({ right }) => right).length === 1, 'Exactly one choice is right.')
          .meta({ expected: 'a list of choices' }),
        { is: 'Possible causes, one of them right.' },
      ),
    }),
    { is: 'The cause, picked from a trace of this very run.' },
  ),
  write: field(
    keys('a question with ask and model', {
      ask: field(sentence(200), { is: ASK }),
      model: field(sentence(500), { is: 'A model answer, shown beside the student’s.' }),
    }),
    { is: 'One sentence, kept for the report.' },
  ),
});

const hint = keys('a hint with after and text', {
  after: field(count(1, 20), { is: 'From which attempt on.', unit: 'attempts' }),
  'when fails': field(name().optional(), {
    is: 'Only if this check failed.',
    unit: 'a check',
    default: 'whatever failed',
  }),
  text: field(sentence(1000), {
    is: 'Markdown. {measured}, {from}, {to} and {worst} are filled in from the check that failed.',
  }),
});

const protect = keys('a task with kind, storm and hints', {
  kind: kindOf('protect', TASK_KINDS),
  storm: field(name(), { is: 'The storm that a test plays.', unit: 'a storm' }),
  hints: field(z.array(hint).max(50).meta({ expected: 'a list of hints' }).default([]), {
    is: 'Shown after an attempt: of those whose conditions hold, the one that asks for the most attempts.',
    default: 'none',
  }),
  example: field(sentence(100).optional(), {
    is: 'The file with the worked example: policies under which this storm passes.',
    unit: 'a file of the lesson',
    default: 'there is none',
  }),
  'example after': field(count(1, 100).optional(), {
    is: 'From which attempt on the worked example may be seen.',
    unit: 'attempts',
    default: 'never',
  }),
});

const read = keys('a task with kind', { kind: kindOf('read', TASK_KINDS) });

const task = z
  .discriminatedUnion('kind', [follow, predict, breakTask, explain, protect, read])
  .meta({ expected: `a task of kind ${TASK_KINDS}` });

const PANELS = ['policy', 'inspector', 'charts', 'log'] as const;

export const step = keys('a step with id, name, title, minutes and task', {
  id: field(name(), { is: 'By which progress is kept.' }),
  name: field(sentence(30), { is: 'Its kind in a word, shown above the title.' }),
  title: field(sentence(80), { is: 'Its title.' }),
  minutes: field(MINUTES, { is: 'About how long it takes.', unit: 'minutes' }),
  lit: field(
    z
      .array(
        z.union([name(), linkKey()]).meta({ expected: 'a service, a workload, or a link such as `web -> catalog`' }),
      )
      .max(200)
      .meta({ expected: 'a list of services and links' })
      .default([]),
    { is: 'What is lit while the rest is dimmed.', default: 'everything' },
  ),
  opens: field(
    z
      .array(z.enum(PANELS).meta({ expected: 'one of policy, inspector, charts, log' }))
      .max(PANELS.length)
      .meta({ expected: 'a list of panels' })
      .default([]),
    { is: 'The panels that the step opens.', default: 'none' },
  ),
  task: field(task, { is: 'What the student does to finish the step.' }),
});

export type StepSource = z.output<typeof step>;
export type TaskSource = StepSource['task'];
