import type { Diagnostic } from '../kernel/diagnostic';
import type { Result } from '../kernel/result';
import type { Command } from '../engine/command';
import type { Layout } from '../engine/observation/layout';
import type { CallEntry } from '../engine/observation/call-log';
import type { LogEntry } from '../engine/observation/log';
import type { Trace } from '../engine/observation/trace';
import type { Recording } from '../engine/recording';
import type { Check, Storm, Verdict } from '../lesson/lesson';
import type { FaultSource } from '../scenario/fault';
import type { Model } from '../scenario/model';
import type { Frame, TimelinePoint } from './frame';
import type { Subject } from './subject';

/** Everything the page knows of the running lab; replaced whole whenever any of it changes. */
export interface LabState {
  readonly status: 'empty' | 'loading' | 'ready' | 'failed';
  /** Why it failed, or why the scenario does not compile. */
  readonly problems: readonly Diagnostic[];
  readonly model: Model | null;
  readonly layout: Layout | null;
  readonly seed: number;
  /** The newest frame; its log, traces and points are only what is new in it. */
  readonly frame: Frame | null;
  /** All of this run so far, bounded. */
  readonly log: readonly LogEntry[];
  /** The newest of what happened call by call; empty unless a workload is a script. */
  readonly calls: readonly CallEntry[];
  readonly traces: readonly Trace[];
  readonly points: readonly TimelinePoint[];
  readonly commands: readonly Command[];
  /** Ids of the faults in force. */
  readonly faultsOn: readonly string[];
  readonly policies: { readonly version: number; readonly yaml: string; readonly sinceMs: number };
  /** A test is being played; commands are refused meanwhile. */
  readonly test: { readonly storm: string; readonly progress: number } | null;
}

/** What makes the run of a test: the same three make the same run again. */
export interface StormRun {
  readonly storm: Storm;
  readonly policies: string;
  readonly seed: number;
}

export interface TestRequest extends StormRun {
  readonly checks: readonly Check[];
}

export interface TestResult {
  readonly verdicts: readonly Verdict[];
  readonly recording: Recording;
}

/** A running lab. The engine turns in a worker; every method returns at once, and what comes of it arrives by `subscribe`. */
export interface Lab {
  readonly state: LabState;
  /** Calls back after every change of `state`; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** Compiles and starts paused at 0; `policies` replaces the scenario's own. */
  load(scenario: string, policies: string | null, seed: number): void;
  play(): void;
  pause(): void;
  /** To the next instant at which something happens. */
  step(): void;
  /** 0.1 to 100 simulated seconds a real second. */
  setSpeed(speed: number): void;
  /** Plays at `speed` until every replica's queue of the service is full, then at `then`. */
  slowUntilQueueFull(service: string, speed: number, then: number): void;
  /** Frames have every quantile of this subject from now on, and of no other. */
  lookAt(subject: Subject | null): void;
  /** From 0 again, commands forgotten, policies kept; the same seed unless one is given. */
  restart(seed?: number): void;
  /** To that instant of a storm's run, paused, whatever runs at present: it is played anew from 0, and the storm goes on from there. */
  goTo(run: StormRun, atMs: number): void;
  break(id: string, fault?: FaultSource): void;
  heal(id: string): void;
  /** Problems at once if the text does not compile; otherwise it takes force at the present simulated instant. */
  apply(policies: string): Result<void>;
  /** Runs anew from 0 under the policies, repeats the breaks, and plays on to the present; without a break, applies them. */
  replayFromBeforeBreak(policies: string): void;
  /** Plays the storm from 0 under the policies, as fast as it can be watched; null if it was cancelled. The run stays to be looked at. */
  test(request: TestRequest): Promise<TestResult | null>;
  cancelTest(): void;
  /** This run so far, for saving and sharing. */
  recording(): Recording;
  dispose(): void;
}
