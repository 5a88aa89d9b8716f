import type { Command, CommandBody } from '../engine/command';
import type { Diagnostic } from '../kernel/diagnostic';
import type { Frame } from './frame';
import type { LabState, StormRun, TestRequest, TestResult } from './lab';
import type { Subject } from './subject';

/**
 * What the page asks of the worker. `load` begins a session; everything else concerns the session begun last.
 * Messages arrive in order and none is dropped.
 */
export type Request =
  | {
      readonly type: 'load';
      /** Counts the loads, so that messages about an earlier one can be told apart. */
      readonly load: number;
      readonly scenario: string;
      readonly policies: string | null;
      readonly seed: number;
    }
  /** Drops the run; nothing is sent until the next load. */
  | { readonly type: 'unload' }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'step' }
  | { readonly type: 'speed'; readonly speed: number }
  | {
      readonly type: 'slow until queue full';
      /** index in the model's services */
      readonly service: number;
      readonly speed: number;
      readonly then: number;
    }
  | { readonly type: 'restart'; readonly seed: number }
  /** To an instant of a storm's run, played from 0, and paused there. */
  | { readonly type: 'go to'; readonly run: StormRun; readonly atMs: number }
  /** At the simulated instant at which it is read. */
  | { readonly type: 'command'; readonly body: CommandBody }
  | { readonly type: 'replay'; readonly policies: string }
  /** `test` counts the tests, so that an answer finds its question. */
  | { readonly type: 'test'; readonly test: number; readonly request: TestRequest }
  | { readonly type: 'cancel test' }
  /** Frames have every quantile of this subject and of no other, whatever is loaded; null: of none. */
  | { readonly type: 'look at'; readonly subject: Subject | null }
  /** The page has taken in the newest frame and is ready for another. */
  | { readonly type: 'seen' };

/** What the worker tells the page; `load` is that of the load it is about. */
export type Notice = { readonly load: number } & NoticeBody;

export type NoticeBody =
  /** A run begins at 0; everything from here on is about it. `test` is the test it is played for, or null. */
  | {
      readonly type: 'began';
      readonly seed: number;
      readonly commands: readonly Command[];
      readonly test: number | null;
    }
  /** A command was taken, at its instant. */
  | { readonly type: 'took'; readonly command: Command }
  /** A command, or a test by its number, could not be taken; the run goes on without it. */
  | { readonly type: 'refused'; readonly problems: readonly Diagnostic[]; readonly test: number | null }
  | {
      readonly type: 'frame';
      readonly frame: Frame;
      readonly faultsOn: readonly string[];
      readonly policies: LabState['policies'];
    }
  | { readonly type: 'tested'; readonly test: number; readonly result: TestResult }
  /** Nothing more comes of this load. */
  | { readonly type: 'failed'; readonly problems: readonly Diagnostic[] };
