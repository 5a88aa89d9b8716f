/* A call as a plan has it. */
export const route = 0;
/** its place within its program: part of its key */
export const place = 1;
export const optional = 2;
/** double */
export const probability = 4;
export const WORDS = 6;
