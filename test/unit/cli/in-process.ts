import { MessageChannel, type Worker } from 'node:worker_threads';
import { commandLine } from '../../../src/cli/command-line';
import { turnRuns, type Work } from '../../../src/cli/sweep/turn';
import type { Finished } from './shell';

/**
 * The command in this process, and what would be its threads too: starting those takes much longer than the runs of a test.
 * `breakwater` of `shell.ts` starts it as a person does.
 */
export async function inProcess(...words: readonly string[]): Promise<Finished> {
  let [out, error] = ['', ''];
  const code = await commandLine(words, {
    out: (line) => (out += `${line}\n`),
    error: (line) => (error += `${line}\n`),
    redraw: null,
    startWorker,
  });
  return { code, out, error };
}

function startWorker(work: Work): Worker {
  const { port1, port2 } = new MessageChannel();
  turnRuns(port2, work);
  const terminate = async () => port1.close();
  return Object.assign(port1, { terminate }) as unknown as Worker;
}
