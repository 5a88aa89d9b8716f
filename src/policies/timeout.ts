/** Ends the caller's wait; the work it asked for goes on. */
export interface TimeoutParams {
  readonly afterMs: number;
}
