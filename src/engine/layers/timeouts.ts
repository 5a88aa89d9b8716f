import { doubleOfBits } from '../../kernel/bits';
import { eventCode } from '../../kernel/event-queue';
import { LayerKind } from '../../policies/layer';
import { EventKind } from '../events';
import type { PlacedLayer } from '../placed-layer';
import { NONE, type Frame } from '../records';
import type { Sim } from '../sim';

/** Of a timeout that only says how long a connection may take. */
const UNBOUNDED = -2;

/** A call has come to a timeout, which from now on waits for it so long. */
export function startTimeout(sim: Sim, placed: PlacedLayer, frame: Frame): void {
  const { queue } = sim;
  if (placed.lane === NONE) findLane(sim, placed);
  if (placed.lane === UNBOUNDED) return;
  doubleOfBits[0] = sim.now;
  queue.pushNextTimer(placed.lane, eventCode(EventKind.timer, frame.number), frame.generation);
}

function findLane(sim: Sim, placed: PlacedLayer): void {
  const { layer } = placed;
  if (layer.kind !== LayerKind.timeout) return;
  const { afterMs } = layer.params;
  placed.lane = afterMs === Infinity ? UNBOUNDED : sim.queue.lane(afterMs);
}
