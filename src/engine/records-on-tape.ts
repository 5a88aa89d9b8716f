import type { Tape } from '../kernel/rows';
import type { Outcome } from '../policies/outcome';
import {
  NONE,
  type Call,
  type CalledOff,
  type CallState,
  type Frame,
  type Request,
  type RequestState,
} from './records';
import type { Sim } from './sim';

/* Rows over a tape, into a snapshot or out of one: each field once, for both ways. */

export function carryRequest(sim: Sim, tape: Tape, request: Request): void {
  const { world } = sim;
  request.state = tape.number(request.state) as RequestState;
  request.station = world.stations[tape.number(request.station.index)]!;
  request.program = world.programs[tape.number(request.program.place)]!;
  request.next = tape.row(sim.requests, request.next);
  request.previous = tape.row(sim.requests, request.previous);
  request.keyHi = tape.number(request.keyHi);
  request.keyLo = tape.number(request.keyLo);
  request.user = tape.number(request.user);
  request.call = tape.row(sim.calls, request.call);
  request.route = world.routes[tape.number(request.route.index)]!;
  request.caller = tape.row(sim.requests, request.caller);
  request.callerGeneration = tape.number(request.callerGeneration);
  request.instance = tape.number(request.instance);
  request.optional = tape.flag(request.optional);
  request.isPassed = tape.flag(request.isPassed);
  request.place = tape.number(request.place);
  request.callKeyHi = tape.number(request.callKeyHi);
  request.callKeyLo = tape.number(request.callKeyLo);
  request.turn = tape.number(request.turn);
  request.previousPassed = tape.number(request.previousPassed);
  request.nextPassed = tape.number(request.nextPassed);
  request.parent = tape.row(sim.frames, request.parent);
  request.parentGeneration = tape.number(request.parentGeneration);
  request.stage = tape.number(request.stage);
  request.pending = tape.number(request.pending);
  request.need = tape.number(request.need);
  request.round = tape.number(request.round);
  request.rounds = tape.number(request.rounds);
  request.hasFailed = tape.flag(request.hasFailed);
  request.isDegraded = tape.flag(request.isDegraded);
  request.lack = tape.number(request.lack);
  request.version = tape.number(request.version);
  request.readVersion = tape.number(request.readVersion);
  request.deliveries = tape.number(request.deliveries);
  request.script = sim.scripted[tape.number(request.script?.number ?? NONE)] ?? null;
  request.session = tape.number(request.session);
  request.priority = tape.number(request.priority);
  request.inFlight = tape.number(request.inFlight);
  request.patienceAt = tape.number(request.patienceAt);
  request.timer = tape.number(request.timer);
  request.outcome = tape.number(request.outcome) as Outcome;
  request.message = tape.number(request.message);
  request.trace = tape.number(request.trace);
  request.span = tape.number(request.span);
  request.visitSpan = tape.number(request.visitSpan);
  request.counts = tape.number(request.counts);
  request.newestCall = tape.row(sim.calls, request.newestCall);
  request.isJudged = tape.flag(request.isJudged);
  request.sentAt = tape.number(request.sentAt);
  request.carried = tape.number(request.carried);
  request.deadlineAt = tape.number(request.deadlineAt);
  request.awaitsDeadline = tape.number(request.awaitsDeadline);
  request.isTracked = tape.flag(request.isTracked);
  request.firstCall = tape.row(sim.calls, request.firstCall);
  request.nextOfCall = tape.row(sim.requests, request.nextOfCall);
  request.previousOfCall = tape.row(sim.requests, request.previousOfCall);
  request.calledOff = tape.number(request.calledOff) as CalledOff;
  request.cancelDueAt = tape.number(request.cancelDueAt);
  request.arrivedAt = tape.number(request.arrivedAt);
  request.startedAt = tape.number(request.startedAt);
  request.remainingMs = tape.number(request.remainingMs);
  request.dueAt = tape.number(request.dueAt);
}

export function carryCall(sim: Sim, tape: Tape, call: Call): void {
  call.state = tape.number(call.state) as CallState;
  call.route = sim.world.routes[tape.number(call.route.index)]!;
  call.policies = sim.policies.versions[tape.number(call.policies?.number ?? NONE)] ?? null;
  call.request = tape.row(sim.requests, call.request);
  call.frame = tape.row(sim.frames, call.frame);
  call.ownerGeneration = tape.number(call.ownerGeneration);
  call.place = tape.number(call.place);
  call.optional = tape.flag(call.optional);
  call.instance = tape.number(call.instance);
  call.keyHi = tape.number(call.keyHi);
  call.keyLo = tape.number(call.keyLo);
  call.attempts = tape.number(call.attempts);
  call.asked = tape.number(call.asked);
  call.newestAttempt = tape.row(sim.requests, call.newestAttempt);
  call.firstResting = tape.row(sim.frames, call.firstResting);
  call.held = tape.number(call.held);
  call.isTracked = tape.flag(call.isTracked);
  call.firstAttempt = tape.row(sim.requests, call.firstAttempt);
  call.owner = tape.row(sim.requests, call.owner);
  call.nextOfOwner = tape.row(sim.calls, call.nextOfOwner);
  call.previousOfOwner = tape.row(sim.calls, call.previousOfOwner);
  call.effects = tape.number(call.effects);
  call.outcome = tape.number(call.outcome) as Outcome;
  call.message = tape.number(call.message);
  call.version = tape.number(call.version);
  call.covered = tape.number(call.covered);
  call.script = sim.scripted[tape.number(call.script?.number ?? NONE)] ?? null;
  call.session = tape.number(call.session);
  call.priority = tape.number(call.priority);
  call.patienceAt = tape.number(call.patienceAt);
  call.trace = tape.number(call.trace);
  call.span = tape.number(call.span);
  call.startedAt = tape.number(call.startedAt);
  call.deadlineAt = tape.number(call.deadlineAt);
}

/** After the calls: the policies of its call tell the layer of a frame. */
export function carryFrame(sim: Sim, tape: Tape, frame: Frame): void {
  frame.call = tape.row(sim.calls, frame.call)!;
  const place = tape.number(frame.layer.place);
  // The policies of a call that is over may be forgotten; a frame not in use needs no layer.
  frame.layer = frame.call.policies?.layers[place] ?? frame.layer;
  frame.parent = tape.row(sim.frames, frame.parent);
  frame.parentGeneration = tape.number(frame.parentGeneration);
  frame.top = tape.number(frame.top);
  frame.retries = tape.number(frame.retries);
  frame.waits = tape.number(frame.waits);
  frame.waitMs = tape.number(frame.waitMs);
  frame.outcome = tape.number(frame.outcome) as Outcome;
  frame.startedAt = tape.number(frame.startedAt);
  frame.token = tape.number(frame.token);
  frame.gate = tape.row(sim.policies.gates, frame.gate);
  frame.nextWaiting = tape.row(sim.frames, frame.nextWaiting);
}
