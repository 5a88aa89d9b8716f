/** Ends the caller's wait. What it waited for goes on, unless it is called off. */
export interface TimeoutParams {
  /** Infinity: only the connection has a limit. */
  readonly afterMs: number;
  /** How long each attempt may take to get a connection; Infinity: as long as the rest. */
  readonly connectMs: number;
  /** What is called is told by when it must have answered, and tells those it calls. */
  readonly propagates: boolean;
  /** When the time is over, the attempts inside are called off. */
  readonly cancels: boolean;
}

/** As long as it takes. */
export const NO_TIMEOUT: TimeoutParams = { afterMs: Infinity, connectMs: Infinity, propagates: false, cancels: false };
