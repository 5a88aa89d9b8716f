import type { Trace } from '../engine/observation/trace';
import type { LabState } from '../lab/lab';
import { endOf, hasFailed } from './failed-request.svelte';

/** The first request of a journey that came in at that instant or later; null: none has. */
export function nextRequest(lab: LabState, journey: string, fromMs: number): Trace | null {
  return tracesOf(lab, journey).find((trace) => (trace.spans[0]?.startMs ?? 0) >= fromMs) ?? null;
}

/** Of a journey the first request to end badly in this run, so that it stays the same as the run goes on. */
export function firstFailed(lab: LabState, journey: string): Trace | null {
  const failed = tracesOf(lab, journey).filter(hasFailed);
  return failed.reduce<Trace | null>((first, trace) => (first && endOf(first) <= endOf(trace) ? first : trace), null);
}

function tracesOf({ model, traces }: LabState, journey: string): readonly Trace[] {
  const index = model?.journeys.findIndex(({ name }) => name === journey) ?? -1;
  return traces.filter((trace) => trace.journey === index);
}
