/**
 * What a policy that holds calls back answers to a call that arrives at it, and to one that waits at it whenever it is
 * asked again: after every report and every alarm of that policy, the longest waiting first, until one is told to wait on.
 */
export const Admission = { admitted: 0, refused: 1, waits: 2 } as const;
export type Admission = (typeof Admission)[keyof typeof Admission];
