/** A figure that theory or a published study states, as `npm run validate` measured it over all its seeds. */
export interface ValidationRow {
  readonly model: string;
  /** Where the expected figure comes from. */
  readonly source: string;
  readonly figure: string;
  readonly unit: '' | 's' | 'ms' | 'calls' | 'attempts';
  readonly expected: number;
  readonly measured: number;
  /** Half-width of the 99 % interval of the mean over the seeds (Student's t), or the furthest a seed was off. */
  readonly half: number;
  readonly rule: 'interval' | 'every seed';
  /** Relative to what is expected. */
  readonly tolerance: number;
  /** Simulated seconds measured for each seed. */
  readonly seconds: number;
  readonly holds: boolean;
}

/** What `npm run validate` writes into validation.json. */
export interface Validation {
  readonly modelVersion: string;
  readonly seeds: number;
  readonly rows: readonly ValidationRow[];
}
