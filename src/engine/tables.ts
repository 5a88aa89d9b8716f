import { Row, Rows } from '../kernel/rows';

/** The end of a chain of rows, and no row where there might be one. */
export const NONE = -1;
/** The parent of a call's outermost frame. */
export const ROOT = -1;

/**
 * A call as its caller sees it: one step of a plan, with everything its policies do on its behalf.
 * It lives until its owner has been told how it ended, or is gone, and nothing made for it is left.
 */
export const Call = {
  ...Row,
  state: 2,
  route: 3,
  /** index in the policy store's versions; -1: no policies */
  version: 4,
  /** the request (or, for a fallback's call, the frame) that waits for it */
  owner: 5,
  ownerGeneration: 6,
  ownerKind: 7,
  place: 8,
  optional: 9,
  /** the caller's replica, 0-based within its service */
  instance: 10,
  /** the owner's key, from which the keys of its attempts are derived */
  keyHi: 11,
  keyLo: 12,
  /** attempts sent so far, and other endpoints asked by its fallbacks */
  attempts: 13,
  asked: 22,
  /** frames and attempts alive */
  held: 14,
  outcome: 15,
  message: 16,
  /** the failure that a fallback answered for, or -1 */
  covered: 17,
  trace: 18,
  span: 19,
} as const;
/** The doubles among a call's words. */
export const CallNumber = { startedAt: 10 } as const;
export const makeCalls = (): Rows => new Rows(24);

export const CallState = {
  free: 0,
  open: 1,
  /** has an outcome of which its owner is about to be told */
  settled: 2,
  over: 3,
} as const;
export const OwnerKind = { request: 0, frame: 1 } as const;

/**
 * One layer of a call on its way down. An outcome walks up from frame to frame; a frame whose parent has gone tells
 * nobody, but still gives back what it holds.
 */
export const Frame = {
  ...Row,
  /** NONE: the frame is free */
  call: 2,
  /** index in the version's layers */
  layer: 3,
  /** ROOT: the call itself */
  parent: 4,
  parentGeneration: 5,
  /** retry: retries made so far */
  retries: 6,
  /** a fallback that asks another endpoint: the failure it may cover */
  outcome: 7,
} as const;
/** The doubles among a frame's words. */
export const FrameNumber = { startedAt: 4 } as const;
export const makeFrames = (): Rows => new Rows(10);

/**
 * A request: a shopper's journey at its workload, or one attempt of a call, from the message that is sent over its visit
 * to a replica to the reply that arrives. The generation changes when the journey or visit ends, and when the row is freed.
 */
export const Request = {
  ...Row,
  previous: 2,
  state: 3,
  /** replica in the layout's numbering; above them, the workloads */
  station: 4,
  /** index in the programs: endpoints, then journeys */
  program: 5,
  keyHi: 6,
  keyLo: 7,
  /** the call whose attempt it is, and the innermost frame above it; NONE for a journey */
  call: 8,
  parent: 9,
  parentGeneration: 10,
  /** the next stage of its program, and the calls of the present one that are still open */
  stage: 11,
  pending: 12,
  failed: 13,
  /** 2 + message of the degraded part of its answer, 1 for one without words; 0: none */
  degraded: 14,
  /** counts its work timers: only the newest is alive */
  timer: 15,
  /** of the reply on its way */
  outcome: 16,
  message: 17,
  trace: 18,
  /** the attempt's, and the visit's (or journey's) own */
  span: 19,
  visitSpan: 20,
  /** where the counts of its endpoint at its replica stand */
  counts: 21,
} as const;
/** The doubles among a request's words. */
export const RequestNumber = { arrivedAt: 11, startedAt: 12, remainingMs: 13, dueAt: 14 } as const;
export const makeRequests = (): Rows => new Rows(30);

export const RequestState = {
  free: 0,
  /** the attempt's message is on its way, there or back, or lost */
  travelling: 1,
  queued: 2,
  working: 3,
  /** for its calls, or (at a workload) for its answer */
  waiting: 4,
  /** could go on, but its replica hangs */
  parked: 5,
} as const;
