import type { Sim } from './sim';

const EXHAUSTED = 1;
const FULL = 2;

/** It is over when there was none of it for this long; so a busy replica is told of once, not at every request. */
const CALM_MS = 1000;

/** Tells the log when a replica runs out of workers or of room, and when it has clearly recovered. */
export function noteCrowding(sim: Sim, station: number): void {
  const { stations, now } = sim;
  const queued = stations.queued[station]!;
  const capacity = stations.queueCapacity[station]!;
  const told = stations.told[station]!;
  if (queued > 0) {
    stations.crowdedAt[station] = now;
    if ((told & EXHAUSTED) === 0) tellWorkers(sim, station, true);
    if (queued >= capacity) {
      stations.fullAt[station] = now;
      if ((told & FULL) === 0) tellQueue(sim, station, true);
    }
  }
  if (told === 0) return;
  const held = stations.working[station]! + stations.waiting[station]!;
  if ((told & FULL) !== 0 && queued <= 0.5 * capacity && now - stations.fullAt[station]! >= CALM_MS) {
    tellQueue(sim, station, false);
  }
  if (
    (told & EXHAUSTED) !== 0 &&
    held <= 0.75 * stations.workers[station]! &&
    now - stations.crowdedAt[station]! >= CALM_MS
  ) {
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
