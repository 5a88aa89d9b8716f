import { EndpointSketch, JourneySketch, type Layout } from '../engine/observation/layout';
import type { Recorder } from '../engine/observation/recorder';
import type { Frame } from './frame';
import { pointOfCell } from './timeline';

/** Figures "of late" are taken over this much simulated time. */
const TRAILING_MS = 2500;
const QUANTILES = [0.5, 0.95, 0.99] as const;

/** Makes frames of one run, each telling what is new since the one before. */
export class Framer {
  private nextSeq = 0;
  private traceMark = 0;
  private nextCell = 0;

  private readonly answersAtService: readonly (readonly number[])[];
  private readonly answersOfJourney: readonly (readonly number[])[];

  constructor(private readonly recorder: Recorder) {
    const { layout } = recorder.engine;
    this.answersAtService = answerSketches(layout);
    this.answersOfJourney = layout.model.journeys.map((_, journey) => [
      layout.journeySketch(journey) + JourneySketch.good,
    ]);
  }

  frame(pace: Pick<Frame, 'playing' | 'speed' | 'achievedSpeed'>): Frame {
    const { recorder } = this;
    const { engine, cellMs } = recorder;
    const nowMs = engine.nowMs;
    const fromMs = Math.max(0, Math.floor((nowMs - TRAILING_MS) / cellMs) * cellMs);

    const { traces, mark } = engine.tracesSince(this.traceMark);
    this.traceMark = mark;
    const p95Of = (sketches: readonly number[]): number => recorder.quantile(sketches, fromMs, nowMs, 0.95);
    return {
      ...pace,
      nowMs,
      eventCount: engine.eventCount,
      counts: engine.counts.slice(),
      trailing: recorder.countsBetween(fromMs, nowMs),
      trailingMs: nowMs - fromMs,
      gauges: recorder.gaugesAt(nowMs),
      quantiles: recorder.quantiles(fromMs, nowMs, QUANTILES),
      servicesP95Ms: this.answersAtService.map(p95Of),
      journeysP95Ms: this.answersOfJourney.map(p95Of),
      breakers: engine.readBreakers(),
      oldCalls: engine.readOldCalls(),
      log: this.newLog(),
      traces,
      points: this.newPoints(),
    };
  }

  private newLog(): Frame['log'] {
    const { log } = this.recorder.engine;
    const end = log.length === 0 ? 0 : log[log.length - 1]!.seq + 1;
    const fresh = log.slice(Math.max(0, log.length - (end - this.nextSeq)));
    this.nextSeq = end;
    return fresh;
  }

  private newPoints(): Frame['points'] {
    const { recorder } = this;
    const from = Math.max(this.nextCell, Math.round(recorder.keptFromMs / recorder.cellMs));
    this.nextCell = recorder.cellCount;
    return Array.from({ length: this.nextCell - from }, (_, index) => pointOfCell(recorder, from + index));
  }
}

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
