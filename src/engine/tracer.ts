import { Outcome } from '../policies/outcome';
import { TRACES_HELD as TRACES, type Span, type SpanKind, type Trace } from './observation/trace';

const SPANS = 64;

export interface SavedTracer {
  readonly begun: number;
  readonly changes: number;
  /** Of each slot of the ring: its trace, how many spans that has, and when it changed. */
  readonly traceOfSlot: Int32Array;
  readonly lengths: Int32Array;
  readonly changed: Float64Array;
  /** The spans there are, slot by slot, each field in a column of its own. */
  readonly columns: readonly Column[];
}

type Column = Int32Array | Float64Array;

/** Whoever knows the time. An instant given to a function that is not inlined would cost an allocation; who knows it does not. */
interface Clock {
  readonly now: number;
}

/**
 * Sampled requests, span by span, in a ring of the newest 128. A trace is named by the count of those begun before it; a
 * span by its place. Word of a trace that has left the ring, or of a span beyond the 64th, goes nowhere.
 */
export class Tracer {
  private begun = 0;
  private changes = 0;
  private readonly traceOfSlot = new Int32Array(TRACES).fill(-1);
  private readonly lengths = new Int32Array(TRACES);
  private readonly changed = new Float64Array(TRACES);
  private readonly parent = new Int32Array(TRACES * SPANS);
  private readonly kind = new Int32Array(TRACES * SPANS);
  private readonly subject = new Int32Array(TRACES * SPANS);
  private readonly replica = new Int32Array(TRACES * SPANS);
  private readonly outcome = new Int32Array(TRACES * SPANS);
  private readonly covered = new Int32Array(TRACES * SPANS);
  private readonly message = new Int32Array(TRACES * SPANS);
  private readonly startMs = new Float64Array(TRACES * SPANS);
  private readonly workFromMs = new Float64Array(TRACES * SPANS);
  private readonly workToMs = new Float64Array(TRACES * SPANS);
  private readonly endMs = new Float64Array(TRACES * SPANS);

  /** Begins a trace; its first span follows. */
  beginTrace(): number {
    const trace = this.begun++;
    const slot = trace % TRACES;
    this.traceOfSlot[slot] = trace;
    this.lengths[slot] = 0;
    return trace;
  }

  /** Begins a span and returns its place, -1 if the trace has no room for it. */
  begin(trace: number, parent: number, kind: SpanKind, subject: number, replica: number, clock: Clock): number {
    const slot = trace % TRACES;
    if (this.traceOfSlot[slot] !== trace) return -1;
    const span = this.lengths[slot]!;
    this.lengths[slot]!++;
    this.changed[slot] = ++this.changes;
    if (span >= SPANS) return -1;
    const at = slot * SPANS + span;
    this.parent[at] = parent;
    this.kind[at] = kind;
    this.subject[at] = subject;
    this.replica[at] = replica;
    this.outcome[at] = -1;
    this.covered[at] = -1;
    this.message[at] = -1;
    this.startMs[at] = clock.now;
    this.workFromMs[at] = NaN;
    this.workToMs[at] = NaN;
    this.endMs[at] = NaN;
    return span;
  }

  /** Now, or so long after. */
  workBegan(trace: number, span: number, clock: Clock, afterMs = 0): void {
    const at = this.find(trace, span);
    if (at >= 0) this.workFromMs[at] = clock.now + afterMs;
  }

  workEnded(trace: number, span: number, clock: Clock): void {
    const at = this.find(trace, span);
    if (at >= 0) this.workToMs[at] = clock.now;
  }

  /** `covered`: the failure a fallback answered for, or -1; `message`: what the answer says if it is degraded, or -1. */
  end(trace: number, span: number, outcome: Outcome, covered: number, message: number, clock: Clock): void {
    const at = this.find(trace, span);
    if (at < 0) return;
    this.outcome[at] = outcome;
    this.covered[at] = covered;
    this.message[at] = outcome === Outcome.degraded ? message : -1;
    this.endMs[at] = clock.now;
  }

  /** The traces that changed after this mark, oldest first, and the mark to ask with next. */
  since(mark: number, messages: readonly string[]): { traces: Trace[]; mark: number } {
    const slots = [...this.traceOfSlot.keys()].filter(
      (slot) => this.traceOfSlot[slot]! >= 0 && this.changed[slot]! > mark,
    );
    slots.sort((a, b) => this.traceOfSlot[a]! - this.traceOfSlot[b]!);
    return { traces: slots.map((slot) => this.read(slot, messages)), mark: this.changes };
  }

  save(): SavedTracer {
    const { begun, changes, traceOfSlot, lengths, changed } = this;
    return {
      begun,
      changes,
      traceOfSlot: traceOfSlot.slice(),
      lengths: lengths.slice(),
      changed: changed.slice(),
      columns: this.columns().map((column) => this.withoutGaps(column)),
    };
  }

  load(saved: SavedTracer): void {
    this.begun = saved.begun;
    this.changes = saved.changes;
    this.traceOfSlot.set(saved.traceOfSlot);
    this.lengths.set(saved.lengths);
    this.changed.set(saved.changed);
    this.columns().forEach((column, i) => this.fill(column, saved.columns[i]!));
  }

  private find(trace: number, span: number): number {
    const slot = trace % TRACES;
    if (span < 0 || this.traceOfSlot[slot] !== trace) return -1;
    this.changed[slot] = ++this.changes;
    return slot * SPANS + span;
  }

  private read(slot: number, messages: readonly string[]): Trace {
    const spans: Span[] = [];
    for (let at = slot * SPANS; at < slot * SPANS + this.spansIn(slot); at++) {
      spans.push({
        parent: this.parent[at]!,
        kind: this.kind[at] as SpanKind,
        subject: this.subject[at]!,
        replica: this.replica[at]!,
        startMs: this.startMs[at]!,
        workFromMs: this.workFromMs[at]!,
        workToMs: this.workToMs[at]!,
        endMs: this.endMs[at]!,
        outcome: this.outcome[at]!,
        covered: this.covered[at]!,
        message: this.message[at]! < 0 ? '' : messages[this.message[at]!]!,
      });
    }
    return {
      id: this.traceOfSlot[slot]!,
      journey: this.subject[slot * SPANS]!,
      spans,
      truncated: this.lengths[slot]! > SPANS,
    };
  }

  /** Of a column, what belongs to spans there are. */
  private withoutGaps<T extends Column>(column: T): T {
    let spans = 0;
    for (let slot = 0; slot < TRACES; slot++) spans += this.spansIn(slot);
    const kept = new (column.constructor as new (length: number) => T)(spans);
    let to = 0;
    for (let slot = 0; slot < TRACES; slot++) {
      const from = slot * SPANS;
      const count = this.spansIn(slot);
      kept.set(column.subarray(from, from + count), to);
      to += count;
    }
    return kept;
  }

  private fill(column: Column, kept: Column): void {
    let from = 0;
    for (let slot = 0; slot < TRACES; slot++) {
      const count = this.spansIn(slot);
      column.set(kept.subarray(from, from + count), slot * SPANS);
      from += count;
    }
  }

  private spansIn(slot: number): number {
    return Math.min(SPANS, this.lengths[slot]!);
  }

  /** The fields of spans. */
  private columns(): readonly Column[] {
    const { parent, kind, subject, replica, outcome, covered, message } = this;
    const { startMs, workFromMs, workToMs, endMs } = this;
    return [parent, kind, subject, replica, outcome, covered, message, startMs, workFromMs, workToMs, endMs];
  }
}
