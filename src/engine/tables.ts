import { makeRows } from '../kernel/rows';

/**
 * A call as its caller sees it: one step of a plan, with everything its policies do on its behalf.
 * It lives until its owner has been told how it ended, or is gone, and no frame of it is left.
 */
export const makeCalls = () =>
  makeRows(
    [
      'state',
      'route',
      /** index in the policy store's versions; -1: no policies */
      'version',
      /** the visit (or, for a fallback's call, the frame) that waits for it */
      'owner',
      'ownerGeneration',
      'ownerKind',
      'place',
      'optional',
      /** the caller's replica, 0-based within its service */
      'instance',
      /** the owner's key, from which the keys of its attempts are derived */
      'keyHi',
      'keyLo',
      /** attempts sent so far, and other endpoints asked by its fallbacks */
      'attempts',
      'asked',
      /** the frame of its newest attempt, or NONE; it may have ended */
      'attempt',
      /** frames alive */
      'frames',
      'outcome',
      'message',
      /** the failure that a fallback answered for, or -1 */
      'covered',
      'trace',
      'span',
    ],
    ['startedAt'],
  );

export const CallState = {
  free: 0,
  open: 1,
  /** has an outcome of which its owner is about to be told */
  settled: 2,
  over: 3,
} as const;
export const OwnerKind = { visit: 0, frame: 1 } as const;

/**
 * One layer of a call on its way down, or (below the last layer) one attempt: a message to a replica. An outcome walks up
 * from frame to frame; a frame whose parent has gone tells nobody, but still gives back what it holds.
 */
export const makeFrames = () =>
  makeRows(
    [
      /** NONE: the frame is free */
      'call',
      /** index in the version's layers; their count for an attempt */
      'layer',
      /** ROOT: the call itself */
      'parent',
      'parentGeneration',
      /** retry: retries made so far */
      'retries',
      /** 1: an attempt, or a fallback that has called another endpoint */
      'stage',
      /** attempt: its key, its replica, its reply on the way */
      'keyHi',
      'keyLo',
      'station',
      /** attempt: of its reply; a fallback that asks another endpoint: the failure it may cover */
      'outcome',
      'message',
      'trace',
      'span',
      /** attempt whose message was lost: the chain of such attempts of a link */
      'silent',
      'next',
      'previous',
    ],
    ['startedAt'],
  );

/** The parent of a call's outermost frame. */
export const ROOT = -1;
/** The end of a chain of rows. */
export const NONE = -1;

/** A request at a station: a shopper's journey at its workload, or a visit to an endpoint at a replica. */
export const makeVisits = () =>
  makeRows(
    [
      'state',
      /** replica in the layout's numbering; above them, the workloads */
      'station',
      /** index in the programs: endpoints, then journeys */
      'program',
      /** the attempt to reply to; NONE for a journey */
      'attempt',
      'attemptGeneration',
      'keyHi',
      'keyLo',
      /** the next stage of its program, and the calls of the present one that are still open */
      'stage',
      'pending',
      /** the newest of its calls; it may have ended */
      'call',
      'failed',
      /** 2 + message of the degraded part of its answer, 1 for one without words; 0: none */
      'degraded',
      'next',
      'previous',
      /** counts its work timers: only the newest is alive */
      'timer',
      'trace',
      'span',
    ],
    ['arrivedAt', 'startedAt', 'remainingMs', 'dueAt'],
  );

export const VisitState = {
  free: 0,
  queued: 1,
  working: 2,
  /** for its calls, or (at a workload) for its answer */
  waiting: 3,
  /** could go on, but its replica hangs */
  parked: 4,
} as const;
