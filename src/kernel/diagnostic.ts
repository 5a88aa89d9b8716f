/** A problem with a place, as shown by the editor and printed by the command line alike. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** One sentence: what is wrong and what was expected. */
  readonly message: string;
  /** Which of several files, relative to their folder; absent where there is only one document. */
  readonly file?: string;
  /** Where in the document's tree, e.g. `services.web.workers`; empty for the whole document. */
  readonly path: string;
  /** 1-based; `end` is exclusive. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A problem that has no place in any text, or none but its path. */
export const problem = (message: string, path = ''): Diagnostic => ({
  severity: 'error',
  message,
  path,
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
});
