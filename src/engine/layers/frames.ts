import type { PlacedLayer } from '../placed-layer';
import type { Call, Frame } from '../records';
import type { Sim } from '../sim';

/**
 * Leaves word of a call below a layer that it has passed, or at which it waits, and below the gates and retries from
 * `top` to there, which it passed at this instant too.
 */
export function pushFrame(sim: Sim, call: Call, layer: PlacedLayer, top: number, parent: Frame | null): Frame {
  const frame = sim.frames.take();
  call.held++;
  frame.call = call;
  frame.layer = layer;
  frame.top = top;
  frame.parent = parent;
  frame.parentGeneration = parent === null ? 0 : parent.generation;
  frame.retries = 0;
  frame.waits = 0;
  frame.startedAt = sim.now;
  return frame;
}

/** What was below a retry that a frame stands for is over. The frame is now its own; nobody else finds it any more. */
export function standFor(frame: Frame, layer: PlacedLayer): void {
  frame.generation++;
  frame.layer = layer;
  frame.retries = 0;
  frame.waits = 0;
}

export function popFrame(sim: Sim, frame: Frame): void {
  frame.call.held--;
  sim.frames.give(frame);
}

/** Where in the arena a layer keeps what it knows for the caller's replica. */
export const blockFor = ({ instance }: Call, { cell }: PlacedLayer): number => cell.at + instance * cell.size;

export const blockOf = ({ call, layer }: Frame): number => blockFor(call, layer);
