import type { BreakerDialect, BreakerState } from '../../policies/breaker';
import type { LayerFigure } from '../../policies/layer-figures';

/** One breaker of one caller replica, as it stands. Rates are shares in [0, 1], NaN below the minimum of calls. */
export interface BreakerReading {
  /** The key of the policy list, e.g. `web -> catalog`. */
  readonly list: string;
  readonly layer: string;
  readonly instance: number;
  /** The library whose rules it follows. */
  readonly like: BreakerDialect;
  readonly state: BreakerState;
  /** What `seen` and `windowSize` count. */
  readonly counts: 'calls' | 'failures in a row';
  /** Calls in its window, and how many fill it (0: the window is one of time); or failures in a row, and how many trip it. */
  readonly seen: number;
  readonly windowSize: number;
  readonly failureRate: number;
  readonly slowRate: number;
  /** When it may next let a call through; NaN unless open. */
  readonly openUntilMs: number;
}

/** What another policy of one caller replica knows, as it stands. */
export interface LayerReading {
  /** The key of the policy list, e.g. `web -> catalog`. */
  readonly list: string;
  readonly layer: string;
  /** The caller's replica, 0-based. */
  readonly instance: number;
  /** At least one. */
  readonly figures: readonly LayerFigure[];
}

/** Calls that began under an earlier version of the policies and are still in flight. */
export interface OldCalls {
  /** The key of the policy list they began under, or the route's name where there was none. */
  readonly list: string;
  readonly calls: number;
  /** When a timeout of theirs ends the last of them; Infinity: nothing bounds them. */
  readonly untilMs: number;
}

/** Shoppers whose journey was answered degraded, by what the page said. */
export interface MessageReading {
  /** index in the model */
  readonly journey: number;
  /** empty: nothing */
  readonly text: string;
  /** since the start */
  readonly shoppers: number;
}
