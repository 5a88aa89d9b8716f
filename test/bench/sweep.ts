/**
 * How a sweep scales on cores. The same sweep is done in turn by one thread, by several, and by as many processes with one
 * thread each that carry out a shard of it and share nothing. What the processes gain over the one thread is what the
 * machine has to give: cores that lie on one another's caches, or that others want too, do not give everything. A sweep
 * is linear in cores where its threads gain as much.
 *
 *     npm run bench:sweep -- [--workers 2] [--rounds 7] [--seeds 40] [--for 10min]
 */
import { spawn } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureCli } from '../../scripts/lib/cli.mjs';
import { median } from './summary';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: String(availableParallelism()) },
    rounds: { type: 'string', default: '7' },
    seeds: { type: 'string', default: '40' },
    for: { type: 'string', default: '10min' },
  },
});
const workers = Number(values.workers);
const main = fileURLToPath(await ensureCli());
const scenario = fileURLToPath(new URL('../../lessons/the-weakest-link/scenario.yaml', import.meta.url));

const ways = {
  'one thread': () => sweep('--workers', '1'),
  threads: () => sweep('--workers', String(workers)),
  processes: () => Promise.all(shards().map((shard) => sweep('--workers', '1', '--shard', shard))),
} as const;
type Way = keyof typeof ways;

const rounds: Readonly<Record<Way, number>>[] = [];
for (let round = 1; round <= Number(values.rounds); round++) {
  const seconds = { 'one thread': 0, threads: 0, processes: 0 };
  for (const way of inTurn(round)) seconds[way] = await secondsOf(ways[way]);
  rounds.push(seconds);
  const told = Object.entries(seconds).map(([way, of]) => `${way} ${of.toFixed(1)} s`);
  console.log(`round ${round}: ${told.join(', ')} (load ${loadavg()[0]!.toFixed(1)})`);
}

console.log(`${workers} threads against one: ${gain('one thread', 'threads')} times as fast`);
console.log(`${workers} processes against one thread: ${gain('one thread', 'processes')}`);
console.log(`${workers} threads against as many processes: ${gain('processes', 'threads')}`);

/** Each round another one first, so that a machine that gets slower does not favour any. */
function inTurn(round: number): Way[] {
  const names = Object.keys(ways) as Way[];
  const first = round % names.length;
  return [...names.slice(first), ...names.slice(0, first)];
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** How many times as fast the second is: the median of the rounds, and their range. */
function gain(than: Way, way: Way): string {
  const gains = rounds.map((seconds) => seconds[than] / seconds[way]).sort((a, b) => a - b);
  const [least, most] = [gains[0]!, gains.at(-1)!].map((of) => of.toFixed(2));
  return `${median(gains).toFixed(2)} (${least} to ${most})`;
}

function shards(): string[] {
  return Array.from({ length: workers }, (_, index) => `${index + 1}/${workers}`);
}

async function sweep(...how: string[]): Promise<void> {
  const grid = ['--vary', 'services.web.replicas=1,2,3,4', '--seeds', `1..${values.seeds}`, '--for', values.for];
  const child = spawn(process.execPath, [main, 'sweep', scenario, ...grid, '--quiet', ...how], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the sweep ended with ${String(code)}`);
}
