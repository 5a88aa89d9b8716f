import { deriveKey } from '../kernel/keys';
import { eventCode } from '../kernel/event-queue';
import { sample } from '../kernel/sample';
import { Outcome } from '../policies/outcome';
import { EventKind, Purpose } from './events';
import { ofOutcome } from './observation/layout';
import { SpanKind } from './observation/trace';
import type { Sim } from './sim';
import { Call, Frame, NONE, Request, RequestState, ROOT } from './tables';

/** Sends one more attempt of a call, below this frame, to a replica of its callee, round robin. */
export function sendRequest(sim: Sim, call: number, parent: number): void {
  const { links, routes, key } = sim;
  const request = sim.requests.take();
  const { words } = sim.requests;
  const calls = sim.calls.words;
  const route = calls[call + Call.route]!;
  const link = routes.link[route]!;
  const replica = links.turn[link]!;
  links.turn[link] = replica + 1 < links.replicas[link]! ? replica + 1 : 0;
  const attempt = calls[call + Call.attempts]!;
  calls[call + Call.attempts] = attempt + 1;
  calls[call + Call.held]!++;
  deriveKey(calls[call + Call.keyHi]!, calls[call + Call.keyLo]!, calls[call + Call.place]!, attempt, key);

  words[request + Request.state] = RequestState.travelling;
  words[request + Request.station] = links.firstStation[link]! + replica;
  words[request + Request.program] = routes.endpoint[route]!;
  words[request + Request.keyHi] = key.hi;
  words[request + Request.keyLo] = key.lo;
  words[request + Request.call] = call;
  words[request + Request.parent] = parent;
  words[request + Request.parentGeneration] = parent === ROOT ? 0 : sim.frames.words[parent + Frame.generation]!;
  const trace = calls[call + Call.trace]!;
  words[request + Request.trace] = trace;
  if (trace >= 0) {
    const above = calls[call + Call.span]!;
    words[request + Request.span] = sim.tracer.begin(trace, above, SpanKind.attempt, route, replica, sim.now);
  }
  sim.counts[routes.attempts[route]!]!++;
  transmit(sim, request, link, links.requestLoss[link]!, EventKind.request);
}

/** Sends the reply to this attempt. */
export function sendReply(sim: Sim, request: number, outcome: Outcome, message: number): void {
  const { links } = sim;
  const { words } = sim.requests;
  words[request + Request.state] = RequestState.travelling;
  words[request + Request.outcome] = outcome;
  words[request + Request.message] = message;
  const link = sim.routes.link[sim.calls.words[words[request + Request.call]! + Call.route]!]!;
  transmit(sim, request, link, links.replyLoss[link]!, EventKind.reply);
}

/** A link carries messages again: every attempt that waits for a lost one finds its connection dead. */
export function endSilence(sim: Sim, link: number): void {
  const { links } = sim;
  const { words } = sim.requests;
  let request = links.silentHead[link]!;
  links.silentHead[link] = NONE;
  links.silentTail[link] = NONE;
  for (; request !== NONE; request = words[request + Request.next]!) {
    words[request + Request.outcome] = Outcome.reset;
    words[request + Request.message] = NONE;
    sim.consequences.push(eventCode(EventKind.reply, request), words[request + Request.generation]!);
  }
}

/** Counts and ends an attempt; its row is the caller's to free. */
export function noteAttemptEnd(sim: Sim, request: number, awaited: boolean): void {
  const { words } = sim.requests;
  const outcome = awaited ? (words[request + Request.outcome]! as Outcome) : Outcome.abandoned;
  const route = sim.calls.words[words[request + Request.call]! + Call.route]!;
  sim.counts[sim.routes.attempts[route]! + ofOutcome(outcome)]!++;
  const trace = words[request + Request.trace]!;
  if (trace >= 0) sim.tracer.end(trace, words[request + Request.span]!, outcome, -1, -1, sim.now);
}

/** A message of an attempt, one way (`kind`: request or reply): it arrives after the link's latency, or it is lost. */
function transmit(sim: Sim, request: number, link: number, loss: number, kind: number): void {
  const { links } = sim;
  const { words } = sim.requests;
  const isRequest = kind === EventKind.request;
  if (loss > 0) {
    const purpose = isRequest ? Purpose.requestLoss : Purpose.replyLoss;
    const draws = sim.draws.of(words[request + Request.keyHi]!, words[request + Request.keyLo]!, purpose);
    if (draws.uniform() < loss) return fallSilent(sim, request, link);
  }
  let latencyMs = links.constantMs[link]!;
  if (Number.isNaN(latencyMs)) {
    const purpose = isRequest ? Purpose.requestLatency : Purpose.replyLatency;
    const draws = sim.draws.of(words[request + Request.keyHi]!, words[request + Request.keyLo]!, purpose);
    latencyMs = sample(sim.model.links[link]!.latency, draws);
  }
  latencyMs += links.addedMs[link]!;
  const code = eventCode(kind, request);
  const generation = words[request + Request.generation]!;
  if (latencyMs === 0) sim.consequences.push(code, generation);
  else sim.queue.push(sim.now + latencyMs, code, generation);
}

/** The message is lost: nobody will hear of this attempt until the link is well again. */
function fallSilent(sim: Sim, request: number, link: number): void {
  const { links } = sim;
  const { words } = sim.requests;
  const tail = links.silentTail[link]!;
  words[request + Request.next] = NONE;
  if (tail === NONE) links.silentHead[link] = request;
  else words[tail + Request.next] = request;
  links.silentTail[link] = request;
}
