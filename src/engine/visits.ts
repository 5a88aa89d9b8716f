import { doubleOfBits } from '../kernel/bits';
import { isGood, Outcome } from '../policies/outcome';
import { isCallerThere } from './awaited';
import { freeBareCall } from './bare-calls';
import { callOffCall, isWordThere } from './calling-off';
import { startPlannedCall } from './calls';
import { noteCrowding, noteRelief } from './crowding';
import { joinQueue, noteNoWait, refusalAt } from './disciplines';
import { awaitDeadline } from './deadlines';
import { Purpose } from './events';
import { freeIfDone, stopWaiting } from './layers/way';
import { endDelivery, publish } from './messages';
import {
  DUPLICATES,
  EndpointSketch,
  FINISHED,
  JourneySketch,
  ofOutcome,
  SERVICE_SUM,
  VISIT_COUNTS,
} from './observation/layout';
import { SpanKind } from './observation/trace';
import { CallState, NONE, RequestState, type Call, type Request, type Stage } from './records';
import { ReplicaState } from './replica.machine';
import { arrive, leave, serve, serveNext } from './serving';
import { leaveWork } from './shared-work';
import type { Sim } from './sim';
import { isDecided, isRoundLeft, isWaitedFor, noteLack } from './stages';
import { forgetCalls } from './tracked';
import { thinkAfter, thinkBetween } from './users';
import { touchRow } from './versions';

/** The request of an attempt reaches its replica: it is served, queued or turned away. */
export function receive(sim: Sim, visit: Request): void {
  const { station, program } = visit;
  visit.counts = program.countsAt + station.replica * VISIT_COUNTS;
  arrive(sim, visit);
  if (visit.trace >= 0) beginSpan(sim, visit);
  sim.counts[visit.counts]!++;

  if (station.state === ReplicaState.crashed) return leave(sim, visit, Outcome.refused, NONE);
  if (happens(sim, visit, Purpose.errorAtOnce, station.errorsAtOnce)) return leave(sim, visit, Outcome.error, NONE);
  if (isWordThere(visit, sim.now)) return leave(sim, visit, Outcome.cancelled, NONE);
  if (visit.deadlineAt <= sim.now) return leave(sim, visit, Outcome.deadline, NONE);
  if (station.keepsMessages) return publish(sim, visit);
  const { intake } = station;
  if (intake !== null) {
    const refusal = refusalAt(visit, station, intake);
    if (refusal !== NONE) return leave(sim, visit, refusal, NONE);
  }
  if (station.working + station.waiting < station.workers) {
    if (intake !== null) noteNoWait(intake);
    return serve(sim, visit, station);
  }
  if (station.queued >= station.queueCapacity) {
    noteCrowding(sim, station);
    return leave(sim, visit, Outcome.queueFull, NONE);
  }
  visit.state = RequestState.queued;
  if (intake === null) station.queue.append(visit);
  else joinQueue(sim, visit, station, intake);
  station.queued++;
  noteCrowding(sim, station);
}

/** The visit's own work is done. */
export function onWorkEnd(sim: Sim, visit: Request): void {
  if (visit.trace >= 0) sim.tracer.workEnded(visit.trace, visit.visitSpan, sim);
  const { errorsAfterWork } = visit.station;
  if (happens(sim, visit, Purpose.errorAfterWork, errorsAfterWork)) return finish(sim, visit, Outcome.error, NONE);
  const { row } = visit.program;
  const { script } = visit;
  if (script !== null && script.tells(visit.program) && visit.outcome !== Outcome.ok) {
    return finish(sim, visit, visit.outcome, NONE);
  }
  if (row !== null && !touchRow(visit, row)) return finish(sim, visit, Outcome.conflict, NONE);
  if (visit.program.isIdempotent !== true) noteEffect(sim, visit);
  if (visit.program.stageCount > 0) return runStages(sim, visit);
  // Where no calls are ever made it is over: the shorter way to `finish`.
  visit.station.served.remove(visit);
  finishVisit(sim, visit, Outcome.ok, NONE);
}

/** Starts the next stage that has a call to wait for; answers when there is none. */
export function runStages(sim: Sim, request: Request): void {
  if (request.stage < request.program.stageCount) runNext(sim, request);
  else finishPlan(sim, request);
}

function runNext(sim: Sim, request: Request): void {
  const { stages, stageCount } = request.program;
  while (request.stage < stageCount) {
    const stage = stages[request.stage]!;
    if (!stage.isRepeated) request.stage++;
    else if (!isRoundLeft(sim, request, stage)) continue;
    if (request.deadlineAt <= sim.now) return finish(sim, request, Outcome.deadline, NONE);
    if (startStage(sim, request, stage)) {
      const { station } = request;
      if (request.deadlineAt < Infinity) awaitDeadline(sim, request);
      if (station.queued > 0 && station.isThreaded !== true) serveNext(sim, station);
      return;
    }
  }
  finishPlan(sim, request);
}

/** Every call of its plan has ended, and none so that the request fails. */
function finishPlan(sim: Sim, request: Request): void {
  finish(sim, request, request.isDegraded === true ? Outcome.degraded : Outcome.ok, request.lack);
}

/** Makes the calls of a stage; false: there is none to wait for. */
function startStage(sim: Sim, request: Request, stage: Stage): boolean {
  const { calls } = stage;
  let started = false;
  request.need = stage.need;
  for (let i = 0; i < calls.length; i++) {
    const planned = calls[i]!;
    if (planned.isPlain !== true && !isWaitedFor(sim, request, planned)) continue;
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
  takeAnswer(sim, request, outcome, message, optional);
}

/** The same of a call without a record. */
export function onAnswered(sim: Sim, attempt: Request): void {
  const { outcome, message, optional, program } = attempt;
  const request = attempt.caller!;
  const awaited = isCallerThere(attempt);
  freeBareCall(sim, attempt);
  if (!awaited) return;
  if (program.row !== null) request.readVersion = isGood(outcome) ? attempt.version : NONE;
  takeAnswer(sim, request, outcome, message, optional);
}

function takeAnswer(sim: Sim, request: Request, outcome: Outcome, message: number, optional: boolean): void {
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

/** The time in which a visit's answer is of use is over, and it waits for its calls in vain. */
export function onDeadline(sim: Sim, visit: Request): void {
  if (visit.state === RequestState.waiting) finish(sim, visit, Outcome.deadline, NONE);
}

/** Word has come that an attempt is called off: its replica works on it no more, and calls off what it asked of others. */
export function onCancel(sim: Sim, visit: Request): void {
  const { station } = visit;
  // What hangs hears of it when it goes on.
  if (station.state === ReplicaState.hanging || !isThere(visit)) return;
  if (visit.state === RequestState.queued) {
    station.queue.remove(visit);
    station.queued--;
    leave(sim, visit, Outcome.cancelled, NONE);
    if (station.told !== 0) noteRelief(sim, station);
  } else stopVisit(sim, visit);
}

/** Neither on its way there, to be stopped on arrival, nor back. */
const isThere = ({ state }: Request): boolean =>
  state === RequestState.queued ||
  state === RequestState.working ||
  state === RequestState.waiting ||
  state === RequestState.parked;

function stopVisit(sim: Sim, visit: Request): void {
  const { station } = visit;
  // Its calls have nobody any more who waits for them.
  visit.generation++;
  for (let call = visit.firstCall; call !== null; call = call.nextOfOwner) {
    callOffCall(sim, call);
    stopWaiting(sim, call);
  }
  if (visit.state === RequestState.working && station.sharing !== null) leaveWork(sim, visit, station.sharing);
  finish(sim, visit, Outcome.cancelled, NONE);
}

/** What must not be done twice has been done. */
function noteEffect(sim: Sim, visit: Request): void {
  const { call, counts } = visit;
  if (call !== null && ++call.effects > 1) sim.counts[counts + DUPLICATES]!++;
}

/** A shopper's patience has run out; what was begun for them goes on. */
export function giveUp(sim: Sim, journey: Request): void {
  const call = journey.newestCall!;
  finish(sim, journey, Outcome.gaveUp, NONE);
  stopWaiting(sim, call);
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
  doubleOfBits[0] = serviceMs;
  sim.sketches.addNext(visit.program.sketch + EndpointSketch.service);
  sim.counts[counts + SERVICE_SUM]! += serviceMs;
  sim.counts[counts + FINISHED]!++;
  if (station.keepsMessages === true) endDelivery(sim, visit, outcome, message);
  else leave(sim, visit, outcome, message);
  if (station.queued > 0) serveNext(sim, station);
  if (station.told !== 0) noteRelief(sim, station);
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
  sim.counts[program.countsAt + ofOutcome(outcome)]!++;
  if (outcome === Outcome.degraded) sim.shown.note(program.index, message);
  doubleOfBits[0] = sim.now - request.arrivedAt;
  sim.sketches.addNext(program.sketch + sketch);
  if (request.trace >= 0) sim.tracer.end(request.trace, request.visitSpan, outcome, -1, message, sim);
  if (request.user !== NONE) thinkAfter(sim, request);
  if (request.firstCall !== null) forgetCalls(request);
  request.state = RequestState.free;
  sim.requests.give(request);
}

function happens(sim: Sim, visit: Request, purpose: number, share: number): boolean {
  return share > 0 && sim.draws.of(visit.keyHi, visit.keyLo, purpose).uniform() < share;
}

function beginSpan(sim: Sim, visit: Request): void {
  const { trace, span, program, station } = visit;
  visit.visitSpan = sim.tracer.begin(trace, span, SpanKind.visit, program.index, station.replica, sim);
}
