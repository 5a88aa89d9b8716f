import type { Diagnostic } from './diagnostic';

/** The outcome of something that can fail: a value, or every problem found, never an exception. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Diagnostic[] };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });

export const failure = <T>(problems: readonly Diagnostic[]): Result<T> => ({ ok: false, problems });
