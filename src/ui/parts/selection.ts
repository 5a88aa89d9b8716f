import type { Subject } from '../../lab/subject';

/** What is selected, and so looked at. */
export type Selection = Subject;

export const sameSelection = (a: Selection | null, b: Selection | null): boolean =>
  a === b || (a !== null && b !== null && a.kind === b.kind && a.index === b.index);
