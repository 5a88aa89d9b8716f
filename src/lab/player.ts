import { Pacer } from './pacer';
import type { Run } from './run';

/** A slice of work ends after this much real time, so that messages never wait long. */
const SLICE_MS = 10;
/** Between two looks at the clock there should be about this much work. */
const CHUNK_MS = 2;
const SHORTEST_CHUNK_SIM_MS = 1;
const LONGEST_CHUNK_SIM_MS = 1000;

/** An instant that the run is on its way to, at a pace of its own and not the student's; Infinity: as fast as it goes. */
export interface Goal {
  readonly toMs: number;
  readonly speed: number;
  /** Stands still there instead of going on. */
  readonly stops?: boolean;
}

/**
 * Turns runs at the chosen speed, in slices, by a clock that tells real milliseconds from any origin. After each chunk of
 * work `afterChunk` may look at the run and change what comes next.
 */
export class Player {
  private isPlaying = false;
  private chosenSpeed = 1;
  private goal: Goal | null = null;
  private readonly pacer = new Pacer();
  private chunkMs = 10;

  constructor(
    private readonly clock: () => number,
    private readonly afterChunk: (reached: boolean) => void,
  ) {}

  get playing(): boolean {
    return this.isPlaying;
  }

  /** What a frame says of the pace. */
  get pace(): { playing: boolean; speed: number; achievedSpeed: number } {
    return {
      playing: this.isPlaying,
      speed: this.speed,
      achievedSpeed: this.isPlaying ? this.pacer.achieved() : 0,
    };
  }

  play(run: Run): void {
    this.isPlaying = true;
    this.anchor(run);
  }

  /** Plays to the goal; there it goes on at the chosen speed, or stops. */
  head(run: Run, goal: Goal): void {
    this.goal = goal;
    this.play(run);
  }

  pause(): void {
    this.goal = null;
    this.isPlaying = false;
  }

  choose(run: Run, speed: number): void {
    this.chosenSpeed = speed;
    this.anchor(run);
  }

  /** Plays for at most a slice's time towards where the run should be by now; whether it moved. */
  slice(run: Run): boolean {
    const { engine, recorder } = run;
    const beganMs = this.clock();
    const fromMs = engine.nowMs;
    this.pacer.forgive(beganMs, fromMs);
    let lookedMs = beganMs;
    while (this.isPlaying && lookedMs - beganMs < SLICE_MS) {
      const toMs = Math.min(this.targetMs(lookedMs), engine.nowMs + this.chunkMs);
      if (toMs <= engine.nowMs) break;
      recorder.advance(toMs);
      const reached = this.goal !== null && engine.nowMs >= this.goal.toMs;
      if (reached) {
        this.isPlaying = !this.goal?.stops;
        this.goal = null;
        this.anchor(run);
      }
      this.afterChunk(reached);
      const tookMs = this.clock() - lookedMs;
      lookedMs += tookMs;
      this.sizeChunks(tookMs);
    }
    this.pacer.note(this.clock(), engine.nowMs);
    return engine.nowMs > fromMs;
  }

  /** Behind by more than a real millisecond, that is: it is worth going on at once. */
  isBehind(run: Run): boolean {
    return this.isPlaying && run.engine.nowMs < this.targetMs(this.clock()) - this.speed;
  }

  private sizeChunks(tookMs: number): void {
    if (tookMs > CHUNK_MS) this.chunkMs = Math.max(SHORTEST_CHUNK_SIM_MS, this.chunkMs / 2);
    else if (tookMs < CHUNK_MS / 2) this.chunkMs = Math.min(LONGEST_CHUNK_SIM_MS, this.chunkMs * 2);
  }

  private targetMs(realMs: number): number {
    if (this.goal?.speed === Infinity) return this.goal.toMs;
    return Math.min(this.pacer.targetMs(realMs), this.goal?.toMs ?? Infinity);
  }

  /** Real and simulated time meet here and now, at the speed that holds from now on. */
  private anchor(run: Run): void {
    this.pacer.anchor(this.clock(), run.engine.nowMs, this.speed);
  }

  private get speed(): number {
    return this.goal === null || this.goal.speed === Infinity ? this.chosenSpeed : this.goal.speed;
  }
}
