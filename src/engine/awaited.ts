import { LayerKind } from '../policies/layer';
import { Call, Frame, Request } from './records';
import type { Sim } from './sim';
import { CallState, OwnerKind, ROOT } from './tables';

/** Whether anybody still waits for what comes of this attempt. */
export function isAttemptAwaited(sim: Sim, request: number): boolean {
  const { words } = sim.memory;
  const parent = words[request + Request.parent]!;
  if (parent === ROOT) return isCallAwaited(sim, words[request + Request.call]!);
  if (words[parent + Frame.generation] !== words[request + Request.parentGeneration]) return false;
  return isFrameAwaited(sim, parent);
}

/** Whether anybody still waits for what comes of this frame: every frame above it, its call, and the call's owner. */
export function isFrameAwaited(sim: Sim, frame: number): boolean {
  const { words } = sim.memory;
  for (;;) {
    const parent = words[frame + Frame.parent]!;
    if (parent === ROOT) return isCallAwaited(sim, words[frame + Frame.call]!);
    if (words[parent + Frame.generation] !== words[frame + Frame.parentGeneration]) return false;
    frame = parent;
  }
}

/** Whether a call is still open and its owner still there to hear of it. */
export function isCallAwaited(sim: Sim, call: number): boolean {
  const { words } = sim.memory;
  if (words[call + Call.state] !== CallState.open) return false;
  const owner = words[call + Call.owner]!;
  const generation = words[call + Call.ownerGeneration];
  if (words[call + Call.ownerKind] === OwnerKind.request) {
    return words[owner + Request.generation] === generation;
  }
  return words[owner + Frame.generation] === generation && isFrameAwaited(sim, owner);
}

/** Whether something can still come of this attempt: somebody waits for it, or a policy below who has gone counts on it. */
export function isAttemptNeeded(sim: Sim, request: number): boolean {
  const { words } = sim.memory;
  const call = words[request + Request.call]!;
  let parent = words[request + Request.parent]!;
  let generation = words[request + Request.parentGeneration]!;
  while (parent !== ROOT) {
    if (words[parent + Frame.generation] !== generation) return false;
    const list = sim.policies.versions[words[call + Call.version]!]!;
    const { kind } = list.layers[words[parent + Frame.layer]!]!;
    if (kind === LayerKind.breaker || kind === LayerKind.bulkhead) return true;
    generation = words[parent + Frame.parentGeneration]!;
    parent = words[parent + Frame.parent]!;
  }
  return isCallAwaited(sim, call);
}
