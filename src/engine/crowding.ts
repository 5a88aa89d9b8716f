import { Station } from './records';
import type { Sim } from './sim';

const EXHAUSTED = 1;
const FULL = 2;

/** It is over when there was none of it for this long; so a busy replica is told of once, not at every request. */
const CALM_MS = 1000;

/** A request waits, or is turned away: tells the log once when the replica has run out of workers, and of room. */
export function noteCrowding(sim: Sim, station: number): void {
  const { words, numbers } = sim.memory;
  const capacity = words[station + Station.queueCapacity]!;
  numbers[(station + Station.crowdedAt) >> 1] = sim.now;
  if ((words[station + Station.told]! & EXHAUSTED) === 0) tellWorkers(sim, station, true);
  if (capacity === 0 || words[station + Station.queued]! < capacity) return;
  numbers[(station + Station.fullAt) >> 1] = sim.now;
  if ((words[station + Station.told]! & FULL) === 0) tellQueue(sim, station, true);
}

/** A request has ended: tells the log when the replica has clearly recovered. */
export function noteRelief(sim: Sim, station: number): void {
  if (sim.memory.words[station + Station.told] !== 0) tellRelief(sim, station);
}

function tellRelief(sim: Sim, station: number): void {
  const { now } = sim;
  const { words, numbers } = sim.memory;
  const told = words[station + Station.told]!;
  const hasRoom = words[station + Station.queued]! <= 0.5 * words[station + Station.queueCapacity]!;
  const wasFull = numbers[(station + Station.fullAt) >> 1]!;
  if ((told & FULL) !== 0 && hasRoom && now - wasFull >= CALM_MS) tellQueue(sim, station, false);
  const held = words[station + Station.working]! + words[station + Station.waiting]!;
  const hasWorkers = held <= 0.75 * words[station + Station.workers]!;
  const wasCrowded = numbers[(station + Station.crowdedAt) >> 1]!;
  if ((told & EXHAUSTED) !== 0 && hasWorkers && now - wasCrowded >= CALM_MS) tellWorkers(sim, station, false);
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
