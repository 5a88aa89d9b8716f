import { doubleOfBits } from '../kernel/bits';
import { eventCode } from '../kernel/event-queue';
import { sample } from '../kernel/sample';
import { Outcome } from '../policies/outcome';
import { EventKind, Purpose } from './events';
import { noteAttemptEnd } from './network';
import { CalledOff, RequestState, type Call, type Frame, type Request } from './records';
import type { Sim } from './sim';
import { unlistAttempt } from './tracked';

/*
 * Calling off what nobody waits for any more. For its caller a called-off attempt ends at once: the frames above it hear
 * of it at the same instant. Its callee hears of it when a message has travelled the link; until then, or if that is
 * lost, it works on. Only calls that may be called off keep lists of their attempts, and requests of their calls.
 */

/** Calls off every attempt made below a frame that is about to go. */
export function callOffBelow(sim: Sim, frame: Frame): void {
  const { call } = frame;
  for (let attempt = call.firstAttempt; attempt !== null;) {
    const next: Request | null = attempt.nextOfCall;
    if (isBelow(attempt.parent, attempt.parentGeneration, frame)) callOff(sim, attempt);
    attempt = next;
  }
  const { owner } = call;
  // A fallback below that asks another endpoint.
  for (let other = owner === null ? null : owner.firstCall; other !== null; other = other.nextOfOwner) {
    if (other.frame !== null && isBelow(other.frame, other.ownerGeneration, frame)) callOffCall(sim, other);
  }
}

/** Calls off every attempt of a call. */
export function callOffCall(sim: Sim, call: Call): void {
  while (call.firstAttempt !== null) callOff(sim, call.firstAttempt);
}

function callOff(sim: Sim, attempt: Request): void {
  const call = attempt.call!;
  const { link } = call.route;
  unlistAttempt(call, attempt);
  attempt.outcome = Outcome.cancelled;
  if (sim.watch !== null) sim.watch.answered(attempt);
  noteAttemptEnd(sim, attempt, true);
  attempt.calledOff = CalledOff.untold;
  if (attempt.state === RequestState.silent) link.silent.remove(attempt);
  else sendWord(sim, attempt);
  sim.consequences.push(eventCode(EventKind.calledOff, attempt.number), attempt.parentGeneration);
}

/** The word to the callee: a message as the request was, which may be lost as that. */
function sendWord(sim: Sim, attempt: Request): void {
  const { keyHi, keyLo, station } = attempt;
  const call = attempt.call!;
  const { link } = call.route;
  attempt.cancelDueAt = Infinity;
  const isLost = link.requestLoss > 0 && sim.draws.of(keyHi, keyLo, Purpose.cancelLoss).uniform() < link.requestLoss;
  if (isLost) return;
  const { crossing } = link;
  const isFar = crossing !== null && crossing.isCrossed(call.instance, station.replica);
  const latency = isFar ? crossing.latency : link.latency;
  const travelMs = sample(latency, sim.draws.of(keyHi, keyLo, Purpose.cancelLatency)) + link.addedMs;
  attempt.cancelDueAt = sim.now + travelMs;
  doubleOfBits[0] = attempt.cancelDueAt;
  sim.queue.pushNext(eventCode(EventKind.cancel, attempt.number), 0);
}

/** Whether the callee knows by now that an attempt was called off. */
export const isWordThere = (attempt: Request, nowMs: number): boolean =>
  attempt.calledOff !== CalledOff.no && attempt.cancelDueAt <= nowMs;

/** Whether something made under this parent is below the frame, which is still there. */
function isBelow(parent: Frame | null, generation: number, frame: Frame): boolean {
  while (parent !== null && parent.generation === generation) {
    if (parent === frame) return true;
    generation = parent.parentGeneration;
    parent = parent.parent;
  }
  return false;
}
