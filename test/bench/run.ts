/**
 * How fast the engine is beside a bare hand-written loop that does nothing but the queueing (yardstick/). A machine's speed
 * swings by a quarter from one minute to the next, so both take turns, each in a process of its own, and only their ratio
 * means anything.
 *
 *     npm run bench -- [W1 W2 …] [--rounds 7] [--scale 1] [--json FILE]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import type { EngineRun } from './one-run';

interface Workload {
  readonly name: string;
  readonly title: string;
  readonly customers: number;
  /** What the bare loop is told: stations, servers, lambda, mu. */
  readonly loop: readonly number[];
  /** Milliseconds in the bare loop's unit of time. */
  readonly unitMs: number;
}

const WORKLOADS: readonly Workload[] = [
  { name: 'W1', title: 'M/M/1', customers: 4e6, loop: [1, 1, 0.9, 1], unitMs: 1 },
  { name: 'W2', title: 'M/M/16 at 0.9', customers: 4e6, loop: [1, 16, 14.4, 1], unitMs: 1 },
  { name: 'W3', title: 'five M/M/4 in a row', customers: 1e6, loop: [5, 4, 3.2, 1], unitMs: 1 },
  { name: 'W4', title: 'tree of ten services', customers: 4e5, loop: [10, 8, 300, 100], unitMs: 1000 },
];

/** Means are compared over all rounds together; this far apart is too far. */
const MEANS_WITHIN = 0.01;

interface Round {
  readonly engine: EngineRun;
  readonly loopCustomersPerSecond: number;
  readonly loopMeanMs: number;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** As in a release: modules that are loaded one by one reach each other through getters and run four times slower. */
async function bundleEngine(outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: here('./one-run.ts'),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'one-run.mjs', topLevelVar: false } },
    },
    ssr: { noExternal: true },
  });
  return join(outDir, 'one-run.mjs');
}

function node(args: readonly (string | number)[]): { out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args.map(String), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}:\n${stderr}`);
  return { out: stdout, err: stderr };
}

function playRound(program: string, workload: Workload, customers: number, seed: number): Round {
  const { name, loop, unitMs } = workload;
  const clock = ['--import', here('./processor-time.mjs'), here('./yardstick/limits/typed-arrays.mjs')];
  const bare = node([...clock, name, ...loop, customers, seed]);
  const { processorSeconds } = JSON.parse(bare.err) as { processorSeconds: number };
  const { result } = JSON.parse(bare.out) as { result: number };
  const run = node([program, here(`./scenarios/${name.toLowerCase()}.yaml`), customers, seed]);
  return {
    engine: JSON.parse(run.out) as EngineRun,
    loopCustomersPerSecond: customers / processorSeconds,
    loopMeanMs: result * unitMs,
  };
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const median = (numbers: readonly number[]): number => sorted(numbers)[numbers.length >> 1]!;
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

function summary({ name, title }: Workload, rounds: readonly Round[]) {
  const of = (pick: (run: EngineRun) => number): number => median(rounds.map(({ engine }) => pick(engine)));
  const ratios = sorted(
    rounds.map(
      ({ engine, loopCustomersPerSecond }) => engine.customers / engine.processorSeconds / loopCustomersPerSecond,
    ),
  );
  return {
    name,
    title,
    rounds: rounds.length,
    requestsPerSecond: of((run) => run.customers / run.processorSeconds),
    eventsPerSecond: of((run) => run.events / run.processorSeconds),
    nanosecondsPerEvent: of((run) => (run.processorSeconds * 1e9) / run.events),
    peakMegabytes: of((run) => run.peakMegabytes),
    loopRequestsPerSecond: median(rounds.map((round) => round.loopCustomersPerSecond)),
    ratio: median(ratios),
    ratioFrom: ratios[0]!,
    ratioTo: ratios.at(-1)!,
    meanMs: mean(rounds.map(({ engine }) => engine.meanMs)),
    loopMeanMs: mean(rounds.map((round) => round.loopMeanMs)),
    digests: rounds.map(({ engine }) => engine.digest),
  };
}

function row(result: ReturnType<typeof summary>): Record<string, string> {
  const millions = (perSecond: number): string => (perSecond / 1e6).toFixed(3);
  return {
    workload: `${result.name} ${result.title}`,
    'M requests/s': millions(result.requestsPerSecond),
    'M events/s': millions(result.eventsPerSecond),
    'ns/event': result.nanosecondsPerEvent.toFixed(0),
    'peak MB': result.peakMegabytes.toFixed(0),
    'bare loop M/s': millions(result.loopRequestsPerSecond),
    ratio: `${result.ratio.toFixed(3)} (${result.ratioFrom.toFixed(3)} to ${result.ratioTo.toFixed(3)})`,
    'mean ms': `${result.meanMs.toFixed(3)}, bare ${result.loopMeanMs.toFixed(3)}`,
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    scale: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const chosen = WORKLOADS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const scratch = mkdtempSync(join(tmpdir(), 'breakwater-bench-'));
try {
  const program = await bundleEngine(scratch);
  const results = chosen.map((workload) => {
    const customers = Math.round(workload.customers * Number(values.scale));
    const rounds = Array.from({ length: Number(values.rounds) }, (_, round) =>
      playRound(program, workload, customers, round + 1),
    );
    return summary(workload, rounds);
  });
  console.table(results.map(row));
  console.log(JSON.stringify(results));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 2));
  for (const { name, meanMs, loopMeanMs } of results) {
    if (Math.abs(meanMs / loopMeanMs - 1) <= MEANS_WITHIN) continue;
    console.error(`${name}: the engine's mean is ${meanMs} ms, the bare loop's ${loopMeanMs} ms.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true });
}
