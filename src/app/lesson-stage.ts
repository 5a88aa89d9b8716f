import type { Lesson, Task } from '../lesson/lesson';

export type BreakTask = Extract<Task, { kind: 'break' }>;

/** The break before a step, or at it; null: there was none. */
export function breakUpTo({ steps }: Lesson, at: number): BreakTask | null {
  return (
    steps
      .slice(0, at + 1)
      .map(({ task }) => task)
      .findLast((task) => task.kind === 'break') ?? null
  );
}

/** Whether the student's policies are in force at a step: from the first on that asks for them. */
export const policiesCountAt = ({ steps }: Lesson, at: number): boolean => {
  const first = steps.findIndex(({ task }) => task.kind === 'protect');
  return first >= 0 && at >= first;
};

/** Whether a step comes after the one in which the student says what they think. */
export const isAfterExplaining = ({ steps }: Lesson, at: number): boolean =>
  at > steps.findIndex(({ task }) => task.kind === 'explain');
