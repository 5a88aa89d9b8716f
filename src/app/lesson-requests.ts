import type { Trace } from '../engine/observation/trace';
import type { LabState } from '../lab/lab';
import { endOf, hasFailed } from './failed-request.svelte';

/** The first request of a journey that came in at that instant or later; null: none has. */
export function nextRequest(lab: LabState, journey: string, fromMs: number): Trace | null {
  return tracesOf(lab, journey).find((trace) => (trace.spans[0]?.startMs ?? 0) >= fromMs) ?? null;
}

/** Of a journey the first request to end badly in this run, of those that the lab still holds. */
export function firstFailed(lab: LabState, journey: string): Trace | null {
  const failed = tracesOf(lab, journey).filter(hasFailed);
  return failed.reduce<Trace | null>((first, trace) => (first && endOf(first) <= endOf(trace) ? first : trace), null);
}

/**
 * The request a step tells of. The lab lets go of old traces as new ones come; whoever reads one keeps it all the same,
 * in its newest version, until another run begins.
 */
export class ToldRequest {
  #trace: Trace | null = null;

  /** The one told of before, or else the one that `find` finds now. */
  of(lab: LabState, find: () => Trace | null): Trace | null {
    const { id, startMs } = nameOf(this.#trace);
    const held = lab.traces.find((trace) => trace.id === id && nameOf(trace).startMs === startMs);
    if (this.#trace === null) this.#trace = find();
    else if (held !== undefined && (hasFailed(held) || !hasFailed(this.#trace))) this.#trace = held;
    return this.#trace;
  }

  forget(): void {
    this.#trace = null;
  }
}

/** What a request is known by: a run that is played again gives the same ids to the same requests. */
const nameOf = (trace: Trace | null) => ({ id: trace?.id, startMs: trace?.spans[0]?.startMs });

function tracesOf({ model, traces }: LabState, journey: string): readonly Trace[] {
  const index = model?.journeys.findIndex(({ name }) => name === journey) ?? -1;
  return traces.filter((trace) => trace.journey === index);
}
