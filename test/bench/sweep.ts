/**
 * How a sweep scales on cores: the same sweep with one thread and with two, in turn. By the clock this says something only
 * on a machine that does nothing else. But Linux tells of every thread how long it was on a processor: where nobody else
 * wants one, a sweep takes as long as its main thread and the busiest of those that turn runs need together, for these
 * are never out of runs before the last.
 *
 *     npm run bench:sweep -- [--threads 1,2] [--rounds 3] [--seeds 40] [--for 10min]
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureCli } from '../../scripts/lib/cli.mjs';
import { median } from './summary';

const POLL_MS = 20;

interface Sweep {
  readonly wallSeconds: number;
  /** of all threads, those that compile and collect garbage too */
  readonly processorSeconds: number;
  /** of the main thread and the busiest of the others */
  readonly aloneSeconds: number;
}

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '1,2' },
    rounds: { type: 'string', default: '3' },
    seeds: { type: 'string', default: '40' },
    for: { type: 'string', default: '10min' },
  },
});
const counts = values.threads.split(',').map(Number);
const main = fileURLToPath(await ensureCli());
const scenario = fileURLToPath(new URL('../../lessons/the-weakest-link/scenario.yaml', import.meta.url));

const measured = new Map<number, Sweep[]>(counts.map((threads) => [threads, []]));
for (let round = 1; round <= Number(values.rounds); round++) {
  for (const threads of counts) {
    const sweep = await run(threads);
    measured.get(threads)!.push(sweep);
    const { wallSeconds, processorSeconds, aloneSeconds } = sweep;
    console.log(
      `round ${round}, ${threads} thread(s): ${wallSeconds.toFixed(1)} s by the clock, ${processorSeconds.toFixed(1)} s of ` +
        `processors, ${aloneSeconds.toFixed(1)} s of its main and its busiest thread (load ${loadavg()[0]!.toFixed(1)})`,
    );
  }
}
const of = (threads: number, pick: keyof Sweep): number => median(measured.get(threads)!.map((sweep) => sweep[pick]));
const [few = 1] = counts;
for (const threads of counts.slice(1)) {
  const gain = (pick: keyof Sweep): string => (of(few, pick) / of(threads, pick)).toFixed(2);
  console.log(
    `${threads} threads against ${few}: ${gain('wallSeconds')} times as fast by the clock, ${gain('aloneSeconds')} times ` +
      `by main and busiest thread, at ${(of(threads, 'processorSeconds') / of(few, 'processorSeconds')).toFixed(2)} times the work`,
  );
}

async function run(threads: number): Promise<Sweep> {
  const grid = ['--vary', 'services.web.replicas=1,2,3,4', '--seeds', `1..${values.seeds}`, '--for', values.for];
  const began = performance.now();
  const child = spawn(process.execPath, [main, 'sweep', scenario, ...grid, '--quiet', '--workers', String(threads)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const seen = new Map<number, number>();
  const poll = setInterval(() => look(child.pid!, seen), POLL_MS);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(poll);
  if (code !== 0) throw new Error(`the sweep ended with ${String(code)}`);
  const wallSeconds = (performance.now() - began) / 1000;

  const own = seen.get(child.pid!)!;
  seen.delete(child.pid!);
  const others = [...seen.values()];
  return {
    wallSeconds,
    processorSeconds: others.reduce((sum, ranSeconds) => sum + ranSeconds, own),
    aloneSeconds: own + Math.max(...others),
  };
}

/** Notes how many seconds each thread of a process has been on a processor. */
function look(pid: number, seen: Map<number, number>): void {
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const [ranNs] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      seen.set(Number(thread), Number(ranNs) / 1e9);
    }
  } catch {
    // It ended in the meantime.
  }
}
