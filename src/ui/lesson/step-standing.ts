/** Where the student stands with a step: `open` may be gone to, `locked` waits for an earlier one. */
export type StepStanding = 'done' | 'now' | 'open' | 'locked';
