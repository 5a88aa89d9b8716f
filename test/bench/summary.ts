import type { EngineRun } from './one-run';
import type { SnapshotCost } from './one-snapshot';
import type { Raced } from './programs';
import type { Workload } from './workloads';

/** One turn of each: the engine, the bare loop and, where it can do it, the peer. */
export interface Round {
  readonly engine: EngineRun;
  readonly loop: Raced | null;
  readonly peer: Raced | null;
}

/** R2 is to take at most a processor second where the bare loop does W2 at this many customers a second. */
const R2_LOOP_RATE = 4.5e6;

export type Summary = ReturnType<typeof summarize>;

export function summarize({ name, title, loop }: Workload, scale: number, rounds: readonly Round[]) {
  const runs = rounds.map(({ engine }) => engine);
  const of = (pick: (run: EngineRun) => number): number => median(runs.map(pick));
  const loops = rounds.flatMap((round) => round.loop ?? []);
  const peers = rounds.flatMap((round) => round.peer ?? []);
  const perSecond = ({ customers, processorSeconds }: EngineRun): number => customers / processorSeconds;
  return {
    name,
    title,
    rounds: rounds.length,
    requestsPerSecond: of(perSecond),
    eventsPerSecond: of((run) => run.events / run.processorSeconds),
    nanosecondsPerEvent: of((run) => (run.processorSeconds * 1e9) / run.events),
    processorSeconds: of((run) => run.processorSeconds),
    peakMegabytes: of((run) => run.peakMegabytes),
    garbageBytesPerEvent: of((run) => run.garbageBytesPerEvent),
    meanMs: mean(runs.map((run) => run.meanMs)),
    digests: runs.map((run) => run.digest),
    loop:
      loop === null || loops.length === 0
        ? null
        : {
            requestsPerSecond: median(loops.map((raced) => raced.customersPerSecond)),
            meanMs: mean(loops.map((raced) => raced.meanMs)),
            ratio: spread(rounds.map((round) => perSecond(round.engine) / round.loop!.customersPerSecond)),
          },
    peer:
      peers.length === 0
        ? null
        : {
            requestsPerSecond: median(peers.map((raced) => raced.customersPerSecond)),
            meanMs: mean(peers.map((raced) => raced.meanMs)),
            timesAsFast: spread(rounds.map((round) => perSecond(round.engine) / round.peer!.customersPerSecond)),
          },
    /** What all of it would take where the bare loop does W2 at R2_LOOP_RATE. */
    scaledSeconds:
      name === 'R2'
        ? spread(
            rounds.map(
              ({ engine, loop }) => ((engine.processorSeconds / scale) * loop!.customersPerSecond) / R2_LOOP_RATE,
            ),
          )
        : null,
  };
}

export function row(result: Summary): Record<string, string> {
  const { loop, peer, scaledSeconds } = result;
  return {
    workload: `${result.name} ${result.title}`,
    'M requests/s': millions(result.requestsPerSecond),
    'M events/s': millions(result.eventsPerSecond),
    'ns/event': result.nanosecondsPerEvent.toFixed(0),
    'peak MB': result.peakMegabytes.toFixed(0),
    'garbage B/event': result.garbageBytesPerEvent.toFixed(1),
    'mean ms': result.meanMs.toFixed(3),
    'bare loop': loop === null ? '' : `${millions(loop.requestsPerSecond)} M/s, mean ${loop.meanMs.toFixed(3)}`,
    ratio: loop === null ? (scaledSeconds === null ? '' : `${shown(scaledSeconds)} s, scaled`) : shown(loop.ratio),
    simjs: peer === null ? '' : `${millions(peer.requestsPerSecond)} M/s, mean ${peer.meanMs.toFixed(3)}`,
    'times simjs': peer === null ? '' : shown(peer.timesAsFast),
  };
}

/** A row each for saving, restoring and a frame; the size of a snapshot stands with the first. */
export const snapshotRows = (name: string, cost: SnapshotCost) =>
  (['save', 'restore', 'frame'] as const).map((what) => {
    const { firstMs, leastMs, medianMs } = cost[what];
    return {
      [`${name} after ${cost.atMs / 1000} s`]: what,
      'cold ms': firstMs.toFixed(2),
      'warm: least ms': leastMs.toFixed(2),
      'median ms': medianMs.toFixed(2),
      KB: what === 'save' ? `${cost.kilobytes.toFixed(0)}, and ${cost.sharedKilobytes.toFixed(0)} shared` : '',
    };
  });

interface Spread {
  readonly median: number;
  readonly from: number;
  readonly to: number;
}

const spread = (numbers: readonly number[]): Spread => ({
  median: median(numbers),
  from: Math.min(...numbers),
  to: Math.max(...numbers),
});
const shown = ({ median, from, to }: Spread): string => `${median.toFixed(2)} (${from.toFixed(2)} to ${to.toFixed(2)})`;
const millions = (perSecond: number): string => (perSecond / 1e6).toFixed(3);
export const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
