import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { lessonMachine, stepOf, type LessonEvent } from '../../../src/lab/lesson.machine';
import { attemptsAt, lastTestAt, reachableSteps } from '../../../src/lab/lesson-progress';
import type { LessonWork } from '../../../src/lab/saved-work';
import type { Lesson, Step, Task, Verdict } from '../../../src/lesson/lesson';

const step = (id: string, task: Task): Step => ({
  id,
  name: id,
  title: id,
  minutes: 1,
  prose: '',
  lit: [],
  opens: [],
  task,
});

const protect: Task = { kind: 'protect', storm: 'hang', hints: [], example: 'policies: {}', exampleAfter: 2 };

const lesson: Lesson = {
  id: 'small',
  title: 'Small',
  summary: '',
  minutes: 5,
  page: 'checkout',
  scenario: '',
  policies: 'policies: # start',
  solution: '',
  steps: [
    step('look', { kind: 'follow', ask: '', journey: 'checkout' }),
    step('predict', {
      kind: 'predict',
      questions: [
        { kind: 'journeys', id: 'finish', ask: '', atLeast: 0.5 },
        { kind: 'answered', id: 'answered', ask: '' },
      ],
    }),
    step('break', {
      kind: 'break',
      ask: '',
      fault: 'catalog-hangs',
      slow: { speed: 0.1, untilQueueFull: 'web' },
      comparedAfterMs: 10_000,
    }),
    step('explain', {
      kind: 'explain',
      say: { ask: '' },
      pick: {
        ask: '',
        journey: 'checkout',
        choices: [
          { text: 'a', right: false, because: '' },
          { text: 'b', right: true, because: '' },
        ],
      },
      write: { ask: '', model: '' },
    }),
    step('protect', protect),
    step('transfer', protect),
    step('home', { kind: 'read' }),
  ],
  storms: [],
  checks: [],
  mistakes: [],
};

const verdict = (passed: boolean): Verdict => ({
  check: 'c',
  passed,
  points: 0,
  measured: 0,
  message: '',
  atMs: 0,
});
const tested = (policies: string, passed = false): LessonEvent => ({
  type: 'tested',
  policies,
  seed: 1,
  verdicts: [verdict(true), verdict(passed)],
});

function begin(work: LessonWork | null = null) {
  const actor = createActor(lessonMachine, { input: { lesson, work } }).start();
  const at = () => actor.getSnapshot();
  return {
    at,
    work: () => at().context.work,
    step: () => stepOf(at().context).id,
    send(...events: LessonEvent[]) {
      events.forEach((event) => actor.send(event));
      return this;
    },
  };
}

const PREDICTED: LessonEvent = { type: 'committed', predictions: { finish: ['search'], answered: 40 } };
const COMPARED: LessonEvent = { type: 'compared', outcomes: { finish: [], answered: 12 } };
const TO_EXPLAIN: LessonEvent[] = [
  { type: 'followed' },
  { type: 'next' },
  PREDICTED,
  { type: 'next' },
  { type: 'broken' },
  COMPARED,
  { type: 'next' },
];
const TO_PROTECT: LessonEvent[] = [
  ...TO_EXPLAIN,
  { type: 'said', text: 'workers' },
  { type: 'picked', choice: 1 },
  { type: 'written', text: 'Every worker waited.' },
  { type: 'next' },
];

describe('the way through a lesson', () => {
  it('begins at the first step and goes on only when it is done', () => {
    const way = begin();
    expect(way.send({ type: 'next' }).step()).toBe('look');
    expect(way.send({ type: 'followed' }, { type: 'next' }).step()).toBe('predict');
  });

  it('unlocks the break only when every question has an answer', () => {
    const way = begin().send({ type: 'followed' }, { type: 'next' });
    way.send({ type: 'committed', predictions: { finish: [] } }, { type: 'next' }, { type: 'go', step: 'break' });
    expect(way.step()).toBe('predict');
    way.send(PREDICTED);
    expect(way.at().matches({ predict: 'committed' })).toBe(true);
    expect(way.work().predictions).toEqual({ finish: ['search'], answered: 40 });
    expect(way.send({ type: 'next' }).step()).toBe('break');
  });

  it('does not let a prediction be changed once it is given', () => {
    const way = begin().send({ type: 'followed' }, { type: 'next' }, PREDICTED);
    way.send({ type: 'committed', predictions: { finish: [], answered: 0 } });
    expect(way.work().predictions['answered']).toBe(40);
  });

  it('compares after the break, and asks to break again when its run is lost', () => {
    const way = begin().send({ type: 'followed' }, { type: 'next' }, PREDICTED, { type: 'next' });
    way.send(COMPARED);
    expect(way.at().matches({ break: 'ready' })).toBe(true);
    way.send({ type: 'broken' }, { type: 'run lost' });
    expect(way.at().matches({ break: 'ready' })).toBe(true);
    way.send({ type: 'broken' }, COMPARED);
    expect(way.at().matches({ break: 'compared' })).toBe(true);
    expect(way.work().outcomes).toEqual({ finish: [], answered: 12 });
    expect(way.work().done).toEqual(['look', 'predict', 'break']);
  });

  it('shows what happened only after the student has said it', () => {
    const way = begin().send(...TO_EXPLAIN);
    expect(way.at().hasTag('overlay')).toBe(false);
    way.send({ type: 'said', text: '  ' }, { type: 'picked', choice: 1 });
    expect(way.at().matches({ explain: 'saying' })).toBe(true);
    way.send({ type: 'said', text: 'The workers were all waiting' });
    expect(way.at().hasTag('overlay')).toBe(true);
  });

  it('goes on from picking with the right choice, and keeps the wrong ones', () => {
    const way = begin().send(...TO_EXPLAIN, { type: 'said', text: 'so' }, { type: 'picked', choice: 0 });
    expect(way.at().matches({ explain: 'picking' })).toBe(true);
    way.send({ type: 'picked', choice: 1 });
    expect(way.at().matches({ explain: 'writing' })).toBe(true);
    way.send({ type: 'written', text: 'because' });
    expect(way.at().matches({ explain: 'explained' })).toBe(true);
    expect(way.work().explanations['explain']).toEqual({ said: 'so', picked: [0, 1], written: 'because' });
  });

  it('counts finished tests of changed policies as attempts, and others not', () => {
    const way = begin().send(...TO_PROTECT);
    way.send({ type: 'test begun' }, { type: 'test cancelled' });
    way.send({ type: 'test begun' }, tested('policies: # start\n'));
    expect(attemptsAt(way.work(), 'protect')).toBe(0);
    way.send({ type: 'test begun' }, tested('policies: one'));
    way.send({ type: 'test begun' }, tested('policies: one'));
    way.send({ type: 'test begun' }, tested('policies: two'));
    expect(attemptsAt(way.work(), 'protect')).toBe(2);
    expect(way.work().tests).toHaveLength(4);
    expect(lastTestAt(way.work(), 'protect')?.policies).toBe('policies: two');
    expect(way.work().done).not.toContain('protect');
  });

  it('takes no result of a test that was cancelled', () => {
    const way = begin().send(...TO_PROTECT);
    way.send({ type: 'test begun' }, { type: 'test cancelled' }, tested('policies: one', true));
    expect(way.work().tests).toEqual([]);
  });

  it('finishes a step when every check passes, and not when there was none', () => {
    const way = begin().send(...TO_PROTECT, { type: 'test begun' });
    way.send({ type: 'tested', policies: 'x', seed: 1, verdicts: [] });
    expect(way.work().done).not.toContain('protect');
    way.send({ type: 'test begun' }, tested('policies: good', true));
    expect(way.work().done).toContain('protect');
    expect(way.send({ type: 'next' }).step()).toBe('transfer');
  });

  it('shows the worked example after enough attempts in that step', () => {
    const way = begin().send(...TO_PROTECT, { type: 'example seen' });
    expect(way.work().examplesSeen).toEqual([]);
    for (const policies of ['one', 'two']) way.send({ type: 'test begun' }, tested(policies));
    way.send({ type: 'example seen' }, { type: 'example seen' });
    expect(way.work().examplesSeen).toEqual(['protect']);
  });

  it('goes back, and to any step up to the first that is not done', () => {
    const way = begin().send(...TO_EXPLAIN);
    expect(reachableSteps(lesson, way.work())).toBe(4);
    expect(way.send({ type: 'back' }).step()).toBe('break');
    expect(way.at().matches({ break: 'compared' })).toBe(true);
    expect(way.send({ type: 'go', step: 'look' }).step()).toBe('look');
    expect(way.send({ type: 'go', step: 'explain' }).step()).toBe('explain');
    expect(way.send({ type: 'go', step: 'protect' }).step()).toBe('explain');
    expect(way.send({ type: 'go', step: 'nowhere' }).step()).toBe('explain');
  });

  it('is where it was when it is opened again with the work that was saved', () => {
    const way = begin().send(...TO_EXPLAIN, { type: 'said', text: 'so' }, { type: 'picked', choice: 0 });
    const again = begin(structuredClone(way.work()));
    expect(again.at().value).toEqual(way.at().value);
    expect(again.work()).toEqual(way.work());
    expect(again.send({ type: 'picked', choice: 1 }).at().matches({ explain: 'writing' })).toBe(true);
  });

  it('opens at the nearest step there is when the lesson has changed', () => {
    const way = begin().send(...TO_EXPLAIN);
    expect(begin({ ...way.work(), step: 'gone' }).step()).toBe('look');
    expect(begin({ ...way.work(), step: 'home' }).step()).toBe('explain');
  });

  it('keeps edits with their history in every step, and goes back to the lesson’s text', () => {
    const way = begin().send(
      { type: 'edited', text: 'a', continues: false },
      { type: 'edited', text: 'ab', continues: true },
    );
    expect(way.work().policies).toEqual({ past: ['policies: # start'], text: 'ab', future: [] });
    way.send({ type: 'text reset' });
    expect(way.work().policies.text).toBe('policies: # start');
    way.send({ type: 'undone' });
    expect(way.work().policies.text).toBe('ab');
    way.send({ type: 'redone' });
    expect(way.work().policies.text).toBe('policies: # start');
  });

  it('forgets everything when the lesson is reset', () => {
    const way = begin().send(...TO_PROTECT, { type: 'edited', text: 'x', continues: false }, { type: 'reset' });
    expect(way.step()).toBe('look');
    expect(way.work()).toEqual(begin().work());
  });

  it('is finished when every step is', () => {
    const way = begin().send(...TO_PROTECT, { type: 'test begun' }, tested('good', true), { type: 'next' });
    way.send({ type: 'test begun' }, tested('better', true), { type: 'next' }, { type: 'read' });
    expect(way.work().done).toEqual(lesson.steps.map(({ id }) => id));
    expect(way.send({ type: 'next' }).step()).toBe('home');
  });
});
