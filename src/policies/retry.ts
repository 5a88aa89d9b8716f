export interface RetryParams {
  /** Tries in all, the first included. */
  readonly attempts: number;
  readonly backoff: {
    readonly kind: 'none' | 'constant' | 'exponential';
    readonly baseMs: number;
    /** Growth per retry when exponential. */
    readonly factor: number;
    readonly capMs: number;
  };
  readonly jitter: 'none' | 'equal' | 'full';
}
