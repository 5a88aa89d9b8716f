import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { sample } from '../kernel/sample';
import { isGood, Outcome } from '../policies/outcome';
import { isAttemptAwaited } from './awaited';
import { startPlannedCall } from './calls';
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
import { SpanKind } from './observation/trace';
import { ReplicaState } from './replica.machine';
import { joinQueue, joinServed, leaveQueue, leaveServed } from './served';
import { Call, Planned, Program, Request, Stage, Station } from './records';
import type { Sim } from './sim';
import { CallState, NONE, RequestState } from './tables';

/** The request of an attempt reaches its replica: it is served, queued or turned away. */
export function receive(sim: Sim, visit: number): void {
  const { words, numbers } = sim.memory;
  const station = words[visit + Request.station]!;
  const program = words[visit + Request.program]!;
  const replica = words[station + Station.replica]!;
  const counts = words[program + Program.counts]! + replica * VISIT_COUNTS;
  words[visit + Request.counts] = counts;
  arrive(sim, visit);
  const trace = words[visit + Request.trace]!;
  if (trace >= 0) {
    const above = words[visit + Request.span]!;
    const endpoint = words[program + Program.index]!;
    words[visit + Request.visitSpan] = sim.tracer.begin(trace, above, SpanKind.visit, endpoint, replica, sim.now);
  }
  sim.counts[counts]!++;

  if (words[station + Station.state] === ReplicaState.crashed) return leave(sim, visit, Outcome.refused, NONE);
  if (happens(sim, visit, Purpose.errorAtOnce, numbers[(station + Station.errorsAtOnce) >> 1]!)) {
    return leave(sim, visit, Outcome.error, NONE);
  }
  if (words[station + Station.working]! + words[station + Station.waiting]! < words[station + Station.workers]!) {
    return serve(sim, visit, station);
  }
  if (words[station + Station.queued]! >= words[station + Station.queueCapacity]!) {
    noteCrowding(sim, station);
    return leave(sim, visit, Outcome.queueFull, NONE);
  }
  words[visit + Request.state] = RequestState.queued;
  joinQueue(sim, visit, station);
  noteCrowding(sim, station);
}

/** Common to visits and journeys: a row as it is on arrival. */
export function arrive(sim: Sim, request: number): void {
  const { words, numbers } = sim.memory;
  words[request + Request.stage] = words[words[request + Request.program]! + Program.firstStage]!;
  words[request + Request.pending] = 0;
  words[request + Request.failed] = 0;
  words[request + Request.degraded] = 0;
  numbers[(request + Request.arrivedAt) >> 1] = sim.now;
}

/** The visit's own work is done. */
export function onWorkEnd(sim: Sim, visit: number): void {
  const { words, numbers } = sim.memory;
  const trace = words[visit + Request.trace]!;
  if (trace >= 0) sim.tracer.workEnded(trace, words[visit + Request.visitSpan]!, sim.now);
  const errors = numbers[(words[visit + Request.station]! + Station.errorsAfterWork) >> 1]!;
  if (happens(sim, visit, Purpose.errorAfterWork, errors)) return finish(sim, visit, Outcome.error, NONE);
  runStages(sim, visit);
}

/** Starts the next stage that has a call to make; answers when there is none. */
export function runStages(sim: Sim, request: number): void {
  let { words } = sim.memory;
  const endStage = words[words[request + Request.program]! + Program.endStage]!;
  while (words[request + Request.stage]! < endStage) {
    const stage = words[request + Request.stage]!;
    words[request + Request.stage] = stage + Stage.WORDS;
    const endCall = words[stage + Stage.endCall]!;
    let started = 0;
    for (let planned = words[stage + Stage.firstCall]!; planned < endCall; planned += Planned.WORDS) {
      if (!isTaken(sim, request, planned)) continue;
      if (started++ === 0 && words[request + Request.state] === RequestState.working) waitForCalls(sim, request);
      words[request + Request.pending]!++;
      startPlannedCall(sim, request, planned);
      words = sim.memory.words;
    }
    if (started > 0) {
      const station = words[request + Request.station]!;
      if (words[station + Station.threaded] === 0) serveNext(sim, station);
      return;
    }
  }
  const degraded = words[request + Request.degraded]!;
  if (degraded === 0) finish(sim, request, Outcome.ok, NONE);
  else finish(sim, request, Outcome.degraded, degraded - 2);
}

/** A call of the visit or journey has ended. */
export function onSettled(sim: Sim, call: number): void {
  const calls = sim.memory.words;
  const { words } = sim.memory;
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
  if (words[words[request + Request.station]! + Station.state] === ReplicaState.hanging) {
    words[request + Request.state] = RequestState.parked;
  } else goOn(sim, request);
}

/** After its calls, or after a hang: the next stage, or the failure of the last one. */
export function goOn(sim: Sim, request: number): void {
  if (sim.memory.words[request + Request.failed] === 1) finish(sim, request, Outcome.dependency, NONE);
  else runStages(sim, request);
}

/** A shopper's patience has run out; what was begun for them goes on. */
export function giveUp(sim: Sim, journey: number): void {
  const call = sim.memory.words[journey + Request.newestCall]!;
  finish(sim, journey, Outcome.gaveUp, NONE);
  abandonSilence(sim, call);
}

/** Ends a visit that was being served, or a journey; whoever waits longest takes its place. */
function finish(sim: Sim, request: number, outcome: Outcome, message: number): void {
  const { words, numbers } = sim.memory;
  const station = words[request + Request.station]!;
  leaveServed(sim, request, station);
  if (station >= sim.addresses.firstWorkload) return endJourney(sim, request, outcome, message);
  if (words[request + Request.state] === RequestState.working) words[station + Station.working]!--;
  else if (words[station + Station.threaded] === 1) words[station + Station.waiting]!--;
  const serviceMs = sim.now - numbers[(request + Request.startedAt) >> 1]!;
  sim.sketches.add(words[words[request + Request.program]! + Program.sketch]! + EndpointSketch.service, serviceMs);
  const counts = words[request + Request.counts]!;
  sim.counts[counts + SERVICE_SUM]! += serviceMs;
  sim.counts[counts + FINISHED]!++;
  leave(sim, request, outcome, message);
  serveNext(sim, station);
  noteRelief(sim, station);
}

/** Replies, counts and forgets a visit that stands in no chain. */
export function leave(sim: Sim, visit: number, outcome: Outcome, message: number): void {
  const { words, numbers } = sim.memory;
  const counted = isAttemptAwaited(sim, visit) ? outcome : Outcome.abandoned;
  sim.counts[words[visit + Request.counts]! + ofOutcome(counted)]!++;
  const sketch = isGood(counted) ? EndpointSketch.good : EndpointSketch.failed;
  const sojournMs = sim.now - numbers[(visit + Request.arrivedAt) >> 1]!;
  sim.sketches.add(words[words[visit + Request.program]! + Program.sketch]! + sketch, sojournMs);
  const trace = words[visit + Request.trace]!;
  if (trace >= 0) sim.tracer.end(trace, words[visit + Request.visitSpan]!, counted, -1, message, sim.now);
  // From here on no call of the visit finds it; the row lives on until the reply has arrived.
  words[visit + Request.timer]!++;
  words[visit + Request.generation]!++;
  sendReply(sim, visit, outcome, message);
}

/** Gives free workers to the queue. */
export function serveNext(sim: Sim, station: number): void {
  const { words } = sim.memory;
  while (
    words[station + Station.queued]! > 0 &&
    words[station + Station.working]! + words[station + Station.waiting]! < words[station + Station.workers]!
  ) {
    // Until now somebody waited, however long ago they came.
    noteCrowding(sim, station);
    serve(sim, leaveQueue(sim, station), station);
  }
}

/** (Re)starts the clock of a working visit's remaining work. */
export function startClock(sim: Sim, visit: number): void {
  const { words, numbers } = sim.memory;
  const remainingMs = numbers[(visit + Request.remainingMs) >> 1]!;
  const dueAt = sim.now + remainingMs * numbers[(words[visit + Request.station]! + Station.slowdown) >> 1]!;
  numbers[(visit + Request.dueAt) >> 1] = dueAt;
  sim.queue.push(dueAt, eventCode(EventKind.workEnd, visit), ++words[visit + Request.timer]!);
}

/** Stops the clock of a working visit and notes what work remains. */
export function stopClock(sim: Sim, visit: number): void {
  const { words, numbers } = sim.memory;
  words[visit + Request.timer]!++;
  numbers[(visit + Request.remainingMs) >> 1] =
    (numbers[(visit + Request.dueAt) >> 1]! - sim.now) /
    numbers[(words[visit + Request.station]! + Station.slowdown) >> 1]!;
}

function serve(sim: Sim, visit: number, station: number): void {
  const { words, numbers } = sim.memory;
  const program = words[visit + Request.program]!;
  words[station + Station.working]!++;
  words[visit + Request.state] = RequestState.working;
  numbers[(visit + Request.startedAt) >> 1] = sim.now;
  joinServed(sim, visit, station);
  const waitMs = sim.now - numbers[(visit + Request.arrivedAt) >> 1]!;
  sim.sketches.add(words[program + Program.sketch]! + EndpointSketch.queueWait, waitMs);
  const counts = words[visit + Request.counts]!;
  sim.counts[counts + QUEUE_WAIT_SUM]! += waitMs;
  sim.counts[counts + TAKEN_UP]!++;
  const trace = words[visit + Request.trace]!;
  if (trace >= 0) sim.tracer.workBegan(trace, words[visit + Request.visitSpan]!, sim.now);

  const draws = sim.draws.of(words[visit + Request.keyHi]!, words[visit + Request.keyLo]!, Purpose.work);
  numbers[(visit + Request.remainingMs) >> 1] = sample(
    sim.model.endpoints[words[program + Program.index]!]!.work,
    draws,
  );
  if (words[station + Station.state] === ReplicaState.serving) startClock(sim, visit);
}

/** From computing to waiting: a threaded replica's worker stays with the request, an async one's goes. */
function waitForCalls(sim: Sim, visit: number): void {
  const { words } = sim.memory;
  const station = words[visit + Request.station]!;
  words[visit + Request.state] = RequestState.waiting;
  words[station + Station.working]!--;
  if (words[station + Station.threaded] === 1) words[station + Station.waiting]!++;
}

function endJourney(sim: Sim, request: number, outcome: Outcome, message: number): void {
  const { words, numbers } = sim.memory;
  const program = words[request + Request.program]!;
  sim.counts[words[program + Program.counts]! + ofOutcome(outcome)]!++;
  const sketch = isGood(outcome) ? JourneySketch.good : JourneySketch.failed;
  const sojournMs = sim.now - numbers[(request + Request.arrivedAt) >> 1]!;
  sim.sketches.add(words[program + Program.sketch]! + sketch, sojournMs);
  const trace = words[request + Request.trace]!;
  if (trace >= 0) sim.tracer.end(trace, words[request + Request.visitSpan]!, outcome, -1, message, sim.now);
  words[request + Request.state] = RequestState.free;
  sim.requests.give(request);
}

function happens(sim: Sim, visit: number, purpose: number, share: number): boolean {
  if (share === 0) return false;
  const { words } = sim.memory;
  return sim.draws.of(words[visit + Request.keyHi]!, words[visit + Request.keyLo]!, purpose).uniform() < share;
}

function isTaken(sim: Sim, request: number, planned: number): boolean {
  const { words, numbers } = sim.memory;
  const probability = numbers[(planned + Planned.probability) >> 1]!;
  if (probability === 1) return true;
  const { key } = sim;
  deriveKey(words[request + Request.keyHi]!, words[request + Request.keyLo]!, words[planned + Planned.place]!, 0, key);
  return sim.draws.of(key.hi, key.lo, Purpose.branch).uniform() < probability;
}
