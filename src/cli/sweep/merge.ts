import type { Shell } from '../shell';
import { UsageError } from '../usage-error';
import { allRuns, compare, inOrder } from './comparison';
import { runKey } from './grid';
import { difference, type SweepHeader } from './header';
import { settingsText } from './points';
import { printComparison } from './print';
import { readResults, writeResults } from './results-file';
import { parseSeeds, seedsText } from './seeds';
import type { RunResult } from './turn';

export interface MergeOptions {
  /** A file for all of them; null: none. */
  readonly out: string | null;
  readonly json: boolean;
}

/** Joins files of one sweep and prints what came of it; gives the exit code, 1 where runs are missing. */
export function merge(files: readonly string[], { out, json }: MergeOptions, shell: Shell): number {
  const { header, runs } = joined(files);
  if (out !== null) writeResults(out, header, runs);
  const comparison = compare(header, runs);
  for (const line of json ? [JSON.stringify(comparison, null, 2)] : printComparison(comparison)) shell.out(line);
  const missing = missingLines(header, runs);
  for (const line of missing) shell.error(line);
  return missing.length > 0 ? 1 : 0;
}

/** The seeds of a whole are those of all its parts. */
function joined(files: readonly string[]): { header: SweepHeader; runs: RunResult[] } {
  const parts = files.map((file) => ({ file, ...readResults(file) }));
  const [first] = parts;
  if (!first) throw new UsageError('expected files of results');
  const seeds = new Set<number>();
  const known = new Map<string, { readonly run: RunResult; readonly file: string }>();
  for (const { file, header, runs } of parts) {
    const another = difference(header, first.header);
    if (another !== null) throw new UsageError(`${file} holds a sweep ${another} as ${first.file} does`);
    for (const seed of parseSeeds(header.seeds) ?? []) seeds.add(seed);
    for (const run of runs) {
      const other = known.get(runKey(run));
      if (other && !isSame(other.run, run))
        throw new UsageError(`${file} and ${other.file} differ in one run: point ${run.point}, seed ${run.seed}`);
      if (!other || measureCount(run) > measureCount(other.run)) known.set(runKey(run), { run, file });
    }
  }
  const whole = { ...first.header, seeds: seedsText([...seeds].sort((a, b) => a - b)) };
  return { header: whole, runs: inOrder([...known.values()].map(({ run }) => run)) };
}

/** But for the time it took, and for what only one of them measured. */
function isSame(a: RunResult, b: RunResult): boolean {
  const both = Object.keys(a.measures).filter((name) => name in b.measures);
  const compared = (run: RunResult) =>
    JSON.stringify({ ...run, wallMs: 0, measures: both.map((name) => run.measures[name]) });
  return compared(a) === compared(b);
}

const measureCount = ({ measures }: RunResult): number => Object.keys(measures).length;

function missingLines(header: SweepHeader, runs: readonly RunResult[]): string[] {
  const there = new Set(runs.map(runKey));
  const lost = new Map<number, number[]>();
  for (const run of allRuns(header)) {
    if (there.has(runKey(run))) continue;
    const seeds = lost.get(run.point) ?? [];
    seeds.push(run.seed);
    lost.set(run.point, seeds);
  }
  return [...lost].map(([point, seeds]) => {
    const settings = settingsText(header.vary, point);
    return `missing: ${settings === '' ? '' : `${settings}, `}${seeds.length === 1 ? 'seed' : 'seeds'} ${seedsText(seeds)}`;
  });
}
