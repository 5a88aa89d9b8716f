import {
  admitToConcurrencyLimit,
  callsInFlight,
  reportDraws,
  reportToConcurrencyLimit,
  Sample,
  sampleOf,
} from '../policies/concurrency-limit';
import { Outcome } from '../policies/outcome';
import { codelDrops, isHopeless, noteEmpty, noteFilled, takesNewest } from '../policies/queue-discipline';
import { isShed } from '../policies/shedding';
import { Purpose } from './events';
import type { Intake } from './intake';
import { NONE, type Request, type Station } from './records';
import type { Sim } from './sim';

/* Replicas that turn requests away for what they are, or take them up in another order than they came. */

/** A request comes: how it ends if it is turned away, else NONE. */
export function refusalAt(visit: Request, station: Station, { model, limit }: Intake): Outcome | typeof NONE {
  const { shed } = model;
  const held = station.working + station.waiting;
  const { queued, queueCapacity, workers } = station;
  visit.inFlight = 0;
  if (shed !== null && isShed(shed, visit.priority, queued, queueCapacity, held, workers)) return Outcome.shed;
  if (model.limit === null) return NONE;
  if (!admitToConcurrencyLimit(limit, 0)) return Outcome.limitReached;
  visit.inFlight = callsInFlight(limit, 0);
  return NONE;
}

/** A request that was let in leaves, however it ended: the limit learns from how long that took. */
export function noteLeaving(sim: Sim, visit: Request, { model, limit }: Intake, outcome: Outcome): void {
  const { inFlight } = visit;
  if (inFlight === 0 || model.limit === null) return;
  visit.inFlight = 0;
  const sample = outcome === Outcome.dependency ? Sample.ignored : sampleOf(outcome);
  const draws = reportDraws(limit, 0, model.limit, sample);
  const uniform = draws ? sim.draws.of(visit.keyHi, visit.keyLo, Purpose.limitProbe).uniform() : 0;
  reportToConcurrencyLimit(limit, 0, model.limit, sample, sim.now - visit.arrivedAt, inFlight, sim.now, uniform);
}

/** A request that is served at once: there is no queue. */
export function noteNoWait({ order }: Intake): void {
  noteEmpty(order, 0);
}

/** A request joins the queue, in order of deadlines at its place. */
export function joinQueue(sim: Sim, visit: Request, station: Station, intake: Intake): void {
  if (station.queued === 0) noteFilled(intake.order, 0, sim.now);
  if (!intake.isByDeadline) return station.queue.append(visit);
  visit.dueAt = Math.min(visit.deadlineAt, visit.patienceAt);
  let after = station.queue.last;
  while (after !== null && after.dueAt > visit.dueAt) after = after.previous;
  station.queue.insertAfter(visit, after);
}

/** Takes the request out of the queue that is next. */
export function takeNext(sim: Sim, station: Station, { model, order }: Intake): Request {
  const next = takesNewest(order, 0, model.order, sim.now) ? station.queue.last! : station.queue.first!;
  station.queue.remove(next);
  station.queued--;
  return next;
}

/** Whether it is dropped instead of served; `again`: so was the one before it. */
export function isDropped(sim: Sim, next: Request, intake: Intake, again: boolean): boolean {
  if (intake.isByDeadline) return isHopeless(next.dueAt, next.program.meanWorkMs, sim.now);
  if (!intake.isCodel) return false;
  const { queued } = next.station;
  return codelDrops(intake.order, 0, intake.model.order, sim.now - next.arrivedAt, queued, again, sim.now);
}
