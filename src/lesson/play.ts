import { Engine } from '../engine/engine';
import { Recorder } from '../engine/observation/recorder';
import { problem } from '../kernel/diagnostic';
import { failure, success, type Result } from '../kernel/result';
import { compilePolicies } from '../scenario';
import type { Model } from '../scenario/model';
import type { Storm } from './lesson';

export interface Played {
  readonly engine: Engine;
  readonly recorder: Recorder;
}

/** How finely runs are recorded to be judged: the lab does it likewise, or its verdicts could differ from the proof's. */
export const CELL_MS = 250;

/**
 * Plays a storm from 0 to its end, untouched, under the given policies (a document with `policies`, and perhaps `services`) instead
 * of the model's own. Fails with the problems of the policies, of a storm that
 * does not fit the model, or with the limit that the run reached.
 */
export function playStorm(model: Model, policies: string, storm: Storm, seed: number): Result<Played> {
  const plan = compilePolicies(model, policies);
  if (!plan.ok) return plan;
  const engine = new Engine({ ...model, policies: plan.value }, seed);
  for (const command of storm.commands) {
    const scheduled = engine.schedule(command);
    if (!scheduled.ok) return failure(scheduled.problems);
  }
  const recorder = new Recorder(engine, CELL_MS, Math.ceil(storm.forMs / CELL_MS));
  recorder.advance(storm.forMs);
  if (engine.stopped !== null) return failure([problem(engine.stopped.message)]);
  return success({ engine, recorder });
}
