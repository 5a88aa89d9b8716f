import type { Worker } from 'node:worker_threads';
import type { Run } from './grid';
import type { Answer, RunResult } from './turn';

export interface Listener {
  done(result: RunResult): void;
  /** A run that came to no end, and why. */
  failed(run: Run, message: string): void;
}

/** Turns the runs in so many threads, each taking the next as soon as it is free; stops where it is once aborted. */
export async function turnAll(
  runs: readonly Run[],
  threads: number,
  start: () => Worker,
  listener: Listener,
  abort: AbortSignal,
): Promise<void> {
  const queue = runs.values();
  const workOff = async (): Promise<void> => {
    let worker = start();
    const stop = () => void worker.terminate();
    abort.addEventListener('abort', stop);
    for (const run of queue) {
      const answer = await ask(worker, run);
      if (abort.aborted) break;
      if (answer.ok) listener.done(answer.result);
      else listener.failed(run, answer.message);
      if (!answer.ok && answer.isDead) worker = start();
    }
    abort.removeEventListener('abort', stop);
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(threads, runs.length) }, workOff));
}

type Heard = Extract<Answer, { ok: true }> | (Extract<Answer, { ok: false }> & { readonly isDead: boolean });

function ask(worker: Worker, run: Run): Promise<Heard> {
  return new Promise((resolve) => {
    const hear = (heard: Heard) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(heard);
    };
    const onMessage = (answer: Answer) => hear(answer.ok ? answer : { ...answer, isDead: false });
    const onError = ({ message }: Error) => hear({ ok: false, message, isDead: true });
    const onExit = () => hear({ ok: false, message: 'its thread ended', isDead: true });
    worker.on('message', onMessage).on('error', onError).on('exit', onExit).postMessage(run);
  });
}
