import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { sample } from '../kernel/sample';
import { isGood, Outcome } from '../policies/outcome';
import { isAttemptAwaited } from './awaited';
import { startPlannedCall } from './calls';
import { EventKind, Purpose } from './events';
import { freeIfDone } from './layers';
import { noteCrowding } from './crowding';
import { sendReply } from './network';
import {
  EndpointSketch,
  JourneySketch,
  ofOutcome,
  QUEUE_WAIT_SUM,
  SERVICE_SUM,
  VISIT_COUNTS,
} from './observation/layout';
import { SpanKind } from './observation/trace';
import { ReplicaState } from './replica.machine';
import { joinQueue, joinServed, leaveQueue, leaveServed } from './served';
import type { Sim } from './sim';
import { Call, CallState, NONE, Request, RequestNumber, RequestState } from './tables';

/** The request of an attempt reaches its replica: it is served, queued or turned away. */
export function receive(sim: Sim, visit: number): void {
  const { stations } = sim;
  const { words } = sim.requests;
  const station = words[visit + Request.station]!;
  const endpoint = words[visit + Request.program]!;
  const replica = stations.replica[station]!;
  const counts = sim.programs.counts[endpoint]! + replica * VISIT_COUNTS;
  words[visit + Request.counts] = counts;
  arrive(sim, visit);
  const trace = words[visit + Request.trace]!;
  if (trace >= 0) {
    const above = words[visit + Request.span]!;
    words[visit + Request.visitSpan] = sim.tracer.begin(trace, above, SpanKind.visit, endpoint, replica, sim.now);
  }
  sim.counts[counts]!++;

  if (stations.state[station] === ReplicaState.crashed) return leave(sim, visit, Outcome.refused, NONE);
  if (happens(sim, visit, Purpose.errorAtOnce, stations.errorsAtOnce[station]!)) {
    return leave(sim, visit, Outcome.error, NONE);
  }
  if (stations.working[station]! + stations.waiting[station]! < stations.workers[station]!) {
    return serve(sim, visit, station);
  }
  if (stations.queued[station]! >= stations.queueCapacity[station]!) return leave(sim, visit, Outcome.queueFull, NONE);
  words[visit + Request.state] = RequestState.queued;
  joinQueue(sim, visit, station);
  noteCrowding(sim, station);
}

/** Common to visits and journeys: a row as it is on arrival. */
export function arrive(sim: Sim, request: number): void {
  const { words, numbers } = sim.requests;
  words[request + Request.stage] = sim.programs.stageFrom[words[request + Request.program]!]!;
  words[request + Request.pending] = 0;
  words[request + Request.failed] = 0;
  words[request + Request.degraded] = 0;
  numbers[(request >> 1) + RequestNumber.arrivedAt] = sim.now;
}

/** The visit's own work is done. */
export function onWorkEnd(sim: Sim, visit: number): void {
  const { words } = sim.requests;
  const trace = words[visit + Request.trace]!;
  if (trace >= 0) sim.tracer.workEnded(trace, words[visit + Request.visitSpan]!, sim.now);
  const errors = sim.stations.errorsAfterWork[words[visit + Request.station]!]!;
  if (happens(sim, visit, Purpose.errorAfterWork, errors)) return finish(sim, visit, Outcome.error, NONE);
  runStages(sim, visit);
}

/** Starts the next stage that has a call to make; answers when there is none. */
export function runStages(sim: Sim, request: number): void {
  const { programs, stations } = sim;
  let { words } = sim.requests;
  const lastStage = programs.stageFrom[words[request + Request.program]! + 1]!;
  while (words[request + Request.stage]! < lastStage) {
    const stage = words[request + Request.stage]!++;
    let started = 0;
    for (let planned = programs.callFrom[stage]!; planned < programs.callFrom[stage + 1]!; planned++) {
      const place = programs.place[planned]!;
      if (!isTaken(sim, request, place, programs.probability[planned]!)) continue;
      if (started++ === 0 && words[request + Request.state] === RequestState.working) waitForCalls(sim, request);
      words[request + Request.pending]!++;
      startPlannedCall(sim, request, programs.route[planned]!, place, programs.optional[planned]!);
      words = sim.requests.words;
    }
    if (started > 0) {
      const station = words[request + Request.station]!;
      if (stations.threaded[station] === 0) serveNext(sim, station);
      return;
    }
  }
  const degraded = words[request + Request.degraded]!;
  if (degraded === 0) finish(sim, request, Outcome.ok, NONE);
  else finish(sim, request, Outcome.degraded, degraded - 2);
}

/** A call of the visit or journey has ended. */
export function onSettled(sim: Sim, call: number): void {
  const calls = sim.calls.words;
  const { words } = sim.requests;
  const request = calls[call + Call.owner]!;
  const awaited = words[request + Request.generation] === calls[call + Call.ownerGeneration];
  const outcome = calls[call + Call.outcome]! as Outcome;
  const message = calls[call + Call.message]!;
  const optional = calls[call + Call.optional] === 1;
  calls[call + Call.state] = CallState.over;
  freeIfDone(sim, call);
  if (!awaited) return;

  if (!isGood(outcome) && !optional) words[request + Request.failed] = 1;
  else if (outcome !== Outcome.ok && words[request + Request.degraded]! < 2) {
    words[request + Request.degraded] = message + 2;
  }
  if (--words[request + Request.pending]! > 0) return;
  if (sim.stations.state[words[request + Request.station]!] === ReplicaState.hanging) {
    words[request + Request.state] = RequestState.parked;
  } else goOn(sim, request);
}

/** After its calls, or after a hang: the next stage, or the failure of the last one. */
export function goOn(sim: Sim, request: number): void {
  if (sim.requests.words[request + Request.failed] === 1) finish(sim, request, Outcome.dependency, NONE);
  else runStages(sim, request);
}

/** Ends a visit that was being served, or a journey; whoever waits longest takes its place. */
export function finish(sim: Sim, request: number, outcome: Outcome, message: number): void {
  const { stations } = sim;
  const { words, numbers } = sim.requests;
  const station = words[request + Request.station]!;
  leaveServed(sim, request, station);
  if (station >= stations.firstWorkload) return endJourney(sim, request, outcome, message);
  if (words[request + Request.state] === RequestState.working) stations.working[station]!--;
  else if (stations.threaded[station] === 1) stations.waiting[station]!--;
  const serviceMs = sim.now - numbers[(request >> 1) + RequestNumber.startedAt]!;
  sim.sketches.add(sim.programs.sketch[words[request + Request.program]!]! + EndpointSketch.service, serviceMs);
  sim.counts[words[request + Request.counts]! + SERVICE_SUM]! += serviceMs;
  leave(sim, request, outcome, message);
  serveNext(sim, station);
  noteCrowding(sim, station);
}

/** Replies, counts and forgets a visit that stands in no chain. */
export function leave(sim: Sim, visit: number, outcome: Outcome, message: number): void {
  const { words, numbers } = sim.requests;
  const counted = isAttemptAwaited(sim, visit) ? outcome : Outcome.abandoned;
  sim.counts[words[visit + Request.counts]! + ofOutcome(counted)]!++;
  const sketch = isGood(outcome) ? EndpointSketch.good : EndpointSketch.failed;
  const sojournMs = sim.now - numbers[(visit >> 1) + RequestNumber.arrivedAt]!;
  sim.sketches.add(sim.programs.sketch[words[visit + Request.program]!]! + sketch, sojournMs);
  const trace = words[visit + Request.trace]!;
  if (trace >= 0) sim.tracer.end(trace, words[visit + Request.visitSpan]!, counted, -1, message, sim.now);
  // From here on no call of the visit finds it; the row lives on until the reply has arrived.
  words[visit + Request.timer]!++;
  words[visit + Request.generation]!++;
  sendReply(sim, visit, outcome, message);
}

/** Gives free workers to the queue. */
export function serveNext(sim: Sim, station: number): void {
  const { stations } = sim;
  while (stations.working[station]! + stations.waiting[station]! < stations.workers[station]!) {
    const visit = leaveQueue(sim, station);
    if (visit === NONE) return;
    serve(sim, visit, station);
  }
}

/** (Re)starts the clock of a working visit's remaining work. */
export function startClock(sim: Sim, visit: number): void {
  const { stations } = sim;
  const { words, numbers } = sim.requests;
  const remainingMs = numbers[(visit >> 1) + RequestNumber.remainingMs]!;
  const dueAt = sim.now + remainingMs * stations.slowdown[words[visit + Request.station]!]!;
  numbers[(visit >> 1) + RequestNumber.dueAt] = dueAt;
  sim.queue.push(dueAt, eventCode(EventKind.workEnd, visit), ++words[visit + Request.timer]!);
}

/** Stops the clock of a working visit and notes what work remains. */
export function stopClock(sim: Sim, visit: number): void {
  const { stations } = sim;
  const { words, numbers } = sim.requests;
  words[visit + Request.timer]!++;
  numbers[(visit >> 1) + RequestNumber.remainingMs] =
    (numbers[(visit >> 1) + RequestNumber.dueAt]! - sim.now) / stations.slowdown[words[visit + Request.station]!]!;
}

function serve(sim: Sim, visit: number, station: number): void {
  const { stations, programs } = sim;
  const { words, numbers } = sim.requests;
  const endpoint = words[visit + Request.program]!;
  stations.working[station]!++;
  words[visit + Request.state] = RequestState.working;
  numbers[(visit >> 1) + RequestNumber.startedAt] = sim.now;
  joinServed(sim, visit, station);
  const waitMs = sim.now - numbers[(visit >> 1) + RequestNumber.arrivedAt]!;
  sim.sketches.add(programs.sketch[endpoint]! + EndpointSketch.queueWait, waitMs);
  sim.counts[words[visit + Request.counts]! + QUEUE_WAIT_SUM]! += waitMs;
  const trace = words[visit + Request.trace]!;
  if (trace >= 0) sim.tracer.workBegan(trace, words[visit + Request.visitSpan]!, sim.now);

  const draws = sim.draws.of(words[visit + Request.keyHi]!, words[visit + Request.keyLo]!, Purpose.work);
  numbers[(visit >> 1) + RequestNumber.remainingMs] = sample(programs.work[endpoint]!, draws);
  if (stations.state[station] === ReplicaState.serving) startClock(sim, visit);
  noteCrowding(sim, station);
}

/** From computing to waiting: a threaded replica's worker stays with the request, an async one's goes. */
function waitForCalls(sim: Sim, visit: number): void {
  const { stations } = sim;
  const { words } = sim.requests;
  const station = words[visit + Request.station]!;
  words[visit + Request.state] = RequestState.waiting;
  stations.working[station]!--;
  if (stations.threaded[station] === 1) stations.waiting[station]!++;
}

function endJourney(sim: Sim, request: number, outcome: Outcome, message: number): void {
  const { requests, layout } = sim;
  const { words, numbers } = requests;
  const journey = words[request + Request.program]! - sim.programs.firstJourney;
  sim.counts[layout.journey(journey) + ofOutcome(outcome)]!++;
  const sketch = isGood(outcome) ? JourneySketch.good : JourneySketch.failed;
  const sojournMs = sim.now - numbers[(request >> 1) + RequestNumber.arrivedAt]!;
  sim.sketches.add(layout.journeySketch(journey) + sketch, sojournMs);
  const trace = words[request + Request.trace]!;
  if (trace >= 0) sim.tracer.end(trace, words[request + Request.visitSpan]!, outcome, -1, message, sim.now);
  words[request + Request.state] = RequestState.free;
  requests.give(request);
}

function happens(sim: Sim, visit: number, purpose: number, share: number): boolean {
  if (share === 0) return false;
  const { words } = sim.requests;
  return sim.draws.of(words[visit + Request.keyHi]!, words[visit + Request.keyLo]!, purpose).uniform() < share;
}

function isTaken(sim: Sim, request: number, place: number, probability: number): boolean {
  if (probability === 1) return true;
  const { key } = sim;
  const { words } = sim.requests;
  deriveKey(words[request + Request.keyHi]!, words[request + Request.keyLo]!, place, 0, key);
  return sim.draws.of(key.hi, key.lo, Purpose.branch).uniform() < probability;
}
