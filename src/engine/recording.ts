import type { Command } from './command';

/** Everything needed to reproduce a run to the bit, anywhere. */
export interface Recording {
  /** The rules that made the run; another version may give another run. */
  readonly modelVersion: string;
  readonly scenario: string;
  readonly seed: number;
  /** In order of `atMs`. */
  readonly commands: readonly Command[];
}

/** Raised whenever a change of the rules changes any run. */
export const MODEL_VERSION = '5';
