import type { Verdict } from '../lesson/lesson';

/** Everything a student has done, as kept in the browser and in the file they can take away. */
export interface SavedWork {
  /** A lab was open before: the next visit opens the list of lessons. */
  readonly visited: boolean;
  /** By the lesson's id. */
  readonly lessons: Readonly<Record<string, LessonWork>>;
}

export interface LessonWork {
  /** Id of the step the student was at; '' before the first. */
  readonly step: string;
  /** Ids of the steps finished, in the order in which they were. */
  readonly done: readonly string[];
  /** What was predicted, and later what the run showed, by the question's id. */
  readonly predictions: Readonly<Record<string, Prediction>>;
  readonly outcomes: Readonly<Record<string, Prediction>>;
  /** By the explain step's id. */
  readonly explanations: Readonly<Record<string, Explanation>>;
  readonly tests: readonly FinishedTest[];
  /** Ids of the steps whose worked example was looked at. */
  readonly examplesSeen: readonly string[];
  readonly policies: Edits;
}

/** The journeys that still finish, or how many shoppers in 100 are answered. */
export type Prediction = readonly string[] | number;

export interface Explanation {
  /** What happened, before the overlay showed it. */
  readonly said: string;
  /** Choices picked, in order, by their place in the list. */
  readonly picked: readonly number[];
  readonly written: string;
}

export interface FinishedTest {
  /** The step it was made in. */
  readonly step: string;
  readonly storm: string;
  readonly policies: string;
  readonly seed: number;
  /** The policies differ from those tested before, or from the lesson's start: only such a test is an attempt. */
  readonly changed: boolean;
  readonly verdicts: readonly Verdict[];
}

/** The text in the policy editor, and those before and after it. */
export interface Edits {
  readonly past: readonly string[];
  readonly text: string;
  readonly future: readonly string[];
}

export const NO_WORK: SavedWork = { visited: false, lessons: {} };

/** A lesson not begun yet; `policies` is the text it starts from. */
export const freshWork = (policies: string): LessonWork => ({
  step: '',
  done: [],
  predictions: {},
  outcomes: {},
  explanations: {},
  tests: [],
  examplesSeen: [],
  policies: { past: [], text: policies, future: [] },
});

/** What is saved of a lesson, or null if it has not been begun. */
export const workOn = (work: SavedWork, lesson: string): LessonWork | null =>
  Object.hasOwn(work.lessons, lesson) ? work.lessons[lesson]! : null;

export const withLesson = (work: SavedWork, lesson: string, done: LessonWork): SavedWork => ({
  ...work,
  lessons: { ...work.lessons, [lesson]: done },
});

/** The work without a lesson, as if that one had never been begun. */
export function withoutLesson(work: SavedWork, lesson: string): SavedWork {
  const others = Object.entries(work.lessons).filter(([id]) => id !== lesson);
  return { ...work, lessons: Object.fromEntries(others) };
}
