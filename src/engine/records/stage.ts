/* A stage of a program: planned calls made at once. */
export const firstCall = 0;
/** the planned call after its last */
export const endCall = 1;
export const WORDS = 2;
