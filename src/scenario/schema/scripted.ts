/** How the work of a scripted visit ends. */
export const ENDS = ['success', 'failure', 'slow', 'ignored', 'cancelled'] as const;
export type End = (typeof ENDS)[number];

/** What one visit meets. */
export interface TrySource {
  readonly takesMs: number;
  readonly ends: End;
}

/** One arrival of a script; `place` leads from the script to where it is written: an item, or a line of the text. */
export interface ScriptedSource {
  readonly place: number;
  readonly atMs: number;
  /** A journey of the workload; null: not said. */
  readonly start: string | null;
  /** At least one; the last stands for all that follow. */
  readonly tries: readonly TrySource[];
}
