import type { MessagePort } from 'node:worker_threads';
import { Engine } from '../../engine/engine';
import { MODEL_VERSION } from '../../engine/recording';
import type { Model } from '../../scenario/model';
import { settingsAt, type Run } from './grid';
import type { SweepHeader } from './header';
import { measure, type Measures } from './measure';

/** One line of a file of results. */
export interface RunResult extends Run {
  /** What the varied values were, by their addresses. */
  readonly vary: Readonly<Record<string, unknown>>;
  readonly modelVersion: string;
  readonly digest: string;
  readonly events: number;
  /** Real time it took; the one part that differs from run to run. */
  readonly wallMs: number;
  readonly measures: Measures;
}

/** What a worker thread is started with. */
export type Work = Pick<SweepHeader, 'forMs' | 'measure' | 'vary'>;

/** What it is sent then. */
export interface Order {
  readonly run: Run;
  /** what is run at the run's point; null: what was run before */
  readonly model: Model | null;
}

export type Answer =
  { readonly ok: true; readonly result: RunResult } | { readonly ok: false; readonly message: string };

/** A worker thread's life: turns each run it is sent and answers with what was measured. */
export function turnRuns(port: MessagePort, work: Work): void {
  let current: Model;
  port.on('message', ({ run, model }: Order) => {
    current = model ?? current;
    port.postMessage(turn(current, work, run));
  });
}

function turn(model: Model, { forMs, measure: extras, vary }: Work, { point, seed }: Run): Answer {
  try {
    const began = performance.now();
    const engine = new Engine(model, seed);
    const measures = measure(engine, forMs, extras);
    if (engine.stopped !== null) return { ok: false, message: engine.stopped.message };
    const settings = settingsAt(vary, point).map(({ value }, axis) => [vary[axis]!.address, value] as const);
    const result: RunResult = {
      point,
      seed,
      vary: Object.fromEntries(settings),
      modelVersion: MODEL_VERSION,
      digest: engine.digest(),
      events: engine.eventCount,
      wallMs: Math.round(performance.now() - began),
      measures,
    };
    return { ok: true, result };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
