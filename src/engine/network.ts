import { deriveKey } from '../kernel/keys';
import { eventCode } from '../kernel/event-queue';
import { sample } from '../kernel/sample';
import { DistributionKind } from '../kernel/distribution';
import { Outcome } from '../policies/outcome';
import { isAttemptNeeded } from './awaited';
import { EventKind, Purpose } from './events';
import { ofOutcome } from './observation/layout';
import { SpanKind } from './observation/trace';
import type { Sim } from './sim';
import { NONE } from './tables';

/** Sends the attempt in this frame to a replica of its callee, round robin. */
export function sendRequest(sim: Sim, frame: number): void {
  const { calls, frames, links, model, layout } = sim;
  const call = frames.call[frame]!;
  const route = calls.route[call]!;
  const { link } = model.routes[route]!;
  const callee = model.links[link]!.to;

  const replica = links.turn[link]!;
  links.turn[link] = replica + 1 < model.services[callee]!.replicas ? replica + 1 : 0;
  frames.station[frame] = layout.replicaBase[callee]! + replica;
  deriveKey(calls.keyHi[call]!, calls.keyLo[call]!, calls.place[call]!, calls.attempts[call]!, sim.key);
  calls.attempts[call]!++;
  calls.attempt[call] = frame;
  frames.keyHi[frame] = sim.key.hi;
  frames.keyLo[frame] = sim.key.lo;
  frames.silent[frame] = 0;
  sim.counts[layout.attempts(route)]!++;
  const trace = calls.trace[call]!;
  frames.trace[frame] = trace;
  frames.span[frame] =
    trace < 0 ? -1 : sim.tracer.begin(trace, calls.span[call]!, SpanKind.attempt, route, replica, sim.now);

  const loss = links.requestLoss[link]!;
  if (loss > 0 && isLost(sim, frame, Purpose.requestLoss, loss)) return fallSilent(sim, frame, link);
  deliver(sim, frame, link, EventKind.request, Purpose.requestLatency);
}

/** Sends the reply to the attempt in this frame. */
export function sendReply(sim: Sim, frame: number, outcome: Outcome, message: number): void {
  const { frames, links } = sim;
  const { link } = sim.model.routes[sim.calls.route[frames.call[frame]!]!]!;
  frames.outcome[frame] = outcome;
  frames.message[frame] = message;
  const loss = links.replyLoss[link]!;
  if (loss > 0 && isLost(sim, frame, Purpose.replyLoss, loss)) return fallSilent(sim, frame, link);
  deliver(sim, frame, link, EventKind.reply, Purpose.replyLatency);
}

/** A link carries messages again: every attempt that waits for a lost one finds its connection dead. */
export function endSilence(sim: Sim, link: number): void {
  const { frames, links } = sim;
  let frame = links.silentHead[link]!;
  links.silentHead[link] = NONE;
  links.silentTail[link] = NONE;
  while (frame !== NONE) {
    const next = frames.next[frame]!;
    breakSilence(sim, frame, Outcome.reset);
    frame = next;
  }
}

/** The wait for a call is over. If its newest attempt is silent and nothing can come of it any more, it ends now. */
export function abandonSilence(sim: Sim, call: number): void {
  const { calls, frames, links, model } = sim;
  const frame = calls.attempt[call]!;
  if (frame === NONE || frames.call[frame] !== call || frames.silent[frame] === 0) return;
  if (isAttemptNeeded(sim, frame)) return;
  const { link } = model.routes[calls.route[call]!]!;
  const next = frames.next[frame]!;
  const previous = frames.previous[frame]!;
  if (previous === NONE) links.silentHead[link] = next;
  else frames.next[previous] = next;
  if (next === NONE) links.silentTail[link] = previous;
  else frames.previous[next] = previous;
  breakSilence(sim, frame, Outcome.abandoned);
}

function breakSilence(sim: Sim, frame: number, outcome: Outcome): void {
  const { frames } = sim;
  frames.silent[frame] = 0;
  frames.outcome[frame] = outcome;
  frames.message[frame] = NONE;
  sim.consequences.push(eventCode(EventKind.reply, frame), frames.generation[frame]!);
}

/** Counts and ends an attempt; its frame is the caller's to free. */
export function noteAttemptEnd(sim: Sim, frame: number, awaited: boolean): void {
  const { frames } = sim;
  const outcome = awaited ? (frames.outcome[frame]! as Outcome) : Outcome.abandoned;
  sim.counts[sim.layout.attempts(sim.calls.route[frames.call[frame]!]!) + ofOutcome(outcome)]!++;
  const trace = frames.trace[frame]!;
  if (trace >= 0) sim.tracer.end(trace, frames.span[frame]!, outcome, -1, -1, sim.now);
}

function isLost(sim: Sim, frame: number, purpose: number, share: number): boolean {
  return sim.draws.of(sim.frames.keyHi[frame]!, sim.frames.keyLo[frame]!, purpose).uniform() < share;
}

function deliver(sim: Sim, frame: number, link: number, kind: number, purpose: number): void {
  const { frames } = sim;
  const latency = sim.model.links[link]!.latency;
  const base =
    latency.kind === DistributionKind.constant
      ? latency.a
      : sample(latency, sim.draws.of(frames.keyHi[frame]!, frames.keyLo[frame]!, purpose));
  const latencyMs = base + sim.links.addedMs[link]!;
  const code = eventCode(kind, frame);
  if (latencyMs === 0) sim.consequences.push(code, frames.generation[frame]!);
  else sim.queue.push(sim.now + latencyMs, code, frames.generation[frame]!);
}

/** The message is lost: nobody will hear of this attempt until the link is well again. */
function fallSilent(sim: Sim, frame: number, link: number): void {
  const { frames, links } = sim;
  if (!isAttemptNeeded(sim, frame)) return breakSilence(sim, frame, Outcome.abandoned);
  frames.silent[frame] = 1;
  const tail = links.silentTail[link]!;
  frames.previous[frame] = tail;
  frames.next[frame] = NONE;
  if (tail === NONE) links.silentHead[link] = frame;
  else frames.next[tail] = frame;
  links.silentTail[link] = frame;
}
