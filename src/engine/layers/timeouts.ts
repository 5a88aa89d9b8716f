import { doubleOfBits } from '../../kernel/bits';
import { eventCode } from '../../kernel/event-queue';
import { LayerKind } from '../../policies/layer';
import { EventKind } from '../events';
import type { PlacedLayer } from '../placed-layer';
import type { Frame } from '../records';
import type { Sim } from '../sim';

/** A call has come to a timeout, which from now on waits for it so long. */
export function startTimeout(sim: Sim, placed: PlacedLayer, frame: Frame): void {
  const { queue } = sim;
  if (isUnbounded(placed)) return;
  if (placed.lane < 0) findLane(sim, placed);
  doubleOfBits[0] = sim.now;
  queue.pushNextTimer(placed.lane, eventCode(EventKind.timer, frame.number), frame.generation);
}

/** It only says how long a connection may take. */
const isUnbounded = ({ layer }: PlacedLayer): boolean =>
  layer.kind === LayerKind.timeout && layer.params.afterMs === Infinity;

function findLane(sim: Sim, placed: PlacedLayer): void {
  const { layer } = placed;
  if (layer.kind === LayerKind.timeout) placed.lane = sim.queue.lane(layer.params.afterMs);
}
