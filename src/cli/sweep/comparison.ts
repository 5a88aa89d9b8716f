import { pointCount, runKey, runsOf, settingsAt } from './grid';
import type { SweepHeader } from './header';
import { intervalOf, type Interval } from './interval';
import { parseSeeds } from './seeds';
import type { RunResult } from './turn';

export interface PointSummary {
  /** What each address was set to, as given. */
  readonly settings: readonly string[];
  readonly runs: number;
  readonly measures: Readonly<Record<string, Interval>>;
  /** Of each measure, less that of the first point, paired by seed; null for the first point. */
  readonly lessFirst: Readonly<Record<string, Interval>> | null;
}

/** What `--json` prints; README.md says what each part means, and it changes only with `format`. */
export interface Comparison {
  readonly format: 'breakwater comparison 1';
  readonly scenario: string;
  readonly modelVersion: string;
  readonly sweep: string;
  readonly forMs: number;
  readonly seeds: string;
  readonly vary: readonly string[];
  readonly runs: number;
  /** Runs that the grid and the seeds ask for. */
  readonly wanted: number;
  readonly points: readonly PointSummary[];
}

/** The runs of one sweep by their points and in order of their seeds, each once. */
export function inOrder(runs: Iterable<RunResult>): RunResult[] {
  return [...new Map([...runs].map((run) => [runKey(run), run])).values()].sort(
    (a, b) => a.point - b.point || a.seed - b.seed,
  );
}

/** Means over the seeds and differences between points. The same runs give the same bits, in whatever order they were done. */
export function compare(header: SweepHeader, runs: readonly RunResult[]): Comparison {
  const ordered = inOrder(runs);
  const names = [...new Set(ordered.flatMap(({ measures }) => Object.keys(measures)))];
  const points = Array.from({ length: pointCount(header.vary) }, (): RunResult[] => []);
  for (const run of ordered) points[run.point]!.push(run);
  const first = new Map(points[0]!.map((run) => [run.seed, run]));

  const summarise = (of: (run: RunResult, name: string) => number | null, among: readonly RunResult[]) =>
    Object.fromEntries(
      names.map((name) => [name, intervalOf(among.map((run) => of(run, name)).filter((value) => value !== null))]),
    );
  return {
    format: 'breakwater comparison 1',
    scenario: header.scenario,
    modelVersion: header.modelVersion,
    sweep: header.sweep,
    forMs: header.forMs,
    seeds: header.seeds,
    vary: header.vary.map(({ address }) => address),
    runs: ordered.length,
    wanted: allRuns(header).length,
    points: points.map((own, point) => ({
      settings: settingsAt(header.vary, point).map(({ text }) => text),
      runs: own.length,
      measures: summarise(measured, own),
      lessFirst:
        point === 0
          ? null
          : summarise((run, name) => {
              const other = first.get(run.seed);
              const [here, there] = [measured(run, name), other ? measured(other, name) : null];
              return here === null || there === null ? null : here - there;
            }, own),
    })),
  };
}

const measured = ({ measures }: RunResult, name: string): number | null => measures[name] ?? null;

/** Every run of the sweep. */
export const allRuns = ({ vary, seeds }: SweepHeader) =>
  runsOf(pointCount(vary), parseSeeds(seeds) ?? [], { part: 1, of: 1 });
