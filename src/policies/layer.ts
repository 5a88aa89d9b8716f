import type { BreakerParams } from './breaker';
import type { BulkheadParams } from './bulkhead';
import type { FallbackParams } from './fallback';
import type { RetryParams } from './retry';
import type { TimeoutParams } from './timeout';

export const LayerKind = { timeout: 0, retry: 1, breaker: 2, bulkhead: 3, fallback: 4 } as const;
export type LayerKind = (typeof LayerKind)[keyof typeof LayerKind];

/** One policy of a call's list, outermost first. `name` addresses it in checks, sweeps and when state is carried over an edit. */
export type Layer = { readonly name: string } & (
  | { readonly kind: typeof LayerKind.timeout; readonly params: TimeoutParams }
  | { readonly kind: typeof LayerKind.retry; readonly params: RetryParams }
  | { readonly kind: typeof LayerKind.breaker; readonly params: BreakerParams }
  | { readonly kind: typeof LayerKind.bulkhead; readonly params: BulkheadParams }
  | { readonly kind: typeof LayerKind.fallback; readonly params: FallbackParams }
);
