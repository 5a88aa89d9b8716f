import type { CallEntry } from '../engine/observation/call-log';
import type { LogEntry } from '../engine/observation/log';
import type { BreakerReading, LayerReading, MessageReading, OldCalls } from '../engine/observation/reading';
import type { Trace } from '../engine/observation/trace';
import type { Tally } from '../lesson/tally';

/** More lines of the call log than these nobody reads. */
export const MOST_CALL_ENTRIES = 300;

/** What the worker tells the page, at most 30 times a second. Vectors are laid out by the model's `Layout`. */
export interface Frame {
  readonly nowMs: number;
  readonly playing: boolean;
  /** Simulated seconds per real second: the one chosen, and the one reached over the last second. */
  readonly speed: number;
  readonly achievedSpeed: number;
  readonly eventCount: number;
  /** Cumulative counts now. */
  readonly counts: Float64Array;
  /** What was counted over the last `trailingMs` of simulated time. */
  readonly trailing: Float64Array;
  readonly trailingMs: number;
  readonly gauges: Float64Array;
  /**
   * p50, p95, p99 in ms over the trailing window for each sketch of the layout (index 3 x sketch); NaN where nothing was
   * seen, and for everything that is not looked at.
   */
  readonly quantiles: Float64Array;
  /** p95 in ms over the trailing window for each service: of the answers of all its endpoints; NaN where there was none. A failure may come at once, so it is never mixed in. */
  readonly servicesP95Ms: readonly number[];
  /** The same for each journey. */
  readonly journeysP95Ms: readonly number[];
  readonly breakers: readonly BreakerReading[];
  /** What other policies know, of the link that is looked at and of no other. */
  readonly layers: readonly LayerReading[];
  readonly oldCalls: readonly OldCalls[];
  /** What degraded pages have told shoppers since the start. */
  readonly messages: readonly MessageReading[];
  /** Since the frame before. */
  readonly log: readonly LogEntry[];
  /** What happened call by call since the frame before, the newest of it; only where a workload is a script. */
  readonly calls: readonly CallEntry[];
  /** Sampled traces that changed since the frame before, whole; where very many began, the newest of them, failures first. */
  readonly traces: readonly Trace[];
  /** Cells of the timeline completed since the frame before. */
  readonly points: readonly TimelinePoint[];
}

/** One cell of the timeline. */
export interface TimelinePoint {
  readonly fromMs: number;
  readonly toMs: number;
  readonly journeys: readonly JourneyCell[];
}

export interface JourneyCell extends Tally {
  /** Waiting at the end of the cell, those overdue among them. */
  readonly waiting: number;
  /** Of the answers of the cell; NaN where there was none. */
  readonly p95Ms: number;
}
