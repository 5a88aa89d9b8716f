import type { Lesson, Task } from '../lesson/lesson';
import type { Explanation, FinishedTest, LessonWork } from './saved-work';

const NOTHING_EXPLAINED: Explanation = { said: '', picked: [], written: '' };

export const explanationOf = (work: LessonWork, step: string): Explanation =>
  Object.hasOwn(work.explanations, step) ? work.explanations[step]! : NOTHING_EXPLAINED;

export const withExplanation = (work: LessonWork, step: string, part: Partial<Explanation>): LessonWork => ({
  ...work,
  explanations: { ...work.explanations, [step]: { ...explanationOf(work, step), ...part } },
});

/** The step is done; told again, nothing changes. */
export const withDone = (work: LessonWork, step: string): LessonWork =>
  work.done.includes(step) ? work : { ...work, done: [...work.done, step] };

/** Whether these policies differ from those tested before, or from the lesson's start when nothing was tested yet. */
export function isChanged(lesson: Lesson, work: LessonWork, policies: string): boolean {
  const before = work.tests.at(-1)?.policies ?? lesson.policies;
  return policies.trim() !== before.trim();
}

/** How many attempts were made in a step: finished tests of changed policies. */
export const attemptsAt = (work: LessonWork, step: string): number =>
  work.tests.filter((test) => test.step === step && test.changed).length;

/** The newest finished test of a step. */
export const lastTestAt = (work: LessonWork, step: string): FinishedTest | undefined =>
  work.tests.findLast((test) => test.step === step);

export const isPassed = (test: Pick<FinishedTest, 'verdicts'>): boolean =>
  test.verdicts.length > 0 && test.verdicts.every((verdict) => verdict.passed);

/** Whether the worked example of a step may be seen. */
export const exampleUnlocked = (task: Extract<Task, { kind: 'protect' }>, work: LessonWork, step: string): boolean =>
  task.example !== '' && attemptsAt(work, step) >= task.exampleAfter;

/** How many steps, from the first, can be gone to: all up to and including the first that is not done. */
export function reachableSteps(lesson: Lesson, work: LessonWork): number {
  const open = lesson.steps.findIndex((step) => !work.done.includes(step.id));
  return open < 0 ? lesson.steps.length : open + 1;
}
