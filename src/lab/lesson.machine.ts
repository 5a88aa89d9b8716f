import { assertEvent, assign, setup, type SnapshotFrom } from 'xstate';
import type { Lesson, Step, Task, Verdict } from '../lesson/lesson';
import { editsAfter, type EditEvent } from './edits';
import {
  exampleUnlocked,
  explanationOf,
  isChanged,
  isPassed,
  reachableSteps,
  withDone,
  withExplanation,
} from './lesson-progress';
import { freshWork, type LessonWork, type Prediction } from './saved-work';

/** What is known on the way through a lesson. `work` is all of it that is kept: save it whenever it is another object. */
export interface LessonContext {
  readonly lesson: Lesson;
  readonly work: LessonWork;
  /** The step shown, by its place in the lesson. */
  readonly at: number;
}

export type LessonEvent =
  /** A request was followed through the system. */
  | { readonly type: 'followed' }
  /** An answer to every question, given before the break and final. */
  | { readonly type: 'committed'; readonly predictions: Readonly<Record<string, Prediction>> }
  | { readonly type: 'broken' }
  /** The run has come far enough: what it showed, by the question's id. */
  | { readonly type: 'compared'; readonly outcomes: Readonly<Record<string, Prediction>> }
  /** The run of the break is gone (a restart, another load): it has to be broken again to be compared. */
  | { readonly type: 'run lost' }
  | { readonly type: 'said'; readonly text: string }
  /** A choice, by its place in the list; a wrong one may be followed by another. */
  | { readonly type: 'picked'; readonly choice: number }
  | { readonly type: 'written'; readonly text: string }
  | EditEvent
  | { readonly type: 'test begun' }
  | { readonly type: 'test cancelled' }
  | { readonly type: 'tested'; readonly policies: string; readonly seed: number; readonly verdicts: readonly Verdict[] }
  | { readonly type: 'example seen' }
  | { readonly type: 'read' }
  | { readonly type: 'next' }
  | { readonly type: 'back' }
  | { readonly type: 'go'; readonly step: string }
  /** The whole lesson, as if it had never been begun. */
  | { readonly type: 'reset' };

const parts = setup({
  types: {
    context: {} as LessonContext,
    events: {} as LessonEvent,
    input: {} as { readonly lesson: Lesson; /** null: not begun yet */ readonly work: LessonWork | null },
    /** `overlay`: what happened may be shown */
    tags: {} as 'overlay',
  },
  guards: {
    taskIs: ({ context }, kind: Task['kind']) => stepOf(context).task.kind === kind,
    isDone: ({ context }) => context.work.done.includes(stepOf(context).id),
    isSaid: ({ context }) => explanationOf(context.work, stepOf(context).id).said !== '',
    isPickedRight: ({ context }) => {
      const { task, id } = stepOf(context);
      const last = explanationOf(context.work, id).picked.at(-1);
      return task.kind === 'explain' && last !== undefined && task.pick.choices[last]?.right === true;
    },
    allAnswered: ({ context, event }) => {
      const { task } = stepOf(context);
      if (task.kind !== 'predict' || event.type !== 'committed') return false;
      return task.questions.every((question) => Object.hasOwn(event.predictions, question.id));
    },
    hasText: ({ event }) => (event.type === 'said' || event.type === 'written') && event.text.trim() !== '',
    isPass: ({ event }) => event.type === 'tested' && isPassed(event),
    isExampleUnlocked: ({ context }) => {
      const { task, id } = stepOf(context);
      return task.kind === 'protect' && exampleUnlocked(task, context.work, id);
    },
    hasNext: ({ context }) => context.at + 1 < reachableSteps(context.lesson, context.work),
    hasBack: ({ context }) => context.at > 0,
    isReachable: ({ context, event }) => {
      if (event.type !== 'go') return false;
      const to = placeOf(context.lesson, event.step);
      return to >= 0 && to < reachableSteps(context.lesson, context.work);
    },
  },
  actions: {
    finishStep: assign(({ context }) => ({ work: withDone(context.work, stepOf(context).id) })),
    keepPredictions: assign(({ context: { work }, event }) =>
      event.type === 'committed'
        ? { work: { ...work, predictions: { ...work.predictions, ...event.predictions } } }
        : {},
    ),
    keepOutcomes: assign(({ context: { work }, event }) =>
      event.type === 'compared' ? { work: { ...work, outcomes: { ...work.outcomes, ...event.outcomes } } } : {},
    ),
    keepExplanation: assign(({ context, event }) => {
      const { id } = stepOf(context);
      const { work } = context;
      if (event.type === 'said') return { work: withExplanation(work, id, { said: event.text }) };
      if (event.type === 'written') return { work: withExplanation(work, id, { written: event.text }) };
      if (event.type !== 'picked') return {};
      return { work: withExplanation(work, id, { picked: [...explanationOf(work, id).picked, event.choice] }) };
    }),
    keepTest: assign(({ context, event }) => {
      const { id: step, task } = stepOf(context);
      if (event.type !== 'tested' || task.kind !== 'protect') return {};
      const { lesson, work } = context;
      const { policies, seed, verdicts } = event;
      const test = { step, storm: task.storm, policies, seed, changed: isChanged(lesson, work, policies), verdicts };
      return { work: { ...work, tests: [...work.tests, test] } };
    }),
    keepExampleSeen: assign(({ context }) => {
      const { id } = stepOf(context);
      const { work } = context;
      return work.examplesSeen.includes(id) ? {} : { work: { ...work, examplesSeen: [...work.examplesSeen, id] } };
    }),
    keepEdit: assign(({ context: { lesson, work }, event }) => {
      assertEvent(event, ['edited', 'undone', 'redone', 'text reset']);
      return { work: { ...work, policies: editsAfter(work.policies, event, lesson.policies) } };
    }),
    goOn: assign(({ context }) => goTo(context, context.at + 1)),
    goBack: assign(({ context }) => goTo(context, context.at - 1)),
    goThere: assign(({ context, event }) =>
      event.type === 'go' ? goTo(context, placeOf(context.lesson, event.step)) : {},
    ),
    startOver: assign(({ context }) => goTo({ ...context, work: freshWork(context.lesson.policies) }, 0)),
  },
});

/**
 * The way through a lesson: which step is shown, what it still asks for, and what unlocks what. Steps are finished in their
 * order, so a break that follows a prediction waits for it. Nothing is done from here: whoever drives the lab watches the
 * states and sends what came of it.
 */
export const lessonMachine = parts.createMachine({
  id: 'lesson',
  context: ({ input: { lesson, work } }) => begin(lesson, work),
  initial: 'arriving',
  on: {
    next: { guard: 'hasNext', target: '.arriving', actions: 'goOn' },
    back: { guard: 'hasBack', target: '.arriving', actions: 'goBack' },
    go: { guard: 'isReachable', target: '.arriving', actions: 'goThere' },
    reset: { target: '.arriving', actions: 'startOver' },
    edited: { actions: 'keepEdit' },
    undone: { actions: 'keepEdit' },
    redone: { actions: 'keepEdit' },
    'text reset': { actions: 'keepEdit' },
  },
  states: {
    arriving: {
      always: [
        { guard: { type: 'taskIs', params: 'follow' }, target: 'follow' },
        { guard: { type: 'taskIs', params: 'predict' }, target: 'predict' },
        { guard: { type: 'taskIs', params: 'break' }, target: 'break' },
        { guard: { type: 'taskIs', params: 'explain' }, target: 'explain' },
        { guard: { type: 'taskIs', params: 'protect' }, target: 'protect' },
        { target: 'read' },
      ],
    },
    follow: { on: { followed: { actions: 'finishStep' } } },
    predict: {
      initial: 'open',
      states: {
        open: {
          always: { guard: 'isDone', target: 'committed' },
          on: { committed: { guard: 'allAnswered', target: 'committed', actions: ['keepPredictions', 'finishStep'] } },
        },
        committed: {},
      },
    },
    break: {
      initial: 'ready',
      states: {
        ready: {
          always: { guard: 'isDone', target: 'compared' },
          on: { broken: 'running' },
        },
        running: {
          on: {
            compared: { target: 'compared', actions: ['keepOutcomes', 'finishStep'] },
            'run lost': 'ready',
          },
        },
        compared: {},
      },
    },
    explain: {
      initial: 'saying',
      states: {
        saying: {
          always: { guard: 'isSaid', target: 'picking' },
          on: { said: { guard: 'hasText', target: 'picking', actions: 'keepExplanation' } },
        },
        picking: {
          tags: 'overlay',
          always: { guard: 'isPickedRight', target: 'writing' },
          on: { picked: { actions: 'keepExplanation' } },
        },
        writing: {
          tags: 'overlay',
          always: { guard: 'isDone', target: 'explained' },
          on: { written: { guard: 'hasText', target: 'explained', actions: ['keepExplanation', 'finishStep'] } },
        },
        explained: { tags: 'overlay' },
      },
    },
    protect: {
      initial: 'editing',
      on: { 'example seen': { guard: 'isExampleUnlocked', actions: 'keepExampleSeen' } },
      states: {
        editing: { on: { 'test begun': 'testing' } },
        testing: {
          on: {
            'test cancelled': 'editing',
            tested: [
              { guard: 'isPass', target: 'editing', actions: ['keepTest', 'finishStep'] },
              { target: 'editing', actions: 'keepTest' },
            ],
          },
        },
      },
    },
    read: { on: { read: { actions: 'finishStep' } } },
  },
});

export type LessonSnapshot = SnapshotFrom<typeof lessonMachine>;

/** The step that is shown. */
export const stepOf = ({ lesson, at }: LessonContext): Step => lesson.steps[at]!;

const placeOf = (lesson: Lesson, step: string): number => lesson.steps.findIndex((candidate) => candidate.id === step);

function begin(lesson: Lesson, saved: LessonWork | null): LessonContext {
  const work = saved ?? freshWork(lesson.policies);
  const at = Math.min(placeOf(lesson, work.step), reachableSteps(lesson, work) - 1);
  return goTo({ lesson, work, at: 0 }, Math.max(0, at));
}

function goTo({ lesson, work }: LessonContext, at: number): LessonContext {
  return { lesson, at, work: { ...work, step: lesson.steps[at]!.id } };
}
