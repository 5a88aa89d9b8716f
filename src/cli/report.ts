import type { Observations } from './observations';

/** What `run --json` prints; README.md says what each part means, and it changes only with `format`. */
export interface RunReport extends Observations {
  readonly format: 'breakwater run 1';
  readonly scenario: string;
  readonly modelVersion: string;
  readonly seed: number;
  readonly digest: string;
  readonly events: number;
  readonly simulatedMs: number;
  readonly wallMs: number;
}
