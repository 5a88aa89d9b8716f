import type { Sim } from './sim';

const EXHAUSTED = 1;
const FULL = 2;

/** It is over when there was none of it for this long; so a busy replica is told of once, not at every request. */
const CALM_MS = 1000;

/** A request waits, or is turned away: tells the log once when the replica has run out of workers, and of room. */
export function noteCrowding(sim: Sim, station: number): void {
  const { stations, now } = sim;
  const capacity = stations.queueCapacity[station]!;
  stations.crowdedAt[station] = now;
  if ((stations.told[station]! & EXHAUSTED) === 0) tellWorkers(sim, station, true);
  if (capacity === 0 || stations.queued[station]! < capacity) return;
  stations.fullAt[station] = now;
  if ((stations.told[station]! & FULL) === 0) tellQueue(sim, station, true);
}

/** A request has ended: tells the log when the replica has clearly recovered. */
export function noteRelief(sim: Sim, station: number): void {
  const { stations, now } = sim;
  const told = stations.told[station]!;
  if (told === 0) return;
  const hasRoom = stations.queued[station]! <= 0.5 * stations.queueCapacity[station]!;
  if ((told & FULL) !== 0 && hasRoom && now - stations.fullAt[station]! >= CALM_MS) tellQueue(sim, station, false);
  const held = stations.working[station]! + stations.waiting[station]!;
  const hasWorkers = held <= 0.75 * stations.workers[station]!;
  if ((told & EXHAUSTED) !== 0 && hasWorkers && now - stations.crowdedAt[station]! >= CALM_MS) {
    tellWorkers(sim, station, false);
  }
}

function tellWorkers(sim: Sim, station: number, exhausted: boolean): void {
  const { stations } = sim;
  stations.told[station]! ^= EXHAUSTED;
  const service = stations.service[station]!;
  sim.log.add(sim.now, { kind: 'workers', service, replica: stations.replica[station]!, exhausted });
}

function tellQueue(sim: Sim, station: number, full: boolean): void {
  const { stations } = sim;
  stations.told[station]! ^= FULL;
  const service = stations.service[station]!;
  sim.log.add(sim.now, { kind: 'queue', service, replica: stations.replica[station]!, full });
}
