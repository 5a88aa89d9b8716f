import type { MessagePort } from 'node:worker_threads';
import { Engine } from '../../engine/engine';
import { MODEL_VERSION } from '../../engine/recording';
import { compileScenario } from '../../scenario';
import type { Model } from '../../scenario/model';
import { settingsAt, type Run } from './grid';
import type { SweepHeader } from './header';
import { measure, type Measures } from './measure';
import { scenarioAt } from './points';

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
export interface Work {
  readonly header: Pick<SweepHeader, 'forMs' | 'measure' | 'vary'>;
  /** The scenario. */
  readonly text: string;
}

export type Answer =
  { readonly ok: true; readonly result: RunResult } | { readonly ok: false; readonly message: string };

/** A worker thread's life: turns each run it is sent and answers with what was measured. */
export function turnRuns(port: MessagePort, { header, text }: Work): void {
  const textAt = scenarioAt(text, header.vary);
  // runs come point by point
  let current: { readonly point: number; readonly model: Model } | null = null;
  port.on('message', (run: Run) => {
    if (current?.point !== run.point) current = { point: run.point, model: modelOf(textAt(run.point)) };
    port.postMessage(turn(current.model, header, run));
  });
}

function turn(model: Model, { forMs, measure: extras, vary }: Work['header'], { point, seed }: Run): Answer {
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

/** Every point was compiled before the first run. */
function modelOf(text: string): Model {
  const compiled = compileScenario(text);
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  return compiled.value;
}
