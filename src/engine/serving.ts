import { doubleOfBits } from '../kernel/bits';
import { eventCode } from '../kernel/event-queue';
import { drawn } from '../kernel/draws';
import { drawSample } from '../kernel/sample';
import { isGood, Outcome } from '../policies/outcome';
import { isAttemptAwaited } from './awaited';
import { noteCrowding } from './crowding';
import { isDropped, noteLeaving, noteNoWait, takeNext } from './disciplines';
import { EventKind, Purpose } from './events';
import { sendReply } from './network';
import { EndpointSketch, ofOutcome, QUEUE_WAIT_SUM, TAKEN_UP } from './observation/layout';
import { NONE, RequestState, type Request, type Station } from './records';
import { ReplicaState } from './replica.machine';
import { joinWork } from './shared-work';
import type { Sim } from './sim';
import { forgetCalls } from './tracked';

/* What a replica does with any request, an attempt's or a message: takes it up, works on it, sends it away. */

/** Common to visits and journeys: a row as it is on arrival. */
export function arrive(sim: Sim, request: Request): void {
  request.stage = 0;
  request.pending = 0;
  request.round = 0;
  request.rounds = NONE;
  request.readVersion = NONE;
  request.hasFailed = false;
  request.isDegraded = false;
  request.lack = NONE;
  request.arrivedAt = sim.now;
}

/** A free worker takes a request up. A message counts from when it joined the queue (again), which `startedAt` tells. */
export function serve(sim: Sim, visit: Request, station: Station): void {
  const { program } = visit;
  const waitMs = sim.now - (station.keepsMessages ? visit.startedAt : visit.arrivedAt);
  station.working++;
  visit.state = RequestState.working;
  visit.startedAt = sim.now;
  station.served.append(visit);
  doubleOfBits[0] = waitMs;
  sim.sketches.addNext(program.sketch + EndpointSketch.queueWait);
  sim.counts[visit.counts + QUEUE_WAIT_SUM]! += waitMs;
  sim.counts[visit.counts + TAKEN_UP]!++;
  if (visit.trace >= 0) sim.tracer.workBegan(visit.trace, visit.visitSpan, sim);
  if (visit.script !== null && visit.script.tells(program)) {
    const { takesMs, ends } = visit.script.begin();
    visit.remainingMs = takesMs;
    visit.outcome = ends;
  } else {
    drawSample(program.work, sim.draws.of(visit.keyHi, visit.keyLo, Purpose.work));
    visit.remainingMs = drawn[0]!;
  }
  if (sim.now < station.warmAt) visit.remainingMs *= warmUpOf(station, sim.now);
  if (station.sharing !== null) joinWork(sim, visit, station.sharing);
  else if (station.state === ReplicaState.serving) startClock(sim, visit);
}

/** Gives free workers to the queue. */
export function serveNext(sim: Sim, station: Station): void {
  const { intake } = station;
  let again = false;
  while (station.queued > 0 && station.working + station.waiting < station.workers) {
    // Until now somebody waited, however long ago they came.
    noteCrowding(sim, station);
    const next = intake === null ? leaveQueue(station) : takeNext(sim, station, intake);
    again = intake !== null && isDropped(sim, next, intake, again);
    if (again) leave(sim, next, Outcome.shed, NONE);
    else if (next.deadlineAt > sim.now) serve(sim, next, station);
    else leave(sim, next, Outcome.deadline, NONE);
  }
  if (again && intake !== null) noteNoWait(intake);
}

/** Takes the request that has waited longest out of the queue. */
export function leaveQueue(station: Station): Request {
  const request = station.queue.first!;
  station.queue.remove(request);
  station.queued--;
  return request;
}

/** (Re)starts the clock of a working visit's remaining work. */
export function startClock(sim: Sim, visit: Request): void {
  const dueAt = sim.now + visit.remainingMs * visit.station.slowdown;
  visit.dueAt = dueAt;
  visit.timer++;
  doubleOfBits[0] = dueAt;
  sim.queue.pushNext(eventCode(EventKind.workEnd, visit.number), visit.timer);
}

/** Stops the clock of a working visit and notes what work remains. */
export function stopClock(sim: Sim, visit: Request): void {
  visit.timer++;
  visit.remainingMs = (visit.dueAt - sim.now) / visit.station.slowdown;
}

/** How many times as long work takes that begins now, in the time after a crash. */
export function warmUpOf({ warmAt, warmUpMs, warmUpFactor }: Station, nowMs: number): number {
  return nowMs < warmAt ? 1 + (warmUpFactor - 1) * ((warmAt - nowMs) / warmUpMs) : 1;
}

/** Replies, counts and forgets a visit that is neither served nor queued. */
export function leave(sim: Sim, visit: Request, outcome: Outcome, message: number): void {
  const isSpared = outcome === Outcome.deadline || outcome === Outcome.cancelled;
  const counted = isSpared || isAttemptAwaited(visit) ? outcome : Outcome.abandoned;
  const sketch = isGood(counted) ? EndpointSketch.good : EndpointSketch.failed;
  sim.counts[visit.counts + ofOutcome(counted)]!++;
  doubleOfBits[0] = sim.now - visit.arrivedAt;
  sim.sketches.addNext(visit.program.sketch + sketch);
  if (visit.trace >= 0) sim.tracer.end(visit.trace, visit.visitSpan, counted, -1, message, sim);
  // From here on no call of the visit finds it; the row lives on until the reply has arrived.
  visit.timer++;
  visit.generation++;
  if (visit.firstCall !== null) forgetCalls(visit);
  const { intake } = visit.station;
  if (intake !== null) noteLeaving(sim, visit, intake, outcome);
  sendReply(sim, visit, outcome, message);
}
