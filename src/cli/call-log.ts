import type { Engine } from '../engine/engine';
import { MODEL_VERSION } from '../engine/recording';

/** Plays a run and writes what happens to every call, a JSON object a line; README.md says what each key means. */
export function logCalls(engine: Engine, seed: number, forMs: number, write: (line: string) => void): void {
  write(
    JSON.stringify({ format: 'breakwater log 1', scenario: engine.model.title, modelVersion: MODEL_VERSION, seed }),
  );
  engine.watchCalls((entry) => write(JSON.stringify(entry)));
  engine.advance(forMs);
  engine.watchCalls(null);
}
