/**
 * What policies cost that never do anything: W2 and W4 with and without an idle bulkhead, breaker, retry and timeout on
 * every call, in turn, each run in a process of its own. At most 1.3 times the processor time is asked for. Of W4 both
 * readings are measured: the tree of calls without the timeouts and retries that it is defined with, so that nothing but
 * the idle layers differs from no policies at all, and, as W4+, the workload as it is, with the idle layers around its own.
 * At full length, for of a short run much goes into compiling, which policies have more of; and each goes first every other time.
 *
 *     npm run bench:idle -- [W2 W4 W4+] [--rounds 7] [--scale 1]
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

const TREE = [
  'clients -> root',
  ...['left', 'middle', 'right'].flatMap((side) => [
    `root -> ${side}`,
    ...['a', 'b'].map((leaf) => `${side} -> ${side}-${leaf}`),
  ]),
];

interface Measured {
  readonly workload: string;
  /** every call of it */
  readonly links: readonly string[];
  /** whether what policies the scenario has stay, inside the idle ones */
  readonly keepsOwn: boolean;
}

const MEASURED: Readonly<Record<string, Measured>> = {
  W2: { workload: 'W2', links: ['customers -> server'], keepsOwn: false },
  W4: { workload: 'W4', links: TREE, keepsOwn: false },
  'W4+': { workload: 'W4', links: TREE, keepsOwn: true },
};

/** The scenario with these layers on every call. */
function withLayers({ workload, links, keepsOwn }: Measured, layers: readonly object[]): string {
  const document = parseDocument(readFileSync(scenarioFile(workload), 'utf8'));
  const { policies = {} } = document.toJS() as { policies?: Readonly<Record<string, readonly object[]>> };
  document.delete('policies');
  const lists = links.map((link) => [link, [...layers, ...(keepsOwn ? policies[link]! : [])]] as const);
  const ofCalls = lists.filter(([, list]) => list.length > 0);
  if (ofCalls.length > 0) document.set('policies', document.createNode(Object.fromEntries(ofCalls)));
  return String(document);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' }, scale: { type: 'string', default: '1' } },
});
const scratch = mkdtempSync(join(tmpdir(), 'breakwater-idle-'));
try {
  const program = await bundle('one-run', scratch);
  for (const [name, measured] of Object.entries(MEASURED)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const durationMs = WORKLOADS.find((known) => known.name === measured.workload)!.durationMs * Number(values.scale);
    const runOf = (kind: string, layers: readonly object[]) => {
      const file = join(scratch, `${name}-${kind}.yaml`);
      writeFileSync(file, withLayers(measured, layers));
      return (seed: number) => runEngine(program, file, durationMs, seed);
    };
    const [bare, idle] = [runOf('bare', []), runOf('idle', IDLE)];
    const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => {
      const isBareFirst = round % 2 === 0;
      const first = isBareFirst ? bare(round) : idle(round);
      const [without, withIdle] = isBareFirst ? [first, idle(round)] : [bare(round), first];
      // Draws for a backoff are keyed by its place, which is another one inside the idle layers.
      const isSame = measured.keepsOwn ? without.customers === withIdle.customers : without.digest === withIdle.digest;
      if (!isSame) throw new Error(`${name}: the policies did something.`);
      return withIdle.processorSeconds / without.processorSeconds;
    });
    const shown = rounds.map((ratio) => ratio.toFixed(2)).join(', ');
    console.log(`${name}: ${median(rounds).toFixed(2)} times as long with idle policies (rounds: ${shown})`);
  }
} finally {
  rmSync(scratch, { recursive: true });
}
