import { doubleOfBits } from '../kernel/bits';
import { eventCode } from '../kernel/event-queue';
import { LayerKind } from '../policies/layer';
import { EventKind } from './events';
import type { Call, Frame, Request } from './records';
import type { Sim } from './sim';

/* Deadlines: by when an answer is of use. Timeouts that propagate tell it to those they call, who tell it on. */

/** By when an attempt sent below this frame must be answered: its call's own deadline, or that of a nearer timeout. */
export function deadlineBelow(call: Call, parent: Frame | null): number {
  let atMs = call.deadlineAt;
  if (call.policies === null || !call.policies.propagates) return atMs;
  let generation = parent === null ? 0 : parent.generation;
  for (let frame = parent; frame !== null && frame.generation === generation; frame = frame.parent) {
    const { layer } = frame.layer;
    if (layer.kind === LayerKind.timeout && layer.params.propagates) {
      atMs = Math.min(atMs, frame.startedAt + layer.params.afterMs);
    }
    generation = frame.parentGeneration;
  }
  return atMs;
}

/** A visit begins to wait for its calls, at most until its deadline. */
export function awaitDeadline(sim: Sim, visit: Request): void {
  if (visit.awaitsDeadline === visit.generation) return;
  visit.awaitsDeadline = visit.generation;
  doubleOfBits[0] = visit.deadlineAt;
  sim.queue.pushNext(eventCode(EventKind.deadline, visit.number), visit.generation);
}
