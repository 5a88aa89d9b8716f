import { eventCode } from '../../kernel/event-queue';
import { isGood } from '../../policies/outcome';
import { EventKind } from '../events';
import type { ListVersion } from '../list-version';
import type { PassedCalls, Passage } from '../passage';
import type { Gate, PlacedLayer } from '../placed-layer';
import { CallState, NONE, RequestState, type Call, type Frame, type PlannedCall, type Request } from '../records';
import type { Sim } from '../sim';
import { pushFrame } from './frames';

/*
 * Calls that pass all layers of their list at once (`Passage`): what comes of it is the same as if they had gone from layer
 * to layer, but of all that the layers know, most of it is left in peace. Such a call has no record and leaves no frames,
 * and sets no timers. Timeouts of one length come due in the order in which calls began, so one event in the queue is
 * enough for all of these.
 */

/**
 * Whether a planned call may pass all of its layers at once. If so, it has its permit. Not where a second attempt must know
 * of the first: what that has done, or which version of a row it brought.
 */
export function mayPass(sim: Sim, caller: Request, { route }: PlannedCall, { passage }: ListVersion): boolean {
  const { row, isIdempotent } = route.program;
  if (passage === null || row !== null || isIdempotent !== true) return false;
  const { numbers } = sim.policies.arena;
  const { at, permitsAt, permits } = passage;
  const { replica: instance } = caller.station;
  if (numbers[at + instance]! < 0) return false;
  if (permitsAt < 0) return true;
  if (numbers[permitsAt + instance]! >= permits) return false;
  numbers[permitsAt + instance]! += 1;
  return true;
}

/** A call that may pass does so: from now on its attempt is on this way. */
export function pass(sim: Sim, attempt: Request, caller: Request, place: number, { calls, turns }: Passage): void {
  attempt.place = place;
  attempt.callKeyHi = caller.keyHi;
  attempt.callKeyLo = caller.keyLo;
  if (calls === null) return;
  const { queue } = sim;
  const { last } = calls;
  attempt.turn = queue.sequence;
  queue.sequence += turns;
  attempt.previousPassed = last;
  attempt.nextPassed = NONE;
  calls.last = attempt.number;
  if (last >= 0) sim.requests.all[last]!.nextPassed = attempt.number;
  else join(sim, attempt, calls);
}

/** As the first. */
function join(sim: Sim, attempt: Request, calls: PassedCalls): void {
  calls.first = attempt.number;
  if (Number.isNaN(calls.alarmTurn)) setAlarm(sim, attempt, calls);
}

/** Whether the outcome of an attempt may go all the way up at once; if so, its call is through. */
export function passesBack(sim: Sim, attempt: Request): boolean {
  const passage = passageOf(sim, attempt);
  const { numbers } = sim.policies.arena;
  const { at, permitsAt } = passage;
  const { instance } = attempt;
  if (!isGood(attempt.outcome)) return false;
  if (!(sim.now - attempt.sentAt <= numbers[at + instance]!)) return false;
  if (permitsAt >= 0) numbers[permitsAt + instance]! -= 1;
  leave(sim, attempt, passage);
  return true;
}

/** An attempt is on this way no longer. */
function leave(sim: Sim, attempt: Request, { calls }: Passage): void {
  if (calls === null) return;
  const { all } = sim.requests;
  const { previousPassed: previous, nextPassed: next } = attempt;
  if (previous < 0) calls.first = next;
  else all[previous]!.nextPassed = next;
  if (next < 0) calls.last = previous;
  else all[next]!.previousPassed = previous;
}

/** Of an attempt on this way. Those under way have records before other policies come into force. */
export const passageOf = ({ policies }: Sim, { route }: Request): Passage =>
  policies.currentOfRoute[route.index]!.passage!;

/** Somebody will want to know of every call: those that passed at once have records from now on, as if they had not. */
export function recordPassed(sim: Sim): void {
  for (const attempt of sim.requests.all) {
    const { state, call, caller, isPassed } = attempt;
    if (state !== RequestState.free && call === null && caller !== null && isPassed) recordOf(sim, attempt, null);
  }
}

/** The record of a call whose attempt has come back otherwise: the innermost layer hears of it first, and waits no more. */
export function recordOfReturned(sim: Sim, attempt: Request): Call {
  return recordOf(sim, attempt, passageOf(sim, attempt).innermost);
}

/**
 * The record of a call that passed, made when something has become a layer's business: with its frames, and their timers,
 * as if it had gone from layer to layer; all timers but that of one layer, if any, which is due or not needed any more.
 */
function recordOf(sim: Sim, attempt: Request, but: PlacedLayer | null): Call {
  const version = sim.policies.currentOfRoute[attempt.route.index]!;
  version.users++;
  leave(sim, attempt, version.passage!);
  const call = sim.calls.take();
  call.state = CallState.open;
  call.route = attempt.route;
  call.policies = version;
  call.request = attempt.caller;
  call.ownerGeneration = attempt.callerGeneration;
  call.frame = null;
  call.owner = null;
  call.place = attempt.place;
  call.optional = attempt.optional;
  call.instance = attempt.instance;
  call.keyHi = attempt.callKeyHi;
  call.keyLo = attempt.callKeyLo;
  call.attempts = 1;
  call.asked = 0;
  call.newestAttempt = attempt;
  call.held = 1;
  call.isTracked = false;
  call.effects = 0;
  call.version = NONE;
  call.covered = NONE;
  call.script = attempt.script;
  call.session = attempt.session;
  call.priority = attempt.priority;
  call.patienceAt = attempt.patienceAt;
  call.trace = NONE;
  call.startedAt = attempt.sentAt;
  call.deadlineAt = attempt.deadlineAt;
  attempt.call = call;
  attempt.caller = null;
  layFrames(sim, call, attempt, but);
  return call;
}

function layFrames(sim: Sim, call: Call, attempt: Request, but: PlacedLayer | null): void {
  const { stops, timeouts } = call.policies!.passage!;
  let frame: Frame | null = null;
  for (const layer of stops) {
    frame = pushFrame(sim, call, layer, frame === null ? 0 : frame.layer.place + 1, frame);
    frame.startedAt = call.startedAt;
    const timeout = layer === but ? undefined : timeouts.find(({ placed }) => placed === layer);
    if (timeout === undefined) continue;
    const code = eventCode(EventKind.timer, frame.number);
    sim.queue.pushInTurn(call.startedAt + timeout.params.afterMs, attempt.turn + timeout.rank, code, frame.generation);
  }
  attempt.parent = frame;
  attempt.parentGeneration = frame!.generation;
}

/** The frame of the timeout that is due by now, if that is so of the call for whom the event was in the queue; or null. */
export function frameOverdue(sim: Sim, calls: PassedCalls): Frame | null {
  const { all } = sim.requests;
  const turn = calls.alarmTurn;
  calls.alarmTurn = NaN;
  const first = calls.first < 0 ? null : all[calls.first]!;
  const frame = first !== null && first.turn === turn ? frameDue(sim, first) : null;
  if (calls.first >= 0) setAlarm(sim, all[calls.first]!, calls);
  return frame;
}

function frameDue(sim: Sim, attempt: Request): Frame {
  const { placed } = passageOf(sim, attempt).shortest!;
  recordOf(sim, attempt, placed);
  let frame = attempt.parent!;
  while (frame.layer !== placed) frame = frame.parent!;
  return frame;
}

/** An event for when the call of an attempt is timed out. */
function setAlarm(sim: Sim, attempt: Request, calls: PassedCalls): void {
  const { sentAt, turn } = attempt;
  calls.alarmTurn = turn;
  const { rank } = passageOf(sim, attempt).shortest!;
  sim.queue.pushInTurn(sentAt + calls.afterMs, turn + rank, eventCode(EventKind.overdue, calls.number), 0);
}

/** A gate lets out otherwise than before, or somebody waits at it, or no longer. */
export function noteCalm(sim: Sim, { passage, instance }: Gate): void {
  if (passage !== null) sim.policies.arena.numbers[passage.at + instance] = passage.calmWithinMs(instance);
}
