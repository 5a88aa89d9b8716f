import { doubleOfBits } from '../kernel/bits';
import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { noteSent } from '../policies/balancing';
import { isGood, Outcome } from '../policies/outcome';
import { isAttemptAwaited } from './awaited';
import { chooseReplica } from './balancing';
import { EventKind } from './events';
import { pass } from './layers/passing';
import type { ListVersion } from './list-version';
import { noteAttemptEnd, sendOn } from './network';
import { ofOutcome, RouteSketch } from './observation/layout';
import { CalledOff, NONE, RequestState, type PlannedCall, type Request, type Route } from './records';
import type { Sim } from './sim';

/*
 * Calls without policies, and those that pass all of theirs at once (`Passage`). One of these is its only attempt, which
 * knows all that there is to know of it; so where nobody else asks for the call, it has no record of its own. What comes
 * of it is the same.
 */

/**
 * Whether a planned call that is waited for needs no record but for its policies: nobody traces it, listens, or may stop
 * waiting for it.
 */
export function mayBeBare({ watch }: Sim, caller: Request, { link }: Route): boolean {
  if (watch !== null || link.connections !== null) return false;
  return (
    caller.trace < 0 &&
    caller.isTracked !== true &&
    (caller.station.isWorkload !== true || caller.patienceAt === Infinity)
  );
}

/** `version`: its policies, all of which it may pass; null: it has none. */
export function startBareCall(sim: Sim, caller: Request, planned: PlannedCall, version: ListVersion | null): void {
  const { route, place, optional } = planned;
  const { key } = sim;
  const { link } = route;
  const { replica: instance } = caller.station;
  deriveKey(caller.keyHi, caller.keyLo, place + caller.round, 0, key);
  const { hi, lo } = key;
  const replica = chooseReplica(sim, link, instance, caller.session, hi, lo);
  if (link.learns === true) noteSent(link.memory, 0, replica);
  const attempt = sim.requests.take();
  attempt.state = RequestState.travelling;
  attempt.station = link.replicas[replica]!;
  attempt.program = route.program;
  attempt.route = route;
  attempt.call = null;
  attempt.caller = caller;
  attempt.callerGeneration = caller.generation;
  attempt.optional = optional;
  attempt.instance = instance;
  attempt.parent = null;
  attempt.keyHi = hi;
  attempt.keyLo = lo;
  attempt.version = caller.readVersion;
  attempt.trace = NONE;
  attempt.script = caller.script;
  attempt.session = caller.session;
  attempt.priority = caller.priority;
  attempt.patienceAt = caller.patienceAt;
  attempt.sentAt = sim.now;
  attempt.deadlineAt = caller.deadlineAt;
  attempt.isTracked = false;
  attempt.calledOff = CalledOff.no;
  attempt.isPassed = version !== null;
  if (version !== null) pass(sim, attempt, caller, place + caller.round, version.passage!);
  sim.counts[route.callsAt]!++;
  sim.counts[route.attemptsAt]!++;
  sendOn(sim, attempt, link);
}

/** The reply to its attempt has come back, or never will: it is over, and word is left for its caller. */
export function endBareCall(sim: Sim, attempt: Request): void {
  const { route, outcome } = attempt;
  const awaited = isAttemptAwaited(attempt);
  noteAttemptEnd(sim, attempt, awaited);
  const counted = awaited || outcome === Outcome.cancelled ? outcome : Outcome.abandoned;
  sim.counts[route.callsAt + ofOutcome(counted)]!++;
  doubleOfBits[0] = sim.now - attempt.sentAt;
  sim.sketches.addNext(route.sketch + (isGood(counted) ? RouteSketch.good : RouteSketch.failed));
  if (awaited) sim.consequences.push(eventCode(EventKind.answered, attempt.number), attempt.generation);
  else freeBareCall(sim, attempt);
}

export function freeBareCall(sim: Sim, attempt: Request): void {
  attempt.state = RequestState.free;
  sim.requests.give(attempt);
}
