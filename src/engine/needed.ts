import { isCallAwaited, isCallerThere } from './awaited';
import { passageOf } from './layers/passing';
import type { Frame, Request } from './records';
import type { Sim } from './sim';

/** Whether something can still come of this attempt: somebody waits for it, or a policy below who has gone counts on it. */
export function isAttemptNeeded(sim: Sim, request: Request): boolean {
  const { call } = request;
  if (call === null) return isCallerThere(request) || (request.isPassed && passageOf(sim, request).isGated);
  let { parent } = request;
  let generation = request.parentGeneration;
  while (parent !== null) {
    if (parent.generation !== generation) return false;
    if (parent.layer.heedsEnds || standsForGates(parent)) return true;
    generation = parent.parentGeneration;
    parent = parent.parent;
  }
  return isCallAwaited(call);
}

function standsForGates({ call, layer, top }: Frame): boolean {
  for (let place = top; place < layer.place; place++) if (call.policies!.layers[place]!.isGate) return true;
  return false;
}
