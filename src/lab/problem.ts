import type { Diagnostic } from '../kernel/diagnostic';

/** A problem that has no place in any document. */
export const problem = (message: string): Diagnostic => ({
  severity: 'error',
  message,
  path: '',
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
});

/** Whatever was thrown, as a problem to show instead of silence. */
export const problemOf = (thrown: unknown): Diagnostic =>
  problem(`The lab stopped on an internal error: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
