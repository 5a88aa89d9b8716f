/*
 * One layer of a call on its way down. An outcome walks up from frame to frame; a frame whose parent has gone tells
 * nobody, but still gives back what it holds.
 */
export const generation = 0;
/** NONE: the frame is free */
export const call = 2;
/** index in the version's layers */
export const layer = 3;
/** ROOT: the call itself */
export const parent = 4;
export const parentGeneration = 5;
/** retry: retries made so far */
export const retries = 6;
/** a fallback that asks another endpoint: the failure it may cover */
export const outcome = 7;
/** double */
export const startedAt = 8;
export const WORDS = 10;
