import { eventCode } from '../kernel/event-queue';
import { EventKind } from './events';
import type { Request, Station } from './records';
import { ReplicaState } from './replica.machine';
import type { Sharing } from './sharing';
import type { Sim } from './sim';

/** A visit begins its work beside those that are at work already. */
export function joinWork(sim: Sim, visit: Request, sharing: Sharing<Request>): void {
  visit.dueAt = Infinity;
  sharing.add(visit, visit.remainingMs, sim.now);
  retime(sim, visit.station, sharing);
}

/** A visit works no more, though it is not done. */
export function leaveWork(sim: Sim, visit: Request, sharing: Sharing<Request>): void {
  sharing.remove(visit, sim.now);
  retime(sim, visit.station, sharing);
}

/** The pace has changed: somebody came or went, a fault began or ended. */
export function retime(sim: Sim, station: Station, sharing: Sharing<Request>): void {
  sharing.retime(station.state === ReplicaState.serving ? station.slowdown : Infinity, sim.now);
  setTimer(sim, sharing);
}

/** The timer of a visit has gone off: whether its work is done, and then it works no more. */
export function isWorkDone(sim: Sim, visit: Request, sharing: Sharing<Request>): boolean {
  visit.dueAt = Infinity;
  if (sharing.first !== visit) return false;
  if (sharing.dueAt > sim.now) {
    setTimer(sim, sharing);
    return false;
  }
  sharing.removeFirst(sim.now);
  retime(sim, visit.station, sharing);
  return true;
}

/** Sees to it that the first has a timer that goes off when it is done, or before. */
function setTimer(sim: Sim, sharing: Sharing<Request>): void {
  const { first, dueAt } = sharing;
  if (first === null || first.dueAt <= dueAt || dueAt === Infinity) return;
  first.timer++;
  first.dueAt = dueAt;
  sim.queue.push(dueAt, eventCode(EventKind.sharedWork, first.number), first.timer);
}
