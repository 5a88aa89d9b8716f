import { doubleOfBits } from '../kernel/bits';
import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { imul, mixA } from '../kernel/mix';
import { EventKind, Purpose } from './events';
import { SpanKind } from './observation/trace';
import { CalledOff, NONE, RequestState, type Request, type Program } from './records';
import { arrive } from './serving';
import type { Scripted } from './scripted';
import type { Sim } from './sim';
import { sendAway, startUsers, takeNextVisit } from './users';
import { runStages } from './visits';
import type { Workload } from './workloads';

const TWO_32 = 4294967296;

/** Sets a workload going. */
export function startWorkload(sim: Sim, workload: Workload): void {
  if (workload.script.length > 0) scheduleScript(sim, workload);
  else if (workload.users > 0) startUsers(sim, workload);
  else scheduleArrival(sim, workload);
}

/** A shopper of an open loop comes, and the next one is waited for. */
export function onArrival(sim: Sim, workload: Workload): void {
  if (workload.script.length > 0) return onScriptedArrival(sim, workload);
  workload.arrived++;
  setOut(sim, workload, workload.nextHi, workload.nextLo, NONE, null);
  scheduleArrival(sim, workload);
}

/** A user of a closed loop, numbered among all of them, has thought. */
export function onUserReturn(sim: Sim, number: number): void {
  const workload = workloadOf(sim, number);
  const user = number - workload.firstUser;
  if (workload.placeFrom(user, sim.now) > sim.now) return sendAway(sim, workload, user);
  takeNextVisit(sim, workload, user);
  setOut(sim, workload, sim.key.hi, sim.key.lo, user, null);
}

/** The thought between two steps of a journey is over. */
export function onNextStep(sim: Sim, journey: Request): void {
  // So that the time of the journey, which counts from its arrival, has no thoughts in it.
  journey.arrivedAt += sim.now - journey.startedAt;
  journey.startedAt = sim.now;
  journey.state = RequestState.waiting;
  awaitPatience(sim, sim.workloads[journey.station.index - sim.layout.replicaCount]!, journey);
  runStages(sim, journey);
}

/** All at once at the start, so that of whatever happens at one instant the arrivals come first, in their order. */
function scheduleScript(sim: Sim, { index, script }: Workload): void {
  for (const { atMs } of script) sim.queue.push(atMs, eventCode(EventKind.arrival, index), 0);
}

function onScriptedArrival(sim: Sim, workload: Workload): void {
  const { key } = sim;
  const { arrived } = workload;
  deriveKey(workload.keyHi, workload.keyLo, arrived, 0, key);
  workload.arrived++;
  setOut(sim, workload, key.hi, key.lo, NONE, workload.script[arrived]!);
}

/** Draws when the workload's next shopper comes, and waits for that. */
function scheduleArrival(sim: Sim, workload: Workload): void {
  const { key } = sim;
  const { arrived } = workload;
  const rounds = arrived < TWO_32 ? 0 : Math.floor(arrived / TWO_32);
  deriveKey(workload.keyHi, workload.keyLo, arrived | 0, rounds, key);
  workload.nextHi = key.hi;
  workload.nextLo = key.lo;
  if (workload.isEven) workload.unitTime = arrived + 0.5;
  else workload.unitTime += sim.draws.of(key.hi, key.lo, Purpose.gap).exponential();
  workload.findInstant();
  if (doubleOfBits[0]! < Infinity) sim.queue.pushNext(eventCode(EventKind.arrival, workload.index), 0);
}

/** Somebody sets out on a journey, and will wait for each of its answers as long as patience lasts. */
function setOut(
  sim: Sim,
  workload: Workload,
  keyHi: number,
  keyLo: number,
  user: number,
  script: Scripted<Program> | null,
): void {
  const { journeys } = workload;
  const request = sim.requests.take();
  let program = journeys[0]!;
  if (script !== null) program = script.journey;
  else if (journeys.length > 1) program = workload.journey(sim.draws.of(keyHi, keyLo, Purpose.journey).uniform());
  request.station = workload.station;
  request.program = program;
  request.call = null;
  request.caller = null;
  request.deadlineAt = Infinity;
  request.isTracked = false;
  request.calledOff = CalledOff.no;
  request.keyHi = keyHi;
  request.keyLo = keyLo;
  request.user = user;
  request.session = sessionOf(workload, keyHi, keyLo, user);
  request.priority = program.priority;
  request.script = script;
  request.state = RequestState.waiting;
  request.trace = NONE;
  if (isMultiple(keyLo, workload.tracedEvery)) beginTrace(sim, request);
  arrive(sim, request);
  request.startedAt = sim.now;
  workload.station.served.append(request);
  sim.counts[program.countsAt]!++;
  awaitPatience(sim, workload, request);
  runStages(sim, request);
}

/** Users of a closed loop come back as who they are; a shopper who comes once has a session of one journey. */
function sessionOf(workload: Workload, keyHi: number, keyLo: number, user: number): number {
  if (user === NONE) return keyHi ^ keyLo;
  return workload.keyHi ^ mixA((workload.keyLo + imul(user + 1, 0x9e3779b1)) | 0);
}

function workloadOf(sim: Sim, user: number): Workload {
  return sim.workloads.findLast(({ users, firstUser }) => users > 0 && firstUser <= user)!;
}

function awaitPatience(sim: Sim, workload: Workload, request: Request): void {
  request.patienceAt = sim.now + workload.patienceMs;
  if (workload.patienceMs === Infinity) return;
  const { queue } = sim;
  if (workload.lane < 0) workload.lane = queue.lane(workload.patienceMs);
  doubleOfBits[0] = sim.now;
  queue.pushNextTimer(workload.lane, eventCode(EventKind.patience, request.number), request.generation);
}

function beginTrace(sim: Sim, request: Request): void {
  const { tracer } = sim;
  request.trace = tracer.beginTrace();
  request.visitSpan = tracer.begin(request.trace, NONE, SpanKind.journey, request.program.index, 0, sim);
}

/** Of whole numbers below 2^32, and told so twice: of these alone the compiler takes the remainder by a single division. */
function isMultiple(number: number, of: number): boolean {
  return (((number >>> 0) % (of >>> 0)) | 0) === 0;
}
