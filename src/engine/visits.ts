import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { sample } from '../kernel/sample';
import { isGood, Outcome } from '../policies/outcome';
import { isFrameAwaited } from './awaited';
import { startPlannedCall } from './calls';
import { EventKind, Purpose } from './events';
import { freeIfDone } from './layers';
import { noteCrowding, noteRelief } from './crowding';
import { abandonSilence, sendReply } from './network';
import {
  EndpointSketch,
  JourneySketch,
  ofOutcome,
  FINISHED,
  QUEUE_WAIT_SUM,
  SERVICE_SUM,
  TAKEN_UP,
} from './observation/layout';
import { SpanKind } from './observation/trace';
import { ReplicaState } from './replica.machine';
import { joinQueue, joinServed, leaveQueue, leaveServed } from './served';
import type { Sim } from './sim';
import { CallState, NONE, VisitState } from './tables';

/** The request of an attempt reaches its replica: it is served, queued or turned away. */
export function receive(sim: Sim, attempt: number): void {
  const { frames, stations, visits } = sim;
  const station = frames.station[attempt]!;
  const { endpoint } = sim.model.routes[sim.calls.route[frames.call[attempt]!]!]!;
  const visit = visits.take();
  visits.station[visit] = station;
  visits.program[visit] = endpoint;
  visits.attempt[visit] = attempt;
  visits.attemptGeneration[visit] = frames.generation[attempt]!;
  visits.keyHi[visit] = frames.keyHi[attempt]!;
  visits.keyLo[visit] = frames.keyLo[attempt]!;
  const trace = frames.trace[attempt]!;
  arrive(sim, visit, trace);
  if (trace >= 0) {
    const replica = stations.replica[station]!;
    visits.span[visit] = sim.tracer.begin(trace, frames.span[attempt]!, SpanKind.visit, endpoint, replica, sim.now);
  }
  sim.counts[sim.layout.visit(endpoint, stations.replica[station]!)]!++;

  if (stations.state[station] === ReplicaState.crashed) return leave(sim, visit, Outcome.refused, NONE);
  if (happens(sim, visit, Purpose.errorAtOnce, stations.errorsAtOnce[station]!)) {
    return leave(sim, visit, Outcome.error, NONE);
  }
  if (stations.working[station]! + stations.waiting[station]! < stations.workers[station]!) return serve(sim, visit);
  if (stations.queued[station]! >= stations.queueCapacity[station]!) {
    noteCrowding(sim, station);
    return leave(sim, visit, Outcome.queueFull, NONE);
  }
  visits.state[visit] = VisitState.queued;
  joinQueue(sim, visit);
  noteCrowding(sim, station);
}

/** Common to visits and journeys: a row as it is on arrival. */
export function arrive(sim: Sim, visit: number, trace: number): void {
  const { visits } = sim;
  visits.stage[visit] = sim.programs.stageFrom[visits.program[visit]!]!;
  visits.pending[visit] = 0;
  visits.failed[visit] = 0;
  visits.degraded[visit] = 0;
  visits.arrivedAt[visit] = sim.now;
  visits.startedAt[visit] = NaN;
  visits.trace[visit] = trace;
  visits.span[visit] = -1;
}

/** The visit's own work is done. */
export function onWorkEnd(sim: Sim, visit: number): void {
  const { visits, stations } = sim;
  const station = visits.station[visit]!;
  if (visits.trace[visit]! >= 0) sim.tracer.workEnded(visits.trace[visit]!, visits.span[visit]!, sim.now);
  if (happens(sim, visit, Purpose.errorAfterWork, stations.errorsAfterWork[station]!)) {
    return finish(sim, visit, Outcome.error, NONE);
  }
  runStages(sim, visit);
}

/** Starts the next stage that has a call to make; answers when there is none. */
export function runStages(sim: Sim, visit: number): void {
  const { programs, visits, stations } = sim;
  const lastStage = programs.stageFrom[visits.program[visit]! + 1]!;
  while (visits.stage[visit]! < lastStage) {
    const stage = visits.stage[visit]!++;
    let started = 0;
    for (let planned = programs.callFrom[stage]!; planned < programs.callFrom[stage + 1]!; planned++) {
      const place = programs.place[planned]!;
      if (!isTaken(sim, visit, place, programs.probability[planned]!)) continue;
      if (started++ === 0 && visits.state[visit] === VisitState.working) waitForCalls(sim, visit);
      visits.pending[visit]!++;
      startPlannedCall(sim, visit, programs.route[planned]!, place, programs.optional[planned]!);
    }
    if (started > 0) {
      if (stations.threaded[visits.station[visit]!] === 0) serveNext(sim, visits.station[visit]!);
      return;
    }
  }
  const message = visits.degraded[visit]! - 2;
  if (visits.degraded[visit] === 0) finish(sim, visit, Outcome.ok, NONE);
  else finish(sim, visit, Outcome.degraded, message);
}

/** A call of the visit has ended. */
export function onSettled(sim: Sim, call: number): void {
  const { calls, visits } = sim;
  const visit = calls.owner[call]!;
  const awaited = visits.generation[visit] === calls.ownerGeneration[call];
  const outcome = calls.outcome[call]! as Outcome;
  const message = calls.message[call]!;
  const optional = calls.optional[call] === 1;
  calls.state[call] = CallState.over;
  freeIfDone(sim, call);
  if (!awaited) return;

  if (!isGood(outcome) && !optional) visits.failed[visit] = 1;
  else if (outcome !== Outcome.ok && visits.degraded[visit]! < 2) visits.degraded[visit] = message + 2;
  if (--visits.pending[visit]! > 0) return;
  if (sim.stations.state[visits.station[visit]!] === ReplicaState.hanging) visits.state[visit] = VisitState.parked;
  else goOn(sim, visit);
}

/** After its calls, or after a hang: the next stage, or the failure of the last one. */
export function goOn(sim: Sim, visit: number): void {
  if (sim.visits.failed[visit] === 1) finish(sim, visit, Outcome.dependency, NONE);
  else runStages(sim, visit);
}

/** A shopper's patience has run out; what was begun for them goes on. */
export function giveUp(sim: Sim, journey: number): void {
  const call = sim.visits.call[journey]!;
  finish(sim, journey, Outcome.gaveUp, NONE);
  abandonSilence(sim, call);
}

/** Ends a visit that was being served, or a journey; whoever waits longest takes its place. */
function finish(sim: Sim, visit: number, outcome: Outcome, message: number): void {
  const { stations, visits } = sim;
  const station = visits.station[visit]!;
  leaveServed(sim, visit);
  if (station >= stations.firstWorkload) return endJourney(sim, visit, outcome, message);
  if (visits.state[visit] === VisitState.working) stations.working[station]!--;
  else if (stations.threaded[station] === 1) stations.waiting[station]!--;
  const serviceMs = sim.now - visits.startedAt[visit]!;
  sim.sketches.add(sim.layout.endpointSketch(visits.program[visit]!) + EndpointSketch.service, serviceMs);
  sim.counts[countsOf(sim, visit) + SERVICE_SUM]! += serviceMs;
  sim.counts[countsOf(sim, visit) + FINISHED]!++;
  leave(sim, visit, outcome, message);
  serveNext(sim, station);
  noteRelief(sim, station);
}

/** Replies, counts and forgets a visit that stands in no chain. */
export function leave(sim: Sim, visit: number, outcome: Outcome, message: number): void {
  const { visits, frames, layout } = sim;
  const attempt = visits.attempt[visit]!;
  const counted = isFrameAwaited(sim, attempt) ? outcome : Outcome.abandoned;
  sim.counts[countsOf(sim, visit) + ofOutcome(counted)]!++;
  const sketch = isGood(counted) ? EndpointSketch.good : EndpointSketch.failed;
  sim.sketches.add(layout.endpointSketch(visits.program[visit]!) + sketch, sim.now - visits.arrivedAt[visit]!);
  const trace = visits.trace[visit]!;
  if (trace >= 0) sim.tracer.end(trace, visits.span[visit]!, counted, -1, message, sim.now);
  if (frames.generation[attempt] === visits.attemptGeneration[visit]) sendReply(sim, attempt, outcome, message);
  forget(sim, visit);
}

/** Gives free workers to the queue. */
export function serveNext(sim: Sim, station: number): void {
  const { stations } = sim;
  while (
    stations.queued[station]! > 0 &&
    stations.working[station]! + stations.waiting[station]! < stations.workers[station]!
  ) {
    // Until now somebody waited, however long ago they came.
    noteCrowding(sim, station);
    serve(sim, leaveQueue(sim, station));
  }
}

/** (Re)starts the clock of a working visit's remaining work. */
export function startClock(sim: Sim, visit: number): void {
  const { visits, stations } = sim;
  const dueAt = sim.now + visits.remainingMs[visit]! * stations.slowdown[visits.station[visit]!]!;
  visits.dueAt[visit] = dueAt;
  sim.queue.push(dueAt, eventCode(EventKind.workEnd, visit), ++visits.timer[visit]!);
}

/** Stops the clock of a working visit and notes what work remains. */
export function stopClock(sim: Sim, visit: number): void {
  const { visits, stations } = sim;
  visits.timer[visit]!++;
  visits.remainingMs[visit] = (visits.dueAt[visit]! - sim.now) / stations.slowdown[visits.station[visit]!]!;
}

function serve(sim: Sim, visit: number): void {
  const { stations, visits, model, layout } = sim;
  const station = visits.station[visit]!;
  const endpoint = visits.program[visit]!;
  stations.working[station]!++;
  visits.state[visit] = VisitState.working;
  visits.startedAt[visit] = sim.now;
  joinServed(sim, visit);
  const waitMs = sim.now - visits.arrivedAt[visit]!;
  sim.sketches.add(layout.endpointSketch(endpoint) + EndpointSketch.queueWait, waitMs);
  sim.counts[countsOf(sim, visit) + QUEUE_WAIT_SUM]! += waitMs;
  sim.counts[countsOf(sim, visit) + TAKEN_UP]!++;
  if (visits.trace[visit]! >= 0) sim.tracer.workBegan(visits.trace[visit]!, visits.span[visit]!, sim.now);

  const draws = sim.draws.of(visits.keyHi[visit]!, visits.keyLo[visit]!, Purpose.work);
  visits.remainingMs[visit] = sample(model.endpoints[endpoint]!.work, draws);
  if (stations.state[station] === ReplicaState.serving) startClock(sim, visit);
}

/** From computing to waiting: a threaded replica's worker stays with the request, an async one's goes. */
function waitForCalls(sim: Sim, visit: number): void {
  const { stations, visits } = sim;
  const station = visits.station[visit]!;
  visits.state[visit] = VisitState.waiting;
  stations.working[station]!--;
  if (stations.threaded[station] === 1) stations.waiting[station]!++;
}

function endJourney(sim: Sim, visit: number, outcome: Outcome, message: number): void {
  const { visits, layout } = sim;
  const journey = visits.program[visit]! - sim.programs.firstJourney;
  sim.counts[layout.journey(journey) + ofOutcome(outcome)]!++;
  const sketch = isGood(outcome) ? JourneySketch.good : JourneySketch.failed;
  sim.sketches.add(layout.journeySketch(journey) + sketch, sim.now - visits.arrivedAt[visit]!);
  const trace = visits.trace[visit]!;
  if (trace >= 0) sim.tracer.end(trace, visits.span[visit]!, outcome, -1, message, sim.now);
  forget(sim, visit);
}

function forget(sim: Sim, visit: number): void {
  const { visits } = sim;
  visits.timer[visit]!++;
  visits.state[visit] = VisitState.free;
  visits.give(visit);
}

function countsOf(sim: Sim, visit: number): number {
  const { visits, stations } = sim;
  return sim.layout.visit(visits.program[visit]!, stations.replica[visits.station[visit]!]!);
}

function happens(sim: Sim, visit: number, purpose: number, share: number): boolean {
  if (share === 0) return false;
  return sim.draws.of(sim.visits.keyHi[visit]!, sim.visits.keyLo[visit]!, purpose).uniform() < share;
}

function isTaken(sim: Sim, visit: number, place: number, probability: number): boolean {
  if (probability === 1) return true;
  const { key, visits } = sim;
  deriveKey(visits.keyHi[visit]!, visits.keyLo[visit]!, place, 0, key);
  return sim.draws.of(key.hi, key.lo, Purpose.branch).uniform() < probability;
}
