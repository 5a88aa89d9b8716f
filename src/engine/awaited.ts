import { CallState, type Call, type Frame, type Request } from './records';

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
