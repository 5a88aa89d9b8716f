import { Station } from './records';
import type { Sim } from './sim';

const EXHAUSTED = 1;
const FULL = 2;

/** It is over when there was none of it for this long; so a busy replica is told of once, not at every request. */
const CALM_MS = 1000;

/** Tells the log when a replica runs out of workers or of room, and when it has clearly recovered. */
export function noteCrowding(sim: Sim, station: number): void {
  const { words, numbers } = sim.memory;
  const queued = words[station + Station.queued]!;
  const told = words[station + Station.told]!;
  // What nearly every request finds: nobody waits, or somebody does as before.
  if (queued === 0 && told === 0) return;
  if (queued > 0 && told === EXHAUSTED && queued < words[station + Station.queueCapacity]!) {
    numbers[(station + Station.crowdedAt) >> 1] = sim.now;
  } else tellChanges(sim, station, queued, told);
}

function tellChanges(sim: Sim, station: number, queued: number, told: number): void {
  const { now } = sim;
  const { words, numbers } = sim.memory;
  const capacity = words[station + Station.queueCapacity]!;
  if (queued > 0) {
    numbers[(station + Station.crowdedAt) >> 1] = now;
    if ((told & EXHAUSTED) === 0) tellWorkers(sim, station, true);
    if (queued >= capacity) {
      numbers[(station + Station.fullAt) >> 1] = now;
      if ((told & FULL) === 0) tellQueue(sim, station, true);
    }
  }
  const held = words[station + Station.working]! + words[station + Station.waiting]!;
  if ((told & FULL) !== 0 && queued <= 0.5 * capacity && now - numbers[(station + Station.fullAt) >> 1]! >= CALM_MS) {
    tellQueue(sim, station, false);
  }
  if (
    (told & EXHAUSTED) !== 0 &&
    held <= 0.75 * words[station + Station.workers]! &&
    now - numbers[(station + Station.crowdedAt) >> 1]! >= CALM_MS
  ) {
    tellWorkers(sim, station, false);
  }
}

function tellWorkers(sim: Sim, station: number, exhausted: boolean): void {
  const { words } = sim.memory;
  words[station + Station.told]! ^= EXHAUSTED;
  const service = words[station + Station.service]!;
  sim.log.add(sim.now, { kind: 'workers', service, replica: words[station + Station.replica]!, exhausted });
}

function tellQueue(sim: Sim, station: number, full: boolean): void {
  const { words } = sim.memory;
  words[station + Station.told]! ^= FULL;
  const service = words[station + Station.service]!;
  sim.log.add(sim.now, { kind: 'queue', service, replica: words[station + Station.replica]!, full });
}
