import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundleForNode } from '../support/bundle';
import type { EngineRun } from './one-run';
import type { SnapshotCost } from './one-snapshot';
import type { Loop } from './workloads';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const bundle = (program: 'one-run' | 'one-snapshot', outDir: string): Promise<string> =>
  bundleForNode(new URL(`./${program}.ts`, import.meta.url), outDir);

export const scenarioFile = (name: string): string => here(`./scenarios/${name.toLowerCase()}.yaml`);

export function runEngine(program: string, file: string, durationMs: number, seed: number): EngineRun {
  return JSON.parse(node([program, file, durationMs, seed]).out) as EngineRun;
}

export function measureSnapshots(program: string, file: string): SnapshotCost {
  return JSON.parse(node([program, file]).out) as SnapshotCost;
}

export interface Raced {
  readonly customersPerSecond: number;
  readonly meanMs: number;
}

const RACERS = { loop: './yardstick/limits/typed-arrays.mjs', peer: './peer.mjs' } as const;

/** The bare loop, or the peer, over as many customers. */
export function race(racer: keyof typeof RACERS, name: string, loop: Loop, customers: number, seed: number): Raced {
  const clock = ['--import', here('./processor-time.mjs'), here(RACERS[racer])];
  const { stations, servers, lambda, mu, unitMs } = loop;
  const { out, err } = node([...clock, name, stations, servers, lambda, mu, customers, seed]);
  const { processorSeconds } = JSON.parse(err) as { processorSeconds: number };
  const { result } = JSON.parse(out) as { result: number };
  return { customersPerSecond: customers / processorSeconds, meanMs: result * unitMs };
}

function node(args: readonly (string | number)[]): { out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args.map(String), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}:\n${stderr}`);
  return { out: stdout, err: stderr };
}
