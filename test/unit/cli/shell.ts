import { spawn, type ChildProcess } from 'node:child_process';

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** What a program printed and how it ended. */
export function finish(child: ChildProcess): Promise<Finished> {
  let out = '';
  let error = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (error += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, error })));
}

/** The command as `npm run breakwater` starts it. */
export const start = (...words: readonly string[]): ChildProcess =>
  spawn(process.execPath, ['scripts/breakwater.mjs', ...words]);

export const breakwater = (...words: readonly string[]): Promise<Finished> => finish(start(...words));

/** A line of a shell, with these variables besides ours. */
export const shellLine = (line: string, env: Readonly<Record<string, string>> = {}): Promise<Finished> =>
  finish(spawn('sh', ['-c', line], { env: { ...process.env, ...env } }));
