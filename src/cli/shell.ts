import type { Worker } from 'node:worker_threads';
import type { Work } from './sweep/turn';

/** Where the lines go: standard output and standard error, when a shell has started the command. */
export interface Streams {
  out(line: string): void;
  error(line: string): void;
}

/** What surrounds a command. */
export interface Shell extends Streams {
  /** Draws over the last line of standard error, which is a terminal; null if it is none. */
  readonly redraw: ((text: string) => void) | null;
  /** A thread that turns runs. */
  startWorker(work: Work): Worker;
}
