import type { Worker } from 'node:worker_threads';
import type { Model } from '../../scenario/model';
import type { Run } from './grid';
import type { Answer, Order, RunResult } from './turn';

export interface Listener {
  done(result: RunResult): void;
  /** A run that came to no end, and why. */
  failed(run: Run, message: string): void;
}

/**
 * Turns the runs in so many threads, each taking the next as soon as it is free; stops where it is once aborted.
 * @param runs point by point
 * @param modelAt compiles a point
 */
export async function turnAll(
  runs: readonly Run[],
  modelAt: (point: number) => Model,
  threads: number,
  start: () => Worker,
  listener: Listener,
  abort: AbortSignal,
): Promise<void> {
  const queue = runs.values();
  let latest: { readonly point: number; readonly model: Model } | null = null;
  const compiled = (point: number): Model => {
    if (latest?.point !== point) latest = { point, model: modelAt(point) };
    return latest.model;
  };
  const workOff = async (): Promise<void> => {
    let worker = start();
    /** What the thread has the model of. */
    let held: number | null = null;
    const stop = () => void worker.terminate();
    abort.addEventListener('abort', stop);
    for (const run of queue) {
      const answer = await ask(worker, { run, model: held === run.point ? null : compiled(run.point) });
      held = run.point;
      if (abort.aborted) break;
      if (answer.ok) listener.done(answer.result);
      else listener.failed(run, answer.message);
      if (!answer.ok && answer.isDead) {
        worker = start();
        held = null;
      }
    }
    abort.removeEventListener('abort', stop);
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(threads, runs.length) }, workOff));
}

type Heard = Extract<Answer, { ok: true }> | (Extract<Answer, { ok: false }> & { readonly isDead: boolean });

function ask(worker: Worker, order: Order): Promise<Heard> {
  return new Promise((resolve) => {
    const hear = (heard: Heard) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(heard);
    };
    const onMessage = (answer: Answer) => hear(answer.ok ? answer : { ...answer, isDead: false });
    const onError = ({ message }: Error) => hear({ ok: false, message, isDead: true });
    const onExit = () => hear({ ok: false, message: 'its thread ended', isDead: true });
    worker.on('message', onMessage).on('error', onError).on('exit', onExit).postMessage(order);
  });
}
