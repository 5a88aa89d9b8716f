import type { Sim } from './sim';
import { NONE, Request } from './tables';

/* The chains of requests at a station: those being served, and those queued in order of arrival. */

export function joinServed(sim: Sim, request: number, station: number): void {
  const { stations } = sim;
  const { words } = sim.requests;
  const tail = stations.servedTail[station]!;
  words[request + Request.previous] = tail;
  words[request + Request.next] = NONE;
  if (tail === NONE) stations.servedHead[station] = request;
  else words[tail + Request.next] = request;
  stations.servedTail[station] = request;
}

export function leaveServed(sim: Sim, request: number, station: number): void {
  const { stations } = sim;
  const { words } = sim.requests;
  const next = words[request + Request.next]!;
  const previous = words[request + Request.previous]!;
  if (previous === NONE) stations.servedHead[station] = next;
  else words[previous + Request.next] = next;
  if (next === NONE) stations.servedTail[station] = previous;
  else words[next + Request.previous] = previous;
}

export function joinQueue(sim: Sim, request: number, station: number): void {
  const { stations } = sim;
  const { words } = sim.requests;
  const tail = stations.queueTail[station]!;
  words[request + Request.next] = NONE;
  if (tail === NONE) stations.queueHead[station] = request;
  else words[tail + Request.next] = request;
  stations.queueTail[station] = request;
  stations.queued[station]!++;
}

/** Takes the request that has waited longest, or NONE. */
export function leaveQueue(sim: Sim, station: number): number {
  const { stations } = sim;
  const request = stations.queueHead[station]!;
  if (request === NONE) return NONE;
  const next = sim.requests.words[request + Request.next]!;
  stations.queueHead[station] = next;
  if (next === NONE) stations.queueTail[station] = NONE;
  stations.queued[station]!--;
  return request;
}
