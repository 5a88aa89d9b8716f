import { problem, type Diagnostic } from '../kernel/diagnostic';

/** Said by the page and by the worker alike: a command may reach the worker after the test began there. */
export const TEST_IS_ON = problem('A test is being played; nothing can be changed until it ends.');

/** Whatever was thrown, as a problem to show instead of silence. */
export const problemOf = (thrown: unknown): Diagnostic =>
  problem(`The lab stopped on an internal error: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
