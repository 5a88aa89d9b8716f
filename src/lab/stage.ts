import type { Command } from '../engine/command';
import { success, type Result } from '../kernel/result';
import type { Model } from '../scenario/model';
import { Framer } from './framer';
import { Run } from './run';
import { SlowMotion } from './slow-motion';

/** What is played: a scenario that compiled, its text, and the seed. */
export interface Play {
  readonly model: Model;
  readonly scenario: string;
  readonly seed: number;
}

/** The run of it that is on now. */
export interface Stage extends Play {
  readonly run: Run;
  readonly framer: Framer;
  readonly slow: SlowMotion;
}

/** A stage whose run is at 0, with all these commands waiting for their instants; see `Run.begin`. */
export function stageOf({ model, scenario, seed }: Play, commands: readonly Command[], forMs = 0): Result<Stage> {
  const begun = Run.begin(model, seed, commands, forMs);
  if (!begun.ok) return begun;
  const run = begun.value;
  return success({ model, scenario, seed, run, framer: new Framer(run.recorder), slow: new SlowMotion() });
}
