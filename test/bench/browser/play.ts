/** What is played in Node and in a browser's worker alike, so that the two can be compared. */
import { Engine } from '../../../src/engine/engine';
import { Recorder } from '../../../src/engine/observation/recorder';
import { Framer, vectorsOf } from '../../../src/lab/framer';
import { compileScenario } from '../../../src/scenario';

export interface Play {
  readonly scenario: string;
  readonly forMs: number;
  readonly seed: number;
  /** Simulated time between two frames; 0: the engine alone. */
  readonly frameEveryMs: number;
}

export interface Played {
  readonly events: number;
  readonly digest: string;
  readonly clockMs: number;
}

export function play({ scenario, forMs, seed, frameEveryMs }: Play, nowMs: () => number): Played {
  const compiled = compileScenario(scenario);
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join(' '));
  const beganMs = nowMs();
  const engine = new Engine(compiled.value, seed);
  if (frameEveryMs === 0) engine.advance(forMs);
  else {
    const recorder = new Recorder(engine, 250, 12);
    const framer = new Framer(recorder);
    for (let atMs = frameEveryMs; atMs <= forMs; atMs += frameEveryMs) {
      recorder.advance(atMs);
      vectorsOf(framer.frame({ playing: true, speed: 100, achievedSpeed: 100 }));
    }
  }
  return { events: engine.eventCount, digest: engine.digest(), clockMs: nowMs() - beganMs };
}
