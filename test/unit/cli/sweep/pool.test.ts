import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../../../src/cli/sweep/grid';
import type { Model } from '../../../../src/scenario/model';
import { turnAll } from '../../../../src/cli/sweep/pool';
import { progressOf } from '../../../../src/cli/sweep/progress';

/** A thread that answers, but for a seed it cannot run, one that throws and one that ends it. */
const THREAD = `
const { parentPort } = require('node:worker_threads');
let latest;
parentPort.on('message', ({ run, model }) => {
  latest = model ?? latest;
  if (latest.title !== \`point \${run.point}\`) throw new Error('another model');
  if (run.seed === 3) process.exit(1);
  if (run.seed === 5) throw new Error('out of memory');
  parentPort.postMessage(run.seed === 2 ? { ok: false, message: 'too many' } : { ok: true, result: run });
});`;

const thread = () => new Worker(THREAD, { eval: true });
const modelAt = (point: number) => ({ title: `point ${point}` }) as Model;
const runs: Run[] = [1, 2, 3, 4, 5, 6, 7].map((seed) => ({ point: 0, seed }));

describe('threads', () => {
  test.each([1, 3])('end every run, done or failed, though a run may end its thread: %i of them', async (threads) => {
    const done: number[] = [];
    const failed: [number, string][] = [];
    const listener = {
      done: (run: Run) => void done.push(run.seed),
      failed: (run: Run, message: string) => void failed.push([run.seed, message]),
    };
    await turnAll(runs, modelAt, threads, thread, listener, new AbortController().signal);
    expect(done.sort()).toEqual([1, 4, 6, 7]);
    expect(failed.sort()).toEqual([
      [2, 'too many'],
      [3, 'its thread ended'],
      [5, 'out of memory'],
    ]);
  });

  test.each([1, 2])('have the model of each run of theirs: %i of them', async (threads) => {
    const points = [0, 0, 0, 1, 2, 2, 3, 3, 3, 4];
    const failed: string[] = [];
    const listener = { done: () => {}, failed: (_: Run, message: string) => void failed.push(message) };
    const abort = new AbortController();
    const grid = points.map((point, index) => ({ point, seed: 10 + index }));
    await turnAll([{ point: 0, seed: 3 }, ...grid], modelAt, threads, thread, listener, abort.signal);
    expect(failed).toEqual(['its thread ended']);
  });

  test('stop at once when told to', async () => {
    const stop = new AbortController();
    const done: number[] = [];
    const listener = {
      done(run: Run) {
        done.push(run.seed);
        stop.abort();
      },
      failed: () => {},
    };
    await turnAll(runs, modelAt, 1, thread, listener, stop.signal);
    expect(done).toEqual([1]);
  });
});

describe('progress', () => {
  const shell = { out: () => {}, error: () => {}, startWorker: thread };

  test('is a bar on a terminal, gone at the end', () => {
    const drawn: string[] = [];
    const progress = progressOf(2, { ...shell, redraw: (text) => drawn.push(text) }, false);
    progress.step();
    progress.end();
    expect(drawn[0]).toMatch(/^\[·+\] 0 of 2 runs$/);
    expect(drawn.at(-1)).toBe('');
  });

  test('is silent when that is wanted', () => {
    const drawn: string[] = [];
    const progress = progressOf(2, { ...shell, redraw: (text) => drawn.push(text) }, true);
    progress.step();
    progress.end();
    expect(drawn).toEqual([]);
  });
});
