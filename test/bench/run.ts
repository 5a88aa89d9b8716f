/**
 * How fast the engine is, beside a bare hand-written loop that does nothing but the queueing (yardstick/) and beside
 * simjs (peer.mjs). A machine's speed swings by a quarter from one minute to the next, so all take turns, each in a
 * process of its own, and only their ratios mean anything.
 *
 *     npm run bench -- [W1 R2 S200 …] [--rounds 7] [--scale 1] [--json FILE]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { bundle, measureSnapshots, race, runEngine, scenarioFile } from './programs';
import { s200 } from './s200';
import { row, snapshotRows, summarize, type Round, type Summary } from './summary';
import { W2_LOOP, WORKLOADS, type Workload } from './workloads';

/** Means are compared over all rounds together; this far apart is too far. */
const MEANS_WITHIN = 0.01;
/** The peer is so much slower that a part of the customers tells enough. */
const PEER_SHARE = 0.1;

function playRound(program: string, { name, durationMs, loop }: Workload, scale: number, seed: number): Round {
  const raced = name === 'R2' ? W2_LOOP : loop;
  const customers = (raced?.customers ?? 0) * scale;
  return {
    loop: raced && race('loop', name === 'R2' ? 'W2' : name, raced, Math.round(customers), seed),
    engine: runEngine(program, name === 'S200' ? largeFile : scenarioFile(name), durationMs * scale, seed),
    peer: loop && race('peer', name, loop, Math.round(customers * PEER_SHARE), seed),
  };
}

function complainOfMeans({ name, meanMs, loop }: Summary): void {
  if (loop === null || Math.abs(meanMs / loop.meanMs - 1) <= MEANS_WITHIN) return;
  console.error(`${name}: the engine's mean is ${meanMs} ms, the bare loop's ${loop.meanMs} ms.`);
  process.exitCode = 1;
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
const largeFile = join(scratch, 's200.yaml');
try {
  writeFileSync(largeFile, s200());
  const program = await bundle('one-run', scratch);
  const scale = Number(values.scale);
  const workloads = chosen.map((workload) => {
    const rounds = Array.from({ length: Number(values.rounds) }, (_, round) =>
      playRound(program, workload, scale, round + 1),
    );
    return summarize(workload, scale, rounds);
  });
  const measured = chosen.some(({ name }) => name === 'S200');
  const snapshot = measured ? measureSnapshots(await bundle('one-snapshot', scratch), largeFile) : null;
  console.table(workloads.map(row));
  if (snapshot !== null) console.table(snapshotRows('S200', snapshot));
  const results = { workloads, snapshot };
  console.log(JSON.stringify(results));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 2));
  workloads.forEach(complainOfMeans);
} finally {
  rmSync(scratch, { recursive: true });
}
