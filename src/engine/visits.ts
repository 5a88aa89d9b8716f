import { eventCode } from '../kernel/event-queue';
import { sample } from '../kernel/sample';
import { isGood, Outcome } from '../policies/outcome';
import { isAttemptAwaited } from './awaited';
import { startPlannedCall } from './calls';
import { isDecided, isRoundLeft, isWaitedFor, noteLack } from './stages';
import { EventKind, Purpose } from './events';
import { freeIfDone } from './layers';
import { noteCrowding, noteRelief } from './crowding';
import { abandonSilence, sendReply } from './network';
import {
  EndpointSketch,
  FINISHED,
  JourneySketch,
  ofOutcome,
  QUEUE_WAIT_SUM,
  SERVICE_SUM,
  TAKEN_UP,
  VISIT_COUNTS,
} from './observation/layout';
import { endDelivery, publish } from './messages';
import { SpanKind } from './observation/trace';
import { ReplicaState } from './replica.machine';
import { CallState, NONE, RequestState, type Call, type Request, type Stage, type Station } from './records';
import { joinWork } from './shared-work';
import { touchRow } from './versions';
import type { Sim } from './sim';
import { thinkAfter, thinkBetween } from './users';

/** The request of an attempt reaches its replica: it is served, queued or turned away. */
export function receive(sim: Sim, visit: Request): void {
  const { station, program } = visit;
  visit.counts = program.counts + station.replica * VISIT_COUNTS;
  arrive(sim, visit);
  if (visit.trace >= 0) beginSpan(sim, visit);
  sim.counts[visit.counts]!++;

  if (station.state === ReplicaState.crashed) return leave(sim, visit, Outcome.refused, NONE);
  if (happens(sim, visit, Purpose.errorAtOnce, station.errorsAtOnce)) return leave(sim, visit, Outcome.error, NONE);
  if (station.keepsMessages) return publish(sim, visit);
  if (station.working + station.waiting < station.workers) return serve(sim, visit, station);
  if (station.queued >= station.queueCapacity) {
    noteCrowding(sim, station);
    return leave(sim, visit, Outcome.queueFull, NONE);
  }
  visit.state = RequestState.queued;
  station.queue.append(visit);
  station.queued++;
  noteCrowding(sim, station);
}

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

/** The visit's own work is done. */
export function onWorkEnd(sim: Sim, visit: Request): void {
  if (visit.trace >= 0) sim.tracer.workEnded(visit.trace, visit.visitSpan, sim.now);
  const { errorsAfterWork } = visit.station;
  if (happens(sim, visit, Purpose.errorAfterWork, errorsAfterWork)) return finish(sim, visit, Outcome.error, NONE);
  const { row } = visit.program;
  if (row !== null && !touchRow(visit, row)) return finish(sim, visit, Outcome.conflict, NONE);
  runStages(sim, visit);
}

/** Starts the next stage that has a call to wait for; answers when there is none. */
export function runStages(sim: Sim, request: Request): void {
  const { stages } = request.program;
  while (request.stage < stages.length) {
    const stage = stages[request.stage]!;
    if (!stage.isRepeated) request.stage++;
    else if (!isRoundLeft(sim, request, stage)) continue;
    if (startStage(sim, request, stage)) {
      const { station } = request;
      if (station.queued > 0 && station.isThreaded !== true) serveNext(sim, station);
      return;
    }
  }
  finish(sim, request, request.isDegraded === true ? Outcome.degraded : Outcome.ok, request.lack);
}

/** Makes the calls of a stage; false: there is none to wait for. */
function startStage(sim: Sim, request: Request, stage: Stage): boolean {
  const { calls } = stage;
  let started = false;
  request.need = stage.need;
  for (let i = 0; i < calls.length; i++) {
    const planned = calls[i]!;
    if (!planned.isPlain && !isWaitedFor(sim, request, planned)) continue;
    if (!started && request.state === RequestState.working) waitForCalls(request);
    started = true;
    request.pending++;
    startPlannedCall(sim, request, planned);
  }
  return started;
}

/** A call of the visit or journey has ended. */
export function onSettled(sim: Sim, call: Call): void {
  const { outcome, message, optional, route } = call;
  const request = call.request!;
  const awaited = request.generation === call.ownerGeneration;
  call.state = CallState.over;
  freeIfDone(sim, call);
  if (!awaited) return;

  if (route.program.row !== null) {
    // What a fallback made up tells no version.
    request.readVersion = isGood(outcome) && call.covered === NONE ? call.version : NONE;
  }
  request.pending--;
  if (request.need > 0) {
    if (!isDecided(request, outcome, message)) return;
  } else {
    if (outcome !== Outcome.ok) noteLack(request, outcome, message, optional);
    if (request.pending > 0) return;
  }
  if (request.station.state === ReplicaState.hanging) request.state = RequestState.parked;
  else goOn(sim, request);
}

/** After its calls, or after a hang: the next stage, or the failure of the last one. */
export function goOn(sim: Sim, request: Request): void {
  if (request.hasFailed === true) finish(sim, request, Outcome.dependency, NONE);
  else if (request.stage < request.program.thoughts.length) thinkBetween(sim, request);
  else runStages(sim, request);
}

/** A shopper's patience has run out; what was begun for them goes on. */
export function giveUp(sim: Sim, journey: Request): void {
  const call = journey.newestCall!;
  finish(sim, journey, Outcome.gaveUp, NONE);
  abandonSilence(sim, call);
}

/** Ends a visit that was being served, or a journey. */
function finish(sim: Sim, request: Request, outcome: Outcome, message: number): void {
  const { station } = request;
  station.served.remove(request);
  if (station.isWorkload === true) endJourney(sim, request, outcome, message);
  else finishVisit(sim, request, outcome, message);
}

/** Ends a visit that was being served; whoever waits longest takes its place. */
function finishVisit(sim: Sim, visit: Request, outcome: Outcome, message: number): void {
  const { station, counts } = visit;
  if (visit.state === RequestState.working) station.working--;
  else if (station.isThreaded === true) station.waiting--;
  const serviceMs = sim.now - visit.startedAt;
  sim.sketches.add(visit.program.sketch + EndpointSketch.service, serviceMs);
  sim.counts[counts + SERVICE_SUM]! += serviceMs;
  sim.counts[counts + FINISHED]!++;
  if (station.keepsMessages === true) endDelivery(sim, visit, outcome, message);
  else leave(sim, visit, outcome, message);
  if (station.queued > 0) serveNext(sim, station);
  if (station.told !== 0) noteRelief(sim, station);
}

/** Replies, counts and forgets a visit that is neither served nor queued. */
export function leave(sim: Sim, visit: Request, outcome: Outcome, message: number): void {
  const counted = isAttemptAwaited(visit) ? outcome : Outcome.abandoned;
  const sketch = isGood(counted) ? EndpointSketch.good : EndpointSketch.failed;
  sim.counts[visit.counts + ofOutcome(counted)]!++;
  sim.sketches.add(visit.program.sketch + sketch, sim.now - visit.arrivedAt);
  if (visit.trace >= 0) sim.tracer.end(visit.trace, visit.visitSpan, counted, -1, message, sim.now);
  // From here on no call of the visit finds it; the row lives on until the reply has arrived.
  visit.timer++;
  visit.generation++;
  sendReply(sim, visit, outcome, message);
}

/** Gives free workers to the queue. */
export function serveNext(sim: Sim, station: Station): void {
  while (station.queued > 0 && station.working + station.waiting < station.workers) {
    // Until now somebody waited, however long ago they came.
    noteCrowding(sim, station);
    serve(sim, leaveQueue(station), station);
  }
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
  sim.queue.push(dueAt, eventCode(EventKind.workEnd, visit.number), visit.timer);
}

/** Stops the clock of a working visit and notes what work remains. */
export function stopClock(sim: Sim, visit: Request): void {
  visit.timer++;
  visit.remainingMs = (visit.dueAt - sim.now) / visit.station.slowdown;
}

/** A free worker takes a request up. A message counts from when it joined the queue (again), which `startedAt` tells. */
export function serve(sim: Sim, visit: Request, station: Station): void {
  const { program } = visit;
  const waitMs = sim.now - (station.keepsMessages ? visit.startedAt : visit.arrivedAt);
  station.working++;
  visit.state = RequestState.working;
  visit.startedAt = sim.now;
  station.served.append(visit);
  sim.sketches.add(program.sketch + EndpointSketch.queueWait, waitMs);
  sim.counts[visit.counts + QUEUE_WAIT_SUM]! += waitMs;
  sim.counts[visit.counts + TAKEN_UP]!++;
  if (visit.trace >= 0) sim.tracer.workBegan(visit.trace, visit.visitSpan, sim.now);
  visit.remainingMs = sample(program.work, sim.draws.of(visit.keyHi, visit.keyLo, Purpose.work));
  if (sim.now < station.warmAt) visit.remainingMs *= warmUpOf(station, sim.now);
  if (station.sharing !== null) joinWork(sim, visit, station.sharing);
  else if (station.state === ReplicaState.serving) startClock(sim, visit);
}

/** How many times as long work takes that begins now, in the time after a crash. */
export function warmUpOf({ warmAt, warmUpMs, warmUpFactor }: Station, nowMs: number): number {
  return nowMs < warmAt ? 1 + (warmUpFactor - 1) * ((warmAt - nowMs) / warmUpMs) : 1;
}

/** From computing to waiting: a threaded replica's worker stays with the request, an async one's goes. */
function waitForCalls(visit: Request): void {
  const { station } = visit;
  visit.state = RequestState.waiting;
  station.working--;
  if (station.isThreaded === true) station.waiting++;
}

function endJourney(sim: Sim, request: Request, outcome: Outcome, message: number): void {
  const { program } = request;
  const sketch = isGood(outcome) ? JourneySketch.good : JourneySketch.failed;
  sim.counts[program.counts + ofOutcome(outcome)]!++;
  sim.sketches.add(program.sketch + sketch, sim.now - request.arrivedAt);
  if (request.trace >= 0) sim.tracer.end(request.trace, request.visitSpan, outcome, -1, message, sim.now);
  if (request.user !== NONE) thinkAfter(sim, request);
  request.state = RequestState.free;
  sim.requests.give(request);
}

function happens(sim: Sim, visit: Request, purpose: number, share: number): boolean {
  return share > 0 && sim.draws.of(visit.keyHi, visit.keyLo, purpose).uniform() < share;
}

function beginSpan(sim: Sim, visit: Request): void {
  const { trace, span, program, station } = visit;
  visit.visitSpan = sim.tracer.begin(trace, span, SpanKind.visit, program.index, station.replica, sim.now);
}
