import { deriveKey } from '../kernel/keys';
import {
  drawEjection,
  hostResultOf,
  isEjected,
  isTold,
  jittersDrawn,
  reportToOutliers,
  sweepOutliers,
  type OutlierParams,
} from '../policies/outliers';
import { LayerKind } from '../policies/layer';
import type { Outcome } from '../policies/outcome';
import { ReplicaGauge } from './observation/layout';
import { Purpose } from './events';
import type { Gate, PlacedLayer } from './placed-layer';
import type { Sim } from './sim';

/* Replicas that a caller's replica asks no more for a while, since they stood out by their failures. */

/** Tells the outliers of a caller's replica how an attempt at a replica has ended; false: that says nothing of it. */
export function judge(
  sim: Sim,
  placed: PlacedLayer,
  params: OutlierParams,
  instance: number,
  replica: number,
  outcome: Outcome,
): boolean {
  if (!isTold(outcome)) return false;
  const at = placed.cell.at + instance * placed.cell.size;
  if (reportToOutliers(sim.policies.arena.numbers, at, params, replica, hostResultOf(outcome), sim.now)) {
    if (params.jitterMs > 0) drawLength(sim, placed.cell.gates[instance]!, params, replica);
    note(sim, placed, instance, replica, true);
  }
  return true;
}

/** The time has come to look at all replicas, and at those that are ejected. */
export function sweep(sim: Sim, gate: Gate): void {
  const { placed, instance, at } = gate;
  const { layer } = placed;
  if (layer.kind !== LayerKind.outliers) return;
  const { numbers } = sim.policies.arena;
  const { hosts } = layer.params;
  for (let host = 0; host < hosts; host++) before[host] = isEjected(numbers, at, host) ? 1 : 0;
  sweepOutliers(numbers, at, layer.params, sim.now);
  for (let host = 0; host < hosts; host++) {
    const isOut = isEjected(numbers, at, host);
    if (isOut === (before[host] === 1)) continue;
    if (isOut && layer.params.jitterMs > 0) drawLength(sim, gate, layer.params, host);
    note(sim, placed, instance, host, isOut);
  }
}

/** Adds up, for every replica, how many replicas of its callers have ejected it. */
export function countEjections(sim: Sim, out: Float64Array): void {
  const { policies, layout, world } = sim;
  policies.currentOfRoute.forEach((version, route) => {
    const outliers = version?.spread?.outliers ?? null;
    // Routes that share a list share its ejections.
    if (version === null || outliers === null || policies.currentOfRoute.indexOf(version) < route) return;
    const { cell } = outliers.placed;
    for (let instance = 0; instance < version.list.instances; instance++) {
      const at = cell.at + instance * cell.size;
      for (const { service, replica } of world.routes[route]!.link.replicas) {
        const isOut = isEjected(policies.arena.numbers, at, replica);
        if (isOut) out[layout.replica(service, replica) + ReplicaGauge.ejectedBy]! += 1;
      }
    }
  });
}

/** Beyond what else is made from the seed. */
const EJECTIONS = (1 << 20) + 3;

/** How much longer an ejection lasts follows from the seed, whose ejection of whom it is, and how often it was drawn before. */
function drawLength(sim: Sim, { at, listKey, placed, instance }: Gate, params: OutlierParams, host: number): void {
  const { key } = sim;
  const block = sim.policies.arena.numbers;
  deriveKey(sim.seedHi, sim.seedLo, EJECTIONS, listKey, key);
  deriveKey(key.hi, key.lo, placed.place, instance, key);
  deriveKey(key.hi, key.lo, host, jittersDrawn(block, at, host), key);
  drawEjection(block, at, params, host, sim.draws.of(key.hi, key.lo, Purpose.ejectionTime).uniform());
}

const MOST_REPLICAS = 1000;
const before = new Uint8Array(MOST_REPLICAS);

function note(sim: Sim, { layer, cell }: PlacedLayer, instance: number, replica: number, ejected: boolean): void {
  const { list } = cell.gates[instance]!;
  sim.log.add(sim.now, { kind: 'ejection', list, layer: layer.name, instance, replica, ejected });
}
