/** The end of a chain of rows, and no row where there might be one. */
export const NONE = -1;
/** The parent of a call's outermost frame. */
export const ROOT = -1;

export const CallState = {
  free: 0,
  open: 1,
  /** has an outcome of which its owner is about to be told */
  settled: 2,
  over: 3,
} as const;
export const OwnerKind = { request: 0, frame: 1 } as const;

export const RequestState = {
  free: 0,
  /** the attempt's message is on its way, there or back */
  travelling: 1,
  queued: 2,
  working: 3,
  /** for its calls, or (at a workload) for its answer */
  waiting: 4,
  /** could go on, but its replica hangs */
  parked: 5,
  /** the attempt's message is lost */
  silent: 6,
} as const;
