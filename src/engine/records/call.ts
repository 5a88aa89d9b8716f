/*
 * A call as its caller sees it: one step of a plan, with everything its policies do on its behalf.
 * It lives until its owner has been told how it ended, or is gone, and nothing made for it is left.
 */
export const generation = 0;
export const state = 2;
export const route = 3;
/** index in the policy store's versions; -1: no policies */
export const version = 4;
/** the request (or, for a fallback's call, the frame) that waits for it */
export const owner = 5;
export const ownerGeneration = 6;
export const ownerKind = 7;
export const place = 8;
export const optional = 9;
/** the caller's replica, 0-based within its service */
export const instance = 10;
/** the owner's key, from which the keys of its attempts are derived */
export const keyHi = 11;
export const keyLo = 12;
/** attempts sent so far, and other endpoints asked by its fallbacks */
export const attempts = 13;
export const asked = 14;
/** the newest of its attempts, or NONE; it may have ended */
export const attempt = 21;
/** frames and attempts alive */
export const held = 15;
export const outcome = 16;
export const message = 17;
/** the failure that a fallback answered for, or -1 */
export const covered = 18;
export const trace = 19;
export const span = 20;
/** double */
export const startedAt = 22;
export const WORDS = 24;
