/*
 * A request: a shopper's journey at its workload, or one attempt of a call, from the message that is sent over its visit
 * to a replica to the reply that arrives. The generation changes when the journey or visit ends, and when the row is freed.
 */
export const generation = 0;
/** in the chain of its station or, when its message was lost, of its link */
export const next = 1;
export const previous = 2;
export const state = 3;
export const station = 4;
export const program = 5;
export const keyHi = 6;
export const keyLo = 7;
/** the call whose attempt it is, and the innermost frame above it; NONE for a journey */
export const call = 8;
export const parent = 9;
export const parentGeneration = 10;
/** the next stage of its program, and the calls of the present one that are still open */
export const stage = 11;
export const pending = 12;
export const failed = 13;
/** 2 + message of the degraded part of its answer, 1 for one without words; 0: none */
export const degraded = 14;
/** counts its work timers: only the newest is alive */
export const timer = 15;
/** of the reply on its way */
export const outcome = 16;
export const message = 17;
export const trace = 18;
/** the attempt's, and the visit's (or journey's) own */
export const span = 19;
export const visitSpan = 20;
/** where the counts of its endpoint at its replica stand */
export const counts = 21;
/** the newest of the calls it makes; it may have ended */
export const newestCall = 30;
/** doubles */
export const arrivedAt = 22;
export const startedAt = 24;
export const remainingMs = 26;
export const dueAt = 28;
export const WORDS = 32;
