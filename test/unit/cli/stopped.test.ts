import { MessageChannel, type Worker } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import type { RunReport } from '../../../src/cli/report';
import { run } from '../../../src/cli/run';
import type { Comparison } from '../../../src/cli/sweep/comparison';
import { sweep } from '../../../src/cli/sweep/sweep';
import { turnRuns, type Work } from '../../../src/cli/sweep/turn';
import { BEHIND_A_CUT, STOPPED } from '../support/small-limit';
import { scratch } from './files';

vi.mock('../../../src/engine/limits', async (original) =>
  (await import('../support/small-limit')).withFewRows(original),
);

/* A run that reaches the limit of the engine, here a small one. */

const file = scratch().write('cut.yaml', BEHIND_A_CUT);

test('a run that stopped tells why and at which instant, and leaves with 1', () => {
  const { out, errors, code } = run(file, { seed: 1, forMs: 60_000, commands: null, json: true, log: null });
  expect(code).toBe(1);
  expect(errors).toHaveLength(1);
  const [, seconds] = STOPPED.exec(errors[0]!)!;
  const { simulatedMs } = JSON.parse(out.join('\n')) as RunReport;
  expect((simulatedMs / 1000).toFixed(3)).toBe(seconds);
  expect(simulatedMs).toBeLessThan(5_000);
});

test('a run that ends before it would have stopped leaves with 0', () => {
  expect(run(file, { seed: 1, forMs: 2_000, commands: null, json: true, log: null })).toMatchObject({
    errors: [],
    code: 0,
  });
});

/** A thread in this one, so that it has the small limit too. */
function thread(work: Work): Worker {
  const { port1, port2 } = new MessageChannel();
  turnRuns(port2, work);
  return Object.assign(port1, { terminate: () => Promise.resolve(port1.close()) }) as unknown as Worker;
}

test('a sweep tells of each run that stopped, goes on with the others, and leaves with 1', async () => {
  const out: string[] = [];
  const errors: string[] = [];
  const shell = {
    out: (line: string) => void out.push(line),
    error: (line: string) => void errors.push(line),
    redraw: null,
    startWorker: thread,
  };
  const options = {
    vary: ['workloads.people.patience=~,500ms'],
    seeds: [1, 2],
    forMs: 20_000,
    measure: [],
    out: null,
    shard: { part: 1, of: 1 },
    workers: 1,
    json: true,
    quiet: true,
  };
  expect(await sweep(file, options, shell)).toBe(1);
  expect(errors.map((line) => line.replace(/at \d\.\d{3} s.*/, 'at …'))).toEqual([
    'workloads.people.patience=~, seed 1: The run stopped at …',
    'workloads.people.patience=~, seed 2: The run stopped at …',
  ]);
  const { points } = JSON.parse(out.join('\n')) as Comparison;
  expect(points.map(({ runs }) => runs)).toEqual([0, 2]);
});
