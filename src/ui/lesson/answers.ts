import type { Question } from '../../lesson/lesson';

/** What was answered to one question: the journeys that finish, or how many of 100 shoppers are answered. */
export type Answer =
  | { readonly kind: 'journeys'; readonly finish: readonly string[] }
  | { readonly kind: 'answered'; readonly ofHundred: number };

/** By the question's id; a question not answered yet is absent. */
export type Answers = Readonly<Record<string, Answer>>;

export const isAnswered = (question: Question, answer: Answer | undefined): boolean => answer?.kind === question.kind;
