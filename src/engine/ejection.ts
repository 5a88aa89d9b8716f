import { Draws } from '../kernel/draws';
import { deriveKey, type Key } from '../kernel/keys';
import { LayerKind } from '../policies/layer';
import type { Outcome } from '../policies/outcome';
import { noteConnected, reportToOutliers, sweepOutliers } from '../policies/outliers';
import { drawEjection, jittersDrawn } from '../policies/outliers/ejection';
import { hostResultOf, isTold, type DrawEnforcement, type OutlierParams } from '../policies/outliers/params';
import { isEjected } from '../policies/outliers/state';
import { ReplicaGauge } from './observation/layout';
import { Purpose } from './events';
import type { Gate, PlacedLayer } from './placed-layer';
import type { Sim } from './sim';

/* Replicas that a caller's replica asks no more for a while, since they stood out by their failures. */

/** By what the outliers of a caller's replica go: the newest parameters, whichever list a call began under. */
export function outliersOf({ placed: { layer } }: Gate): OutlierParams {
  if (layer.kind !== LayerKind.outliers) throw new Error('This gate is none of outliers.');
  return layer.params;
}

/** Tells the outliers of a caller's replica how an attempt at a replica has ended; false: that says nothing of it. */
export function judge(sim: Sim, placed: PlacedLayer, instance: number, replica: number, outcome: Outcome): boolean {
  if (!isTold(outcome)) return false;
  const gate = placed.cell.gates[instance]!;
  const params = outliersOf(gate);
  const draw = drawFor(sim, gate, params);
  const { numbers } = sim.policies.arena;
  if (reportToOutliers(numbers, gate.at, params, replica, hostResultOf(outcome), draw, sim.now)) {
    if (params.jitterMs > 0) drawLength(sim, gate, params, replica);
    note(sim, placed, instance, replica, true);
  }
  return true;
}

/** Tells them, where that is of use, that an attempt at a replica has a connection. */
export function tellConnected(sim: Sim, { cell }: PlacedLayer, instance: number, replica: number): void {
  const gate = cell.gates[instance]!;
  noteConnected(sim.policies.arena.numbers, gate.at, outliersOf(gate), replica, sim.now);
}

/** The time has come to look at all replicas, and at those that are ejected. */
export function sweep(sim: Sim, gate: Gate): void {
  const { placed, instance, at } = gate;
  const params = outliersOf(gate);
  const { numbers } = sim.policies.arena;
  const { hosts } = params;
  for (let host = 0; host < hosts; host++) before[host] = isEjected(numbers, at, host) ? 1 : 0;
  sweepOutliers(numbers, at, params, drawFor(sim, gate, params), sim.now);
  for (let host = 0; host < hosts; host++) {
    const isOut = isEjected(numbers, at, host);
    if (isOut === (before[host] === 1)) continue;
    if (isOut && params.jitterMs > 0) drawLength(sim, gate, params, host);
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

/** Names the ejections by one replica of a caller. */
function nameEjections(sim: Sim, { listKey, placed, instance }: Gate, key: Key): void {
  deriveKey(sim.seedHi, sim.seedLo, EJECTIONS, listKey, key);
  deriveKey(key.hi, key.lo, placed.place, instance, key);
}

/** How much longer an ejection lasts follows from the seed, whose ejection of whom it is, and how often it was drawn before. */
function drawLength(sim: Sim, gate: Gate, params: OutlierParams, host: number): void {
  const { key } = sim;
  const { at } = gate;
  const block = sim.policies.arena.numbers;
  nameEjections(sim, gate, key);
  deriveKey(key.hi, key.lo, host, jittersDrawn(block, at, host), key);
  drawEjection(block, at, params, host, sim.draws.of(key.hi, key.lo, Purpose.ejectionTime).uniform());
}

/** Whose ejections are decided at this moment. */
const deciding: Key = { hi: 0, lo: 0 };
const decision: Key = { hi: 0, lo: 0 };
const draws = new Draws();

/** Whether one takes place follows from the same, by a draw of its own. */
const drawEnforcement: DrawEnforcement = (host, drawn) => {
  deriveKey(deciding.hi, deciding.lo, host, drawn, decision);
  return draws.of(decision.hi, decision.lo, Purpose.enforcement).uniform();
};

function drawFor(sim: Sim, gate: Gate, { enforcedPercents }: OutlierParams): DrawEnforcement {
  if (enforcedPercents !== null) nameEjections(sim, gate, deciding);
  return drawEnforcement;
}

const MOST_REPLICAS = 1000;
const before = new Uint8Array(MOST_REPLICAS);

function note(sim: Sim, { layer, cell }: PlacedLayer, instance: number, replica: number, ejected: boolean): void {
  const { list } = cell.gates[instance]!;
  sim.log.add(sim.now, { kind: 'ejection', list, layer: layer.name, instance, replica, ejected });
}
