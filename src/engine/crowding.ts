import type { Sim } from './sim';

const EXHAUSTED = 1;
const FULL = 2;

/** Tells the log when a replica runs out of workers or room, and when it has clearly recovered: not at every request. */
export function noteCrowding(sim: Sim, station: number): void {
  const { stations } = sim;
  const held = stations.working[station]! + stations.waiting[station]!;
  const workers = stations.workers[station]!;
  const queued = stations.queued[station]!;
  const capacity = stations.queueCapacity[station]!;
  const told = stations.told[station]!;
  if ((told & EXHAUSTED) === 0 && queued > 0) tellWorkers(sim, station, true);
  else if ((told & EXHAUSTED) !== 0 && held <= 0.75 * workers) tellWorkers(sim, station, false);
  if ((told & FULL) === 0 && queued >= capacity && capacity > 0) tellQueue(sim, station, true);
  else if ((told & FULL) !== 0 && queued <= 0.5 * capacity) tellQueue(sim, station, false);
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
