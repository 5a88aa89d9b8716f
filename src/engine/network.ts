import { deriveKey } from '../kernel/keys';
import { eventCode } from '../kernel/event-queue';
import { sample } from '../kernel/sample';
import { Outcome } from '../policies/outcome';
import { isAttemptNeeded } from './awaited';
import { EventKind, Purpose } from './events';
import { ofOutcome } from './observation/layout';
import { SpanKind } from './observation/trace';
import { Call, Frame, Link, Request, Route, Station } from './records';
import type { Sim } from './sim';
import { NONE, RequestState, ROOT } from './tables';

/** Sends one more attempt of a call, below this frame, to a replica of its callee, round robin. */
export function sendRequest(sim: Sim, call: number, parent: number): void {
  const { key } = sim;
  const request = sim.requests.take();
  const { words, numbers } = sim.memory;
  const route = words[call + Call.route]!;
  const link = words[route + Route.link]!;
  const replica = words[link + Link.turn]!;
  words[link + Link.turn] = replica + 1 < words[link + Link.replicas]! ? replica + 1 : 0;
  const attempt = words[call + Call.attempts]!;
  words[call + Call.attempts] = attempt + 1;
  words[call + Call.attempt] = request;
  words[call + Call.held]!++;
  deriveKey(words[call + Call.keyHi]!, words[call + Call.keyLo]!, words[call + Call.place]!, attempt, key);

  words[request + Request.state] = RequestState.travelling;
  words[request + Request.station] = words[link + Link.firstStation]! + replica * Station.WORDS;
  words[request + Request.program] = words[route + Route.program]!;
  words[request + Request.keyHi] = key.hi;
  words[request + Request.keyLo] = key.lo;
  words[request + Request.call] = call;
  words[request + Request.parent] = parent;
  words[request + Request.parentGeneration] = parent === ROOT ? 0 : words[parent + Frame.generation]!;
  const trace = words[call + Call.trace]!;
  words[request + Request.trace] = trace;
  if (trace >= 0) {
    const above = words[call + Call.span]!;
    const index = words[route + Route.index]!;
    words[request + Request.span] = sim.tracer.begin(trace, above, SpanKind.attempt, index, replica, sim.now);
  }
  sim.counts[words[route + Route.attempts]!]!++;
  transmit(sim, request, link, numbers[(link + Link.requestLoss) >> 1]!, EventKind.request);
}

/** Sends the reply to this attempt. */
export function sendReply(sim: Sim, request: number, outcome: Outcome, message: number): void {
  const { words, numbers } = sim.memory;
  words[request + Request.state] = RequestState.travelling;
  words[request + Request.outcome] = outcome;
  words[request + Request.message] = message;
  const link = words[words[words[request + Request.call]! + Call.route]! + Route.link]!;
  transmit(sim, request, link, numbers[(link + Link.replyLoss) >> 1]!, EventKind.reply);
}

/** A link carries messages again: every attempt that waits for a lost one finds its connection dead. */
export function endSilence(sim: Sim, link: number): void {
  const { words } = sim.memory;
  let request = words[link + Link.silentHead]!;
  words[link + Link.silentHead] = NONE;
  words[link + Link.silentTail] = NONE;
  for (; request !== NONE; request = words[request + Request.next]!) breakSilence(sim, request, Outcome.reset);
}

/** The wait for a call is over. If its newest attempt is silent and nothing can come of it any more, it ends now. */
export function abandonSilence(sim: Sim, call: number): void {
  const { words } = sim.memory;
  const request = words[call + Call.attempt]!;
  if (request === NONE || words[request + Request.call] !== call) return;
  if (words[request + Request.state] !== RequestState.silent || isAttemptNeeded(sim, request)) return;
  const link = words[words[call + Call.route]! + Route.link]!;
  const next = words[request + Request.next]!;
  const previous = words[request + Request.previous]!;
  if (previous === NONE) words[link + Link.silentHead] = next;
  else words[previous + Request.next] = next;
  if (next === NONE) words[link + Link.silentTail] = previous;
  else words[next + Request.previous] = previous;
  breakSilence(sim, request, Outcome.abandoned);
}

function breakSilence(sim: Sim, request: number, outcome: Outcome): void {
  const { words } = sim.memory;
  words[request + Request.state] = RequestState.travelling;
  words[request + Request.outcome] = outcome;
  words[request + Request.message] = NONE;
  sim.consequences.push(eventCode(EventKind.reply, request), words[request + Request.generation]!);
}

/** Counts and ends an attempt; its row is the caller's to free. */
export function noteAttemptEnd(sim: Sim, request: number, awaited: boolean): void {
  const { words } = sim.memory;
  const outcome = awaited ? (words[request + Request.outcome]! as Outcome) : Outcome.abandoned;
  const route = words[words[request + Request.call]! + Call.route]!;
  sim.counts[words[route + Route.attempts]! + ofOutcome(outcome)]!++;
  const trace = words[request + Request.trace]!;
  if (trace >= 0) sim.tracer.end(trace, words[request + Request.span]!, outcome, -1, -1, sim.now);
}

/** A message of an attempt, one way (`kind`: request or reply): it arrives after the link's latency, or it is lost. */
function transmit(sim: Sim, request: number, link: number, loss: number, kind: number): void {
  const { words, numbers } = sim.memory;
  const isRequest = kind === EventKind.request;
  if (loss > 0) {
    const purpose = isRequest ? Purpose.requestLoss : Purpose.replyLoss;
    const draws = sim.draws.of(words[request + Request.keyHi]!, words[request + Request.keyLo]!, purpose);
    if (draws.uniform() < loss) return fallSilent(sim, request, link);
  }
  let latencyMs = numbers[(link + Link.constantMs) >> 1]!;
  if (Number.isNaN(latencyMs)) {
    const purpose = isRequest ? Purpose.requestLatency : Purpose.replyLatency;
    const draws = sim.draws.of(words[request + Request.keyHi]!, words[request + Request.keyLo]!, purpose);
    latencyMs = sample(sim.model.links[words[link + Link.index]!]!.latency, draws);
  }
  latencyMs += numbers[(link + Link.addedMs) >> 1]!;
  const code = eventCode(kind, request);
  const generation = words[request + Request.generation]!;
  if (latencyMs === 0) sim.consequences.push(code, generation);
  else sim.queue.push(sim.now + latencyMs, code, generation);
}

/** The message is lost: nobody will hear of this attempt until the link is well again. */
function fallSilent(sim: Sim, request: number, link: number): void {
  const { words } = sim.memory;
  if (!isAttemptNeeded(sim, request)) return breakSilence(sim, request, Outcome.abandoned);
  const tail = words[link + Link.silentTail]!;
  words[request + Request.state] = RequestState.silent;
  words[request + Request.previous] = tail;
  words[request + Request.next] = NONE;
  if (tail === NONE) words[link + Link.silentHead] = request;
  else words[tail + Request.next] = request;
  words[link + Link.silentTail] = request;
}
