import { passageOf } from './layers/passing';
import { CallState, type Call, type Frame, type Request } from './records';
import type { Sim } from './sim';

/** Whether anybody still waits for what comes of this attempt. */
export function isAttemptAwaited(request: Request): boolean {
  const { parent, call } = request;
  if (call === null) return isCallerThere(request);
  if (parent === null) return isCallAwaited(call);
  if (parent.generation !== request.parentGeneration) return false;
  // Most often there is one frame.
  return parent.parent === null ? isCallAwaited(call) : isFrameAwaited(parent);
}

/** Whether a bare call is awaited. */
export const isCallerThere = ({ caller, callerGeneration }: Request): boolean =>
  caller!.generation === callerGeneration;

/** Whether anybody still waits for what comes of this frame: every frame above it, its call, and the call's owner. */
export function isFrameAwaited(frame: Frame): boolean {
  for (;;) {
    const { parent } = frame;
    if (parent === null) return isCallAwaited(frame.call);
    if (parent.generation !== frame.parentGeneration) return false;
    frame = parent;
  }
}

/** Whether a call is still open and its owner, if it ever had one, still there to hear of it. */
export function isCallAwaited(call: Call): boolean {
  if (call.state !== CallState.open) return false;
  const { request, frame } = call;
  if (request !== null) return request.generation === call.ownerGeneration;
  return frame === null || (frame.generation === call.ownerGeneration && isFrameAwaited(frame));
}

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
