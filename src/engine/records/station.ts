/*
 * Where requests are: every replica of every service, then every workload. A replica's queue is a chain of requests in
 * order of arrival; those being served are a chain too.
 */
/** NONE: it is a workload */
export const service = 0;
/** 0-based within its service */
export const replica = 1;
export const workers = 2;
export const threaded = 3;
export const queueCapacity = 4;
/** of replica.machine.ts */
export const state = 5;
export const working = 6;
export const waiting = 7;
export const queued = 8;
export const queueHead = 9;
export const queueTail = 10;
export const servedHead = 11;
export const servedTail = 12;
/** what the log said last: 1 workers exhausted, 2 queue full */
export const told = 13;
/** doubles: of faults in force */
export const slowdown = 14;
export const errorsAtOnce = 16;
export const errorsAfterWork = 18;
/** doubles: when the replica last had a queue, and when that was last full */
export const crowdedAt = 20;
export const fullAt = 22;
export const WORDS = 24;
