import { constants } from 'node:os';
import { compileScenario } from '../../scenario';
import { readDocument } from '../../scenario/document/read';
import type { Model } from '../../scenario/model';
import { problemLine, readText } from '../files';
import type { Shell } from '../shell';
import { UsageError } from '../usage-error';
import { compare } from './comparison';
import { pointCount, runKey, runsOf, type Run, type Shard } from './grid';
import { headerOf, type SweepHeader } from './header';
import type { Extra } from './measure';
import { modelsOver, pointProblems, settingsText, varied } from './points';
import { turnAll } from './pool';
import { printComparison } from './print';
import { progressOf } from './progress';
import { openResults } from './results-file';
import { MOST_RUNS, seedsText } from './seeds';
import { parseAxes } from './vary';

export interface SweepOptions {
  /** `address=value,value`, each an axis of the grid. */
  readonly vary: readonly string[];
  readonly seeds: readonly number[];
  /** Simulated milliseconds of each run. */
  readonly forMs: number;
  readonly measure: readonly Extra[];
  /** A file that gets a line for each run, and that is gone on with; null: none. */
  readonly out: string | null;
  readonly shard: Shard;
  readonly workers: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** A grid with more points than this is answered at once: each is compiled before anything runs. */
const MOST_POINTS = 10_000;

/** A shell's exit code for a command that a signal ended is this and the signal's number. */
const STOPPED = 128;

/** Runs a grid and prints what came of it; gives the exit code. */
export async function sweep(file: string, options: SweepOptions, shell: Shell): Promise<number> {
  const text = readText(file);
  const compiled = compileScenario(text);
  if (!compiled.ok) {
    for (const problem of compiled.problems) shell.error(problemLine(file, problem));
    return 1;
  }
  const data = readDocument(text).document?.value;
  const axes = parseAxes(options.vary, varied(data));
  const points = pointCount(axes);
  limit(points, 'points', MOST_POINTS);
  limit(points * options.seeds.length, 'runs', MOST_RUNS);
  const problems = pointProblems(text, axes);
  for (const problem of problems) shell.error(problem);
  if (problems.length > 0) return 1;

  const { title: scenario } = compiled.value;
  const { forMs, measure, seeds } = options;
  const header = headerOf(data, { scenario, forMs, measure: [...measure], axes, seeds: seedsText(seeds) });
  const { runs, code } = await carryOut(
    header,
    modelsOver(text, axes),
    runsOf(points, seeds, options.shard),
    options,
    shell,
  );
  if (code < STOPPED) {
    const comparison = compare(header, runs);
    for (const line of options.json ? [JSON.stringify(comparison, null, 2)] : printComparison(comparison))
      shell.out(line);
  }
  return code;
}

function limit(count: number, what: string, most: number): void {
  if (count > most) throw new UsageError(`that makes ${count} ${what}; one sweep has at most ${most}`);
}

/** Runs what is not in the file yet, and gives all that was wanted. */
async function carryOut(
  header: SweepHeader,
  modelAt: (point: number) => Model,
  wanted: readonly Run[],
  options: SweepOptions,
  shell: Shell,
) {
  const file = options.out === null ? null : openResults(options.out, header);
  const finished = new Map((file?.runs ?? []).map((run) => [runKey(run), run]));
  const left = wanted.filter((run) => !finished.has(runKey(run)));
  const isSilent = options.quiet || options.json;
  if (left.length < wanted.length && !isSilent)
    shell.error(`${wanted.length - left.length} of ${wanted.length} runs are in ${options.out} already`);

  const progress = progressOf(left.length, shell, isSilent);
  const stop = new AbortController();
  let code = 0;
  const stopFor = (signal: 'SIGINT' | 'SIGTERM') => {
    code = STOPPED + constants.signals[signal];
    stop.abort();
  };
  process.on('SIGINT', stopFor).on('SIGTERM', stopFor);
  let undone = left.length;
  try {
    await turnAll(
      left,
      modelAt,
      options.workers,
      () => shell.startWorker(header),
      {
        done(run) {
          file?.append(run);
          finished.set(runKey(run), run);
          undone -= 1;
          progress.step();
        },
        failed({ point, seed }, message) {
          shell.error(`${[settingsText(header.vary, point), `seed ${seed}`].filter(Boolean).join(', ')}: ${message}`);
          code = Math.max(code, 1);
          progress.step();
        },
      },
      stop.signal,
    );
  } finally {
    process.off('SIGINT', stopFor).off('SIGTERM', stopFor);
    progress.end();
    file?.close();
  }
  if (code > STOPPED) shell.error(stopped(wanted.length - undone, wanted.length, options.out));
  return { runs: wanted.flatMap((run) => finished.get(runKey(run)) ?? []), code };
}

const stopped = (done: number, of: number, out: string | null): string =>
  `breakwater: stopped after ${done} of ${of} runs; ` +
  (out === null ? 'with --out FILE they would have been kept' : `the same command goes on from ${out}`);
