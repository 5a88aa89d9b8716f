import { Request, Station } from './records';
import type { Sim } from './sim';
import { NONE } from './tables';

/* The chains of requests at a station: those being served, and those queued in order of arrival. */

export function joinServed(sim: Sim, request: number, station: number): void {
  const { words } = sim.memory;
  const tail = words[station + Station.servedTail]!;
  words[request + Request.previous] = tail;
  words[request + Request.next] = NONE;
  if (tail === NONE) words[station + Station.servedHead] = request;
  else words[tail + Request.next] = request;
  words[station + Station.servedTail] = request;
}

export function leaveServed(sim: Sim, request: number, station: number): void {
  const { words } = sim.memory;
  const next = words[request + Request.next]!;
  const previous = words[request + Request.previous]!;
  if (previous === NONE) words[station + Station.servedHead] = next;
  else words[previous + Request.next] = next;
  if (next === NONE) words[station + Station.servedTail] = previous;
  else words[next + Request.previous] = previous;
}

export function joinQueue(sim: Sim, request: number, station: number): void {
  const { words } = sim.memory;
  const tail = words[station + Station.queueTail]!;
  words[request + Request.next] = NONE;
  if (tail === NONE) words[station + Station.queueHead] = request;
  else words[tail + Request.next] = request;
  words[station + Station.queueTail] = request;
  words[station + Station.queued]!++;
}

/** Takes the request that has waited longest, or NONE. */
export function leaveQueue(sim: Sim, station: number): number {
  const { words } = sim.memory;
  const request = words[station + Station.queueHead]!;
  if (request === NONE) return NONE;
  const next = words[request + Request.next]!;
  words[station + Station.queueHead] = next;
  if (next === NONE) words[station + Station.queueTail] = NONE;
  words[station + Station.queued]!--;
  return request;
}
