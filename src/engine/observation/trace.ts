/** An engine holds this many traces, the newest ones; of an older one nothing more is learned. */
export const TRACES_HELD = 128;

/** One sampled request of a shopper with everything done on its behalf; spans are in the order in which they began. */
export interface Trace {
  readonly id: number;
  readonly journey: number;
  readonly spans: readonly Span[];
  /** More was done than a trace has room for. */
  readonly truncated: boolean;
}

export const SpanKind = {
  /** the shopper's whole request; `subject` is a journey */
  journey: 0,
  /** one call as its caller sees it, policies included; `subject` is a route */
  call: 1,
  /** one message over the link and its reply; `subject` is a route, `replica` the one it was sent to */
  attempt: 2,
  /** the request at the service: queue, work, its own calls; `subject` is an endpoint */
  visit: 3,
} as const;
export type SpanKind = (typeof SpanKind)[keyof typeof SpanKind];

/** Instants are simulated milliseconds since the start; NaN where it has not happened (yet). */
export interface Span {
  /** index of the parent in the trace's spans; -1 for the journey */
  readonly parent: number;
  readonly kind: SpanKind;
  readonly subject: number;
  /** 0-based within its service; for a call, the caller's */
  readonly replica: number;
  readonly startMs: number;
  /**
   * visit: when a worker took it up, so the queue wait ends here; attempt: when a connection that had to be made for it
   * stands, from the beginning on
   */
  readonly workFromMs: number;
  /** visit: when its own work was done and its calls began */
  readonly workToMs: number;
  readonly endMs: number;
  /** an Outcome, or -1 while it goes on */
  readonly outcome: number;
  /** call: the failure that a fallback answered for, or -1 */
  readonly covered: number;
  /** journey, call or visit that was answered degraded: what the page says about it; otherwise empty */
  readonly message: string;
}
