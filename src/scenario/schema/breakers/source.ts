import type { BreakerParams } from '../../../policies/breaker';

/** A breaker as written: its parameters, and what its library has inside it that is a layer of its own here. */
export interface BreakerSource {
  readonly params: BreakerParams;
  /** How many calls may be inside at once; null: as many as come. */
  readonly capacity: number | null;
  /** How long a call inside may take; null: as long as it takes. */
  readonly timeoutMs: number | null;
}

export const alone = (params: BreakerParams): BreakerSource => ({ params, capacity: null, timeoutMs: null });
