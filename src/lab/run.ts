import type { Command, CommandBody } from '../engine/command';
import { Engine } from '../engine/engine';
import { Recorder } from '../engine/observation/recorder';
import { MODEL_VERSION, type Recording } from '../engine/recording';
import { justAfter } from '../kernel/bits';
import { success, type Result } from '../kernel/result';
import { CELL_MS } from '../lesson/play';
import type { Model } from '../scenario/model';
import { TRAILING_MS } from './framer';

/** What frames look back on, and as much again, from which they take away what they no longer look back on. */
const KEEP_CELLS = 2 * Math.ceil(TRAILING_MS / CELL_MS) + 1;

/** One run from 0: an engine, its recorder, and every command given to it. */
export class Run {
  readonly recorder: Recorder;
  private given: readonly Command[] = [];

  private constructor(model: Model, seed: number, forMs: number) {
    const cells = Math.max(KEEP_CELLS, Math.ceil(forMs / CELL_MS) + 1);
    this.recorder = new Recorder(new Engine(model, seed), CELL_MS, cells);
  }

  /** A run at 0 with all these commands waiting for their instants; `forMs` is how long it must be remembered at least. */
  static begin(model: Model, seed: number, commands: readonly Command[], forMs = 0): Result<Run> {
    const run = new Run(model, seed, forMs);
    for (const command of commands) {
      const scheduled = run.schedule(command);
      if (!scheduled.ok) return scheduled;
    }
    return success(run);
  }

  get engine(): Engine {
    return this.recorder.engine;
  }

  /** In order of their instants, and of being given at one instant. */
  get commands(): readonly Command[] {
    return this.given;
  }

  /**
   * Gives a command at the present instant. `atOnce` plays on to the next microsecond, so that a paused run shows what the
   * command did.
   */
  command(body: CommandBody, atOnce: boolean): Result<Command> {
    const { nowMs } = this.engine;
    const command: Command = { ...body, atMs: nowMs };
    const scheduled = this.schedule(command);
    if (!scheduled.ok) return scheduled;
    if (atOnce) this.recorder.advance((Math.floor(nowMs * 1000) + 1) / 1000);
    return success(command);
  }

  /**
   * Handles everything at the next instant at which something happens; false if nothing ever does. The run then stands
   * just after that instant, so that a command given now comes after it here and in every replay.
   */
  step(): boolean {
    const { engine } = this;
    const before = engine.eventCount;
    while (engine.nextEventMs < Infinity) {
      const instantMs = engine.nextEventMs;
      this.recorder.advance(justAfter(instantMs));
      if (engine.eventCount > before || this.given.some((command) => command.atMs === instantMs)) return true;
    }
    return false;
  }

  recording(scenario: string, seed: number): Recording {
    return { modelVersion: MODEL_VERSION, scenario, seed, commands: this.given };
  }

  private schedule(command: Command): Result<void> {
    const scheduled = this.engine.schedule(command);
    if (scheduled.ok) this.given = [...this.given, command].sort((a, b) => a.atMs - b.atMs);
    return scheduled;
  }
}
