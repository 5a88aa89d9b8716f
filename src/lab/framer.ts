import { EndpointSketch, JourneySketch, type Layout } from '../engine/observation/layout';
import type { Recorder } from '../engine/observation/recorder';
import type { CallEntry } from '../engine/observation/call-log';
import { Trailing } from '../engine/observation/trailing';
import { TRACES_HELD, type Trace } from '../engine/observation/trace';
import { Outcome } from '../policies/outcome';
import { MOST_CALL_ENTRIES, type Frame, type TimelinePoint } from './frame';
import { sketchesOf, type Subject } from './subject';
import { pointOfCell } from './timeline';

/** Figures "of late" are taken over this much simulated time. */
export const TRAILING_MS = 2500;
const QUANTILES = [0.5, 0.95, 0.99] as const;
/** More requests than this nobody can follow that begin between two frames; among them are this many that went wrong. */
const MOST_NEW_TRACES = 16;
const MOST_GONE_WRONG = 8;

/**
 * Makes frames of one run, each telling what is new since the one before. Quantiles are taken of what is shown and of
 * nothing else: of every service's answers and every journey's the p95, and of what is looked at all there are.
 */
export class Framer {
  private nextSeq = 0;
  private traceMark = 0;
  /** Traces sent before they had ended: of those the end is sent too. */
  private readonly open = new Set<number>();
  private points: TimelinePoint[] = [];
  /** Of each service the answers of all its endpoints, then those of each journey. */
  private readonly answers: Trailing;
  private lookedAt: readonly number[] = [];
  /** Each of them for itself. */
  private closely: Trailing;
  /** The link that is looked at; -1: none. */
  private link = -1;
  private calls: CallEntry[] = [];

  constructor(private readonly recorder: Recorder) {
    const { layout, model } = recorder.engine;
    // Whoever wrote each call down wants to see what becomes of it.
    if (model.workloads.some(({ script }) => script.length > 0)) {
      recorder.engine.watchCalls((entry) => this.noteCall(entry));
    }
    const ofJourneys = model.journeys.map((_, journey) => [layout.journeySketch(journey) + JourneySketch.good]);
    this.answers = new Trailing(recorder, [...answerSketches(layout), ...ofJourneys]);
    this.closely = new Trailing(recorder, []);
    const { keptFromMs, cellMs, cellCount } = recorder;
    for (let cell = Math.round(keptFromMs / cellMs); cell < cellCount; cell += 1) this.addPoint(cell);
    // At once, for the recorder soon forgets a cell.
    recorder.onCell = (cell) => this.addPoint(cell);
  }

  /** Which subject is looked at closely, from the next frame on. */
  lookAt(subject: Subject | null): void {
    this.lookedAt = subject === null ? [] : sketchesOf(this.recorder.engine.layout, subject);
    this.closely = new Trailing(
      this.recorder,
      this.lookedAt.map((sketch) => [sketch]),
    );
    this.link = subject?.kind === 'link' ? subject.index : -1;
  }

  frame(pace: Pick<Frame, 'playing' | 'speed' | 'achievedSpeed'>): Frame {
    const { recorder, answers } = this;
    const { engine, cellMs } = recorder;
    const { services, journeys } = engine.model;
    const { nowMs } = engine;
    const from = Math.max(0, Math.floor((nowMs - TRAILING_MS) / cellMs));
    const fromMs = from * cellMs;
    answers.begin(from);

    const { traces: changed, mark } = engine.tracesSince(this.traceMark);
    this.traceMark = mark;
    const traces = this.choose(changed);
    const { points } = this;
    this.points = [];
    return {
      ...pace,
      nowMs,
      eventCount: engine.eventCount,
      counts: engine.counts.slice(),
      trailing: recorder.countsSince(fromMs),
      trailingMs: nowMs - fromMs,
      gauges: recorder.gaugesAt(nowMs),
      quantiles: this.quantiles(from),
      servicesP95Ms: services.map((_, service) => answers.quantile(service, 0.95)),
      journeysP95Ms: journeys.map((_, journey) => answers.quantile(services.length + journey, 0.95)),
      breakers: engine.readBreakers(),
      layers: this.link < 0 ? [] : engine.readLayers(this.link),
      oldCalls: engine.readOldCalls(),
      messages: engine.readMessages(),
      log: this.newLog(),
      calls: this.newCalls(),
      traces,
      points,
    };
  }

  private newCalls(): Frame['calls'] {
    const fresh = this.calls.slice(-MOST_CALL_ENTRIES);
    this.calls = [];
    return fresh;
  }

  private newLog(): Frame['log'] {
    const { log } = this.recorder.engine;
    const end = log.length === 0 ? 0 : log[log.length - 1]!.seq + 1;
    const fresh = log.slice(Math.max(0, log.length - (end - this.nextSeq)));
    this.nextSeq = end;
    return fresh;
  }

  /** What changed of those already sent, and of the others the newest; oldest first. */
  private choose(changed: readonly Trace[]): readonly Trace[] {
    const fresh = changed.filter(({ id }) => !this.open.has(id));
    const wrong = fresh.filter(wentWrong).slice(-MOST_GONE_WRONG);
    const others = fresh.filter((trace) => !wrong.includes(trace)).slice(wrong.length - MOST_NEW_TRACES);
    const chosen = new Set([...wrong, ...others]);
    const sent = changed.filter((trace) => this.open.has(trace.id) || chosen.has(trace));
    for (const { id, spans } of sent) {
      if (spans.every(({ outcome }) => outcome !== -1)) this.open.delete(id);
      else this.open.add(id);
    }
    const newest = changed.at(-1)?.id ?? 0;
    for (const id of this.open) if (id <= newest - TRACES_HELD) this.open.delete(id);
    return sent;
  }

  private noteCall(entry: CallEntry): void {
    if (this.calls.length === 2 * MOST_CALL_ENTRIES) this.calls = this.calls.slice(-MOST_CALL_ENTRIES);
    this.calls.push(entry);
  }

  private addPoint(cell: number): void {
    this.points.push(pointOfCell(this.recorder, cell));
  }

  private quantiles(from: number): Float64Array {
    const { closely } = this;
    const out = new Float64Array(QUANTILES.length * this.recorder.engine.layout.sketchCount).fill(NaN);
    closely.begin(from);
    this.lookedAt.forEach((sketch, group) => {
      const found = QUANTILES.map((q) => closely.quantile(group, q));
      out.set(found, QUANTILES.length * sketch);
    });
    return out;
  }
}

const wentWrong = ({ spans }: Trace): boolean => {
  const outcome = spans[0]?.outcome ?? -1;
  return outcome !== -1 && outcome !== Outcome.ok;
};

/** The frame's vectors, to be handed over instead of copied. */
export const vectorsOf = (frame: Frame): ArrayBufferLike[] =>
  [frame.counts, frame.trailing, frame.gauges, frame.quantiles].map((vector) => vector.buffer);

/** For each service, the sketches of its endpoints' answers; failures are another matter, and have their own. */
const answerSketches = (layout: Layout): number[][] =>
  layout.model.services.map((_, service) =>
    layout.model.endpoints.flatMap((endpoint, index) =>
      endpoint.service === service ? [layout.endpointSketch(index) + EndpointSketch.good] : [],
    ),
  );
