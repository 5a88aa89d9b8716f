import type { Command } from '../engine/command';
import type { LogEntry } from '../engine/observation/log';
import type { Trace } from '../engine/observation/trace';
import type { LabState } from '../lab/lab';
import { isGood, type Outcome } from '../policies/outcome';

/** A request told of stays for this much real time before a newer one takes its place, while the run goes on. */
const SHOWN_FOR_MS = 6000;
/** One that failed longer ago than this, in simulated time, is no news any more. */
const NEWS_FOR_MS = 8000;

/** Whether a request ended, and badly. */
export function hasFailed(trace: Trace): boolean {
  const outcome = trace.spans[0]?.outcome ?? -1;
  return outcome >= 0 && !isGood(outcome as Outcome);
}

/** When a request ended; NaN while it has not. */
export const endOf = (trace: Trace): number => trace.spans[0]?.endMs ?? NaN;

/** The failed request of a journey to tell of, held long enough to be read; call in a component. */
export function failedRequest(state: () => LabState, journey: () => number | null) {
  let trace = $state.raw<Trace | null>(null);
  let log = $state.raw<readonly LogEntry[]>([]);
  let commands = $state.raw<readonly Command[]>([]);
  let chosenAtMs = 0;
  /** Closed for this many commands: the next break opens it again. */
  let closedAt = -1;

  $effect(() => {
    const lab = state();
    const of = journey();
    const nowMs = lab.frame?.nowMs ?? 0;
    const isNews = (told: Trace): boolean => endOf(told) > nowMs - NEWS_FOR_MS;
    const isShort = (): boolean => performance.now() - chosenAtMs < SHOWN_FOR_MS;
    const newest =
      of === null || closedAt === lab.commands.length
        ? undefined
        : lab.traces.findLast((candidate) => candidate.journey === of && hasFailed(candidate) && isNews(candidate));
    if (newest === undefined) {
      trace = null;
      return;
    }
    const stays =
      trace !== null && lab.traces.includes(trace) && (lab.frame?.playing === true ? isShort() : isNews(trace));
    if (stays || newest === trace) return;
    trace = newest;
    log = lab.log;
    commands = lab.commands;
    chosenAtMs = performance.now();
  });

  return {
    get trace() {
      return trace;
    },
    /** What had happened when the request was chosen. */
    get log() {
      return log;
    },
    get commands() {
      return commands;
    },
    close() {
      closedAt = state().commands.length;
      trace = null;
    },
  };
}
