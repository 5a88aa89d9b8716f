import type { Station } from './records';
import type { Sim } from './sim';

const EXHAUSTED = 1;
const FULL = 2;

/** It is over when there was none of it for this long; so a busy replica is told of once, not at every request. */
const CALM_MS = 1000;

/** A request waits, or is turned away: tells the log once when the replica has run out of workers, and of room. */
export function noteCrowding(sim: Sim, station: Station): void {
  const { queueCapacity } = station;
  station.crowdedAt = sim.now;
  if ((station.told & EXHAUSTED) === 0) tellWorkers(sim, station, true);
  if (queueCapacity === 0 || station.queued < queueCapacity) return;
  station.fullAt = sim.now;
  if ((station.told & FULL) === 0) tellQueue(sim, station, true);
}

/** A request has ended where there was a crowd: tells the log when the replica has clearly recovered. */
export function noteRelief(sim: Sim, station: Station): void {
  const { told, working, waiting, workers } = station;
  const { now } = sim;
  const hasRoom = station.queued <= 0.5 * station.queueCapacity;
  if ((told & FULL) !== 0 && hasRoom && now - station.fullAt >= CALM_MS) tellQueue(sim, station, false);
  const hasWorkers = working + waiting <= 0.75 * workers;
  if ((told & EXHAUSTED) !== 0 && hasWorkers && now - station.crowdedAt >= CALM_MS) tellWorkers(sim, station, false);
}

function tellWorkers(sim: Sim, station: Station, exhausted: boolean): void {
  const { service, replica } = station;
  station.told ^= EXHAUSTED;
  sim.log.add(sim.now, { kind: 'workers', service, replica, exhausted });
}

function tellQueue(sim: Sim, station: Station, full: boolean): void {
  const { service, replica } = station;
  station.told ^= FULL;
  sim.log.add(sim.now, { kind: 'queue', service, replica, full });
}
