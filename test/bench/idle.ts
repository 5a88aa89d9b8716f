/**
 * What policies cost that never do anything: W2 and W4 with and without an idle bulkhead, breaker, retry and timeout on
 * every call, in turn, each run in a process of its own. At most 1.3 times the processor time is asked for.
 *
 *     npm run bench:idle -- [W2 W4] [--rounds 7] [--scale 0.2]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDocument } from 'yaml';
import { bundle, runEngine, scenarioFile } from './programs';
import { median } from './summary';
import { WORKLOADS } from './workloads';

const IDLE = [
  { bulkhead: 100_000 },
  { breaker: { 'failure rate': '100%' } },
  { retry: { attempts: 2 } },
  { timeout: '60s' },
];

/** Every call of these; the lists take the place of whatever the scenario has. */
const LINKS: Readonly<Record<string, readonly string[]>> = {
  W2: ['customers -> server'],
  W4: [
    'clients -> root',
    ...['left', 'middle', 'right'].flatMap((side) => [
      `root -> ${side}`,
      ...['a', 'b'].map((leaf) => `${side} -> ${side}-${leaf}`),
    ]),
  ],
};

/** The scenario of this name, with the layers on every call. */
function withLayers(name: string, layers: readonly object[]): string {
  const document = parseDocument(readFileSync(scenarioFile(name), 'utf8'));
  document.delete('policies');
  const lists = Object.fromEntries(LINKS[name]!.map((link) => [link, layers]));
  if (layers.length > 0) document.set('policies', document.createNode(lists));
  return String(document);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' }, scale: { type: 'string', default: '0.2' } },
});
const scratch = mkdtempSync(join(tmpdir(), 'breakwater-idle-'));
try {
  const program = await bundle('one-run', scratch);
  for (const name of Object.keys(LINKS).filter((known) => positionals.length === 0 || positionals.includes(known))) {
    const durationMs = WORKLOADS.find((workload) => workload.name === name)!.durationMs * Number(values.scale);
    const runOf = (kind: string, layers: readonly object[]) => {
      const file = join(scratch, `${name}-${kind}.yaml`);
      writeFileSync(file, withLayers(name, layers));
      return (seed: number) => runEngine(program, file, durationMs, seed);
    };
    const [bare, idle] = [runOf('bare', []), runOf('idle', IDLE)];
    const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => {
      const [without, withIdle] = [bare(round), idle(round)];
      if (without.customers !== withIdle.customers) throw new Error(`${name}: the policies did something.`);
      return withIdle.processorSeconds / without.processorSeconds;
    });
    const shown = rounds.map((ratio) => ratio.toFixed(2)).join(', ');
    console.log(`${name}: ${median(rounds).toFixed(2)} times as long with idle policies (rounds: ${shown})`);
  }
} finally {
  rmSync(scratch, { recursive: true });
}
