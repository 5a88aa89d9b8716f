import { LayerKind } from '../../policies/layer';
import type { Gate, Passage, PlacedLayer } from '../placed-layer';
import type { Call, Frame, Request } from '../records';
import type { Sim } from '../sim';
import { popFrame, pushFrame } from './frames';
import { startTimeout } from './timeouts';

/*
 * Calls that pass all layers of their list at once (`Passage`): what comes of it is the same as if they had gone from layer
 * to layer, but of all that the layers know, most of it is left in peace.
 */

/** Whether a call may pass all of its layers at once. If so, it has its permit. */
export function mayPass({ policies, watch }: Sim, { instance }: Call, { at, permitsAt, permits }: Passage): boolean {
  const { numbers } = policies.arena;
  if (numbers[at + instance]! < 0 || watch !== null) return false;
  if (permitsAt < 0) return true;
  if (numbers[permitsAt + instance]! >= permits) return false;
  numbers[permitsAt + instance]! += 1;
  return true;
}

/** Leaves the frames of a call that may pass, and returns the innermost. */
export function pass(sim: Sim, call: Call, { outermost }: Passage): Frame {
  let frame = stop(sim, call, outermost, 0, null);
  for (let { inner } = outermost; inner !== null; inner = inner.inner) {
    frame = stop(sim, call, inner, frame.layer.place + 1, frame);
  }
  return frame;
}

function stop(sim: Sim, call: Call, layer: PlacedLayer, top: number, parent: Frame | null): Frame {
  const frame = pushFrame(sim, call, layer, top, parent);
  if (layer.kind === LayerKind.timeout) startTimeout(sim, layer, frame);
  return frame;
}

/** Whether the good outcome of an attempt may go all the way up at once; if so, its frames are gone. */
export function passesBack(sim: Sim, { parent, parentGeneration }: Request): boolean {
  if (parent === null || parent.generation !== parentGeneration) return false;
  const { call } = parent;
  const { passage } = call.policies!;
  if (passage === null || parent.layer !== passage.innermost || sim.watch !== null) return false;
  const frame = outermostOf(parent);
  if (frame === null || frame.layer !== passage.outermost) return false;
  const { numbers } = sim.policies.arena;
  const { at, permitsAt } = passage;
  if (!(sim.now - frame.startedAt <= numbers[at + call.instance]!)) return false;
  if (permitsAt >= 0) numbers[permitsAt + call.instance]! -= 1;
  for (let next: Frame | null = parent; next !== null;) {
    const above: Frame | null = next.parent;
    popFrame(sim, next);
    next = above;
  }
  return true;
}

/** The outermost of the frames above an attempt, if each stands where the one below it came from. */
function outermostOf(frame: Frame): Frame | null {
  for (let { parent } = frame; parent !== null; { parent } = frame) {
    if (parent.generation !== frame.parentGeneration || parent.layer !== frame.layer.outer) return null;
    frame = parent;
  }
  return frame;
}

/** A gate lets out otherwise than before, or somebody waits at it, or no longer. */
export function noteCalm(sim: Sim, { passage, instance }: Gate): void {
  if (passage !== null) sim.policies.arena.numbers[passage.at + instance] = passage.calmWithinMs(instance);
}
