import { doubleOfBits } from '../kernel/bits';
import { eventCode } from '../kernel/event-queue';
import { drawn } from '../kernel/draws';
import { deriveKey } from '../kernel/keys';
import { drawSample } from '../kernel/sample';
import { noteEnded, noteSent } from '../policies/balancing';
import { Outcome } from '../policies/outcome';
import { chooseReplica } from './balancing';
import type { Connections } from './connection-pools';
import { connect, disconnect } from './connections';
import { deadlineBelow } from './deadlines';
import { EventKind, Purpose } from './events';
import { isAttemptNeeded } from './needed';
import { ofOutcome } from './observation/layout';
import { SpanKind } from './observation/trace';
import { CalledOff, NONE, RequestState, type Call, type Frame, type Link, type Request } from './records';
import type { Sim } from './sim';
import { listAttempt } from './tracked';
import { chooseUnder, noteEndUnder, noteSentUnder } from './spread';

/** Sends one more attempt of a call, below this frame, to a replica of its callee; false: there is none that may be asked. */
export function sendRequest(sim: Sim, call: Call, parent: Frame | null): boolean {
  const { key } = sim;
  const { route, trace } = call;
  const { link } = route;
  deriveKey(call.keyHi, call.keyLo, call.place, call.attempts, key);
  const spread = call.policies === null ? null : call.policies.spread;
  const { hi, lo } = key;
  const { instance, session } = call;
  const replica =
    spread === null ? chooseReplica(sim, link, instance, session, hi, lo) : chooseUnder(sim, call, spread, hi, lo);
  if (replica < 0) return false;
  const request = sim.requests.take();
  if (link.learns) noteSent(link.memory, 0, replica);
  call.attempts++;
  call.newestAttempt = request;
  call.held++;
  request.state = RequestState.travelling;
  request.station = link.replicas[replica]!;
  request.program = route.program;
  request.keyHi = hi;
  request.keyLo = lo;
  request.call = call;
  request.route = route;
  request.caller = null;
  request.instance = instance;
  request.parent = parent;
  request.parentGeneration = parent === null ? 0 : parent.generation;
  request.version = call.version;
  request.trace = trace;
  request.script = call.script;
  request.session = call.session;
  request.priority = call.priority;
  request.patienceAt = call.patienceAt;
  request.sentAt = sim.now;
  const { policies } = call;
  request.deadlineAt =
    policies !== null && policies.propagates === true ? deadlineBelow(call, parent) : call.deadlineAt;
  request.isTracked = call.isTracked;
  request.calledOff = CalledOff.no;
  if (call.isTracked === true) listAttempt(call, request);
  request.isJudged = false;
  if (trace >= 0) beginSpan(sim, request, call);
  sim.counts[route.attemptsAt]!++;
  if (sim.watch !== null) sim.watch.sent(call, request);
  if (link.connections !== null) return sendConnected(sim, request, link, link.connections);
  if (spread !== null && spread.heedsWay === true) noteSentUnder(sim, request, spread);
  sendOn(sim, request, link);
  return true;
}

/** Sends an attempt that needs no connection. */
export function sendOn(sim: Sim, request: Request, link: Link): void {
  if (link.isPlain === true) sim.consequences.push(eventCode(EventKind.request, request.number), request.generation);
  else transmit(sim, request, link, link.requestLoss, EventKind.request, 0);
}

/** Sends an attempt that must have a connection first, if there is to be one in time. */
function sendConnected(sim: Sim, request: Request, link: Link, connections: Connections): true {
  const { policies } = request.call!;
  const withinMs = policies === null ? Infinity : policies.connectMs;
  const setUpMs = connect(sim, connections, request, withinMs);
  if (setUpMs > withinMs) {
    failToConnect(sim, request, withinMs);
    return true;
  }
  const spread = policies === null ? null : policies.spread;
  if (spread !== null && spread.heedsWay === true && isOpen(link, setUpMs)) noteSentUnder(sim, request, spread);
  if (request.trace >= 0 && setUpMs > 0) sim.tracer.workBegan(request.trace, request.span, sim, setUpMs);
  transmit(sim, request, link, link.requestLoss, EventKind.request, setUpMs);
  return true;
}

/** Whether there is a connection: none can be made over a link that carries nothing, one way at least. */
const isOpen = ({ requestLoss, replyLoss }: Link, setUpMs: number): boolean =>
  setUpMs === 0 || (requestLoss < 1 && replyLoss < 1);

/** No connection comes in time: the attempt ends when that is over. */
function failToConnect(sim: Sim, request: Request, afterMs: number): void {
  request.outcome = Outcome.connectTimeout;
  request.message = NONE;
  sim.queue.push(sim.now + afterMs, eventCode(EventKind.reply, request.number), request.generation);
}

/** Sends the reply to this attempt; one that was called off has nobody who would take it. */
export function sendReply(sim: Sim, request: Request, outcome: Outcome, message: number): void {
  const { link } = request.route;
  request.state = RequestState.travelling;
  request.outcome = outcome;
  request.message = message;
  if (link.isPlain === true || request.calledOff !== CalledOff.no) {
    sim.consequences.push(eventCode(EventKind.reply, request.number), request.generation);
  } else transmit(sim, request, link, link.replyLoss, EventKind.reply, 0);
}

/** A link carries messages again: every attempt that waits for a lost one finds its connection dead. */
export function endSilence(sim: Sim, { silent }: Link): void {
  let request = silent.first;
  silent.clear();
  for (; request !== null; request = request.next) breakSilence(sim, request, Outcome.reset);
}

/** The wait for a call is over. If its newest attempt is silent and nothing can come of it any more, it ends now. */
export function abandonSilence(sim: Sim, call: Call): void {
  const request = call.newestAttempt;
  if (request === null || request.call !== call) return;
  if (request.state !== RequestState.silent || isAttemptNeeded(sim, request)) return;
  call.route.link.silent.remove(request);
  breakSilence(sim, request, Outcome.abandoned);
}

/** As `abandonSilence`, for a call of which several attempts may be out at once. */
export function abandonSilences(sim: Sim, call: Call): void {
  const { silent } = call.route.link;
  for (let request = silent.first; request !== null;) {
    const { next }: Request = request;
    if (request.call === call && !isAttemptNeeded(sim, request)) {
      silent.remove(request);
      breakSilence(sim, request, Outcome.abandoned);
    }
    request = next;
  }
}

function breakSilence(sim: Sim, request: Request, outcome: Outcome): void {
  request.state = RequestState.travelling;
  request.outcome = outcome;
  request.message = NONE;
  sim.consequences.push(eventCode(EventKind.reply, request.number), request.generation);
}

/** Counts and ends an attempt; its row is the caller's to free. */
export function noteAttemptEnd(sim: Sim, request: Request, awaited: boolean): void {
  const outcome = awaited ? request.outcome : Outcome.abandoned;
  const { route, call } = request;
  const { link } = route;
  const { connections } = link;
  sim.counts[route.attemptsAt + ofOutcome(outcome)]!++;
  if (link.learns) {
    noteEnded(link.memory, 0, link.balancing, request.station.replica, sim.now - request.sentAt, sim.now);
  }
  const policies = call === null ? null : call.policies;
  if (policies !== null && policies.spread !== null) noteEndUnder(sim, request, policies.spread, awaited);
  if (connections !== null) disconnect(sim, connections, request, awaited);
  if (request.trace >= 0) sim.tracer.end(request.trace, request.span, outcome, -1, NONE, sim);
}

/**
 * A message of an attempt, one way (`kind`: request or reply): it arrives after its connection is made and the
 * latency of the link, or of the way between two zones; or it is lost.
 */
function transmit(sim: Sim, request: Request, link: Link, loss: number, kind: number, setUpMs: number): void {
  if (loss > 0 && isLost(sim, request, loss, kind)) return fallSilent(sim, request, link);
  const code = eventCode(kind, request.number);
  const purpose = kind === EventKind.request ? Purpose.requestLatency : Purpose.replyLatency;
  const { crossing } = link;
  const isFar = crossing !== null && crossing.isCrossed(request.instance, request.station.replica);
  const latency = isFar ? crossing.latency : link.latency;
  drawSample(latency, sim.draws.of(request.keyHi, request.keyLo, purpose));
  const latencyMs = drawn[0]! + link.addedMs + setUpMs;
  if (latencyMs === 0) sim.consequences.push(code, request.generation);
  else {
    doubleOfBits[0] = sim.now + latencyMs;
    sim.queue.pushNext(code, request.generation);
  }
}

function isLost(sim: Sim, request: Request, loss: number, kind: number): boolean {
  const purpose = kind === EventKind.request ? Purpose.requestLoss : Purpose.replyLoss;
  return sim.draws.of(request.keyHi, request.keyLo, purpose).uniform() < loss;
}

/** The message is lost: nobody will hear of this attempt until the link is well again. */
function fallSilent(sim: Sim, request: Request, link: Link): void {
  if (!isAttemptNeeded(sim, request)) return breakSilence(sim, request, Outcome.abandoned);
  request.state = RequestState.silent;
  link.silent.append(request);
}

function beginSpan(sim: Sim, request: Request, { route, span }: Call): void {
  const { trace, station } = request;
  request.span = sim.tracer.begin(trace, span, SpanKind.attempt, route.index, station.replica, sim);
}
