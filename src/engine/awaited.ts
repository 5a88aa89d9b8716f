import { LayerKind } from '../policies/layer';
import type { Sim } from './sim';
import { CallState, OwnerKind, ROOT } from './tables';

/** Whether anybody still waits for what comes of this frame: every frame above it, its call, and the call's owner. */
export function isFrameAwaited(sim: Sim, frame: number): boolean {
  const { frames } = sim;
  for (;;) {
    const parent = frames.parent[frame]!;
    if (parent === ROOT) return isCallAwaited(sim, frames.call[frame]!);
    if (frames.generation[parent] !== frames.parentGeneration[frame]) return false;
    frame = parent;
  }
}

/** Whether a call is still open and its owner still there to hear of it. */
export function isCallAwaited(sim: Sim, call: number): boolean {
  const { calls, frames, visits } = sim;
  if (calls.state[call] !== CallState.open) return false;
  const owner = calls.owner[call]!;
  if (calls.ownerKind[call] === OwnerKind.visit) return visits.generation[owner] === calls.ownerGeneration[call];
  return frames.generation[owner] === calls.ownerGeneration[call] && isFrameAwaited(sim, owner);
}

/** Whether something can still come of this attempt: somebody waits for it, or a policy below who has gone counts on it. */
export function isAttemptNeeded(sim: Sim, attempt: number): boolean {
  const { calls, frames, policies } = sim;
  const call = frames.call[attempt]!;
  for (let frame = attempt; frames.parent[frame] !== ROOT;) {
    const parent = frames.parent[frame]!;
    if (frames.generation[parent] !== frames.parentGeneration[frame]) return false;
    const { kind } = policies.versions[calls.version[call]!]!.layers[frames.layer[parent]!]!;
    if (kind === LayerKind.breaker || kind === LayerKind.bulkhead) return true;
    frame = parent;
  }
  return isCallAwaited(sim, call);
}
