/** What to answer when the call failed; the answer counts as degraded and carries `message` to whoever reads the page. */
export interface FallbackParams {
  readonly use:
    | { readonly kind: 'default' }
    /** The last good answer this caller replica got, if it is at most `maxAgeMs` old. */
    | { readonly kind: 'cached'; readonly maxAgeMs: number; readonly otherwise: 'fail' | 'default' }
    /** A call to another endpoint, by its index in the model's routes, under that route's own policies. */
    | { readonly kind: 'endpoint'; readonly route: number };
  readonly message: string;
}

/** State: when the last good answer came; NaN before the first. */
export const FALLBACK_BLOCK_SIZE = 1;

export function initFallback(block: Float64Array, at: number): void {
  block[at] = NaN;
}

export function noteGood(block: Float64Array, at: number, nowMs: number): void {
  block[at] = nowMs;
}

/** Whether there is an answer young enough to give; never so for a fallback that does not use the cache. */
export function hasCached(block: Float64Array, at: number, params: FallbackParams, nowMs: number): boolean {
  return params.use.kind === 'cached' && nowMs - block[at]! <= params.use.maxAgeMs;
}
