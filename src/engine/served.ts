import type { Sim } from './sim';
import { NONE } from './tables';

/* The chains of visits at a station: those being served, and those queued in order of arrival. */

export function joinServed(sim: Sim, visit: number): void {
  const { visits, stations } = sim;
  const station = visits.station[visit]!;
  const tail = stations.servedTail[station]!;
  visits.previous[visit] = tail;
  visits.next[visit] = NONE;
  if (tail === NONE) stations.servedHead[station] = visit;
  else visits.next[tail] = visit;
  stations.servedTail[station] = visit;
}

export function leaveServed(sim: Sim, visit: number): void {
  const { visits, stations } = sim;
  const station = visits.station[visit]!;
  const next = visits.next[visit]!;
  const previous = visits.previous[visit]!;
  if (previous === NONE) stations.servedHead[station] = next;
  else visits.next[previous] = next;
  if (next === NONE) stations.servedTail[station] = previous;
  else visits.previous[next] = previous;
}

export function joinQueue(sim: Sim, visit: number): void {
  const { visits, stations } = sim;
  const station = visits.station[visit]!;
  const tail = stations.queueTail[station]!;
  visits.next[visit] = NONE;
  if (tail === NONE) stations.queueHead[station] = visit;
  else visits.next[tail] = visit;
  stations.queueTail[station] = visit;
  stations.queued[station]!++;
}

/** Takes the visit that has waited longest, or NONE. */
export function leaveQueue(sim: Sim, station: number): number {
  const { visits, stations } = sim;
  const visit = stations.queueHead[station]!;
  if (visit === NONE) return NONE;
  const next = visits.next[visit]!;
  stations.queueHead[station] = next;
  if (next === NONE) stations.queueTail[station] = NONE;
  stations.queued[station]!--;
  return visit;
}
