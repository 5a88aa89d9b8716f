import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../kernel/diagnostic';
import { UsageError } from './usage-error';

/** The text of a file; a UsageError if there is none to read. */
export function readText(file: string): string {
  try {
    return textOf(readFileSync(file));
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${whyNot(error)}`);
  }
}

/** Without a byte order mark. Of what is no text nothing is told: it could do anything to a terminal. */
function textOf(bytes: Buffer): string {
  if (isUtf8(bytes) && !bytes.includes(0)) return new TextDecoder().decode(bytes);
  throw new UsageError('it is no text in UTF-8');
}

/** What went wrong with a file, in words. */
export function whyNot(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'it may not be read';
  if (code === 'ENOSPC') return 'there is no room left';
  return code || String(error);
}

/** `file:line:column: message`, as editors and terminals make it a link; a warning says that it is one. */
export const problemLine = (file: string, { severity, line, column, message }: Diagnostic): string =>
  `${file}:${line}:${column}: ${severity === 'warning' ? 'warning: ' : ''}${message}`;
