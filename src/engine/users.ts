import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { sample } from '../kernel/sample';
import { EventKind, Purpose } from './events';
import { NONE, RequestState, type Request } from './records';
import type { Sim } from './sim';
import type { Workload } from './workloads';

/*
 * What shoppers do between requests: users of a closed loop think between two journeys, and whoever makes a journey of
 * several steps thinks between two of these. Nobody waits meanwhile.
 */

/** As an attempt: beyond those of every arrival, so that the keys of users are nobody else's. */
const USERS = (1 << 20) + 1;

/** Every user of a closed loop begins somewhere within a first thought, or later if there is no place for them yet. */
export function startUsers(sim: Sim, workload: Workload): void {
  for (let user = 0; user < workload.users; user++) {
    keyOfUser(sim, workload, user);
    startUser(sim, workload, user, sim.key.hi, sim.key.lo);
  }
}

/** Leaves the key of a user's next journey where derived keys are put. */
export function takeNextVisit(sim: Sim, workload: Workload, user: number): void {
  keyOfUser(sim, workload, user);
  const { key } = sim;
  deriveKey(key.hi, key.lo, workload.visits[user]!++, 0, key);
}

/** A user who has just thought, but for whom there is no place any more, comes back when there is one. */
export function sendAway(sim: Sim, workload: Workload, user: number): void {
  keyOfUser(sim, workload, user);
  const { key } = sim;
  deriveKey(key.hi, key.lo, workload.visits[user]!, 1, key);
  startUser(sim, workload, user, key.hi, key.lo);
}

/** After a journey: its user comes back after a thought. */
export function thinkAfter(sim: Sim, { station, user, keyHi, keyLo }: Request): void {
  const workload = sim.workloads[station.index - sim.layout.replicaCount]!;
  const thinkMs = sample(workload.think, sim.draws.of(keyHi, keyLo, Purpose.think));
  sim.queue.push(sim.now + thinkMs, eventCode(EventKind.userReturn, workload.firstUser + user), 0);
}

/** Between two steps of a journey: what came before is over, and the next begins after a thought. */
export function thinkBetween(sim: Sim, journey: Request): void {
  const { key } = sim;
  const { program, stage } = journey;
  deriveKey(journey.keyHi, journey.keyLo, stage, 0, key);
  const thinkMs = sample(program.thoughts[stage]!, sim.draws.of(key.hi, key.lo, Purpose.think));
  // Patience was for the step that has ended.
  journey.generation++;
  journey.state = RequestState.thinking;
  journey.isDegraded = false;
  journey.lack = NONE;
  journey.startedAt = sim.now;
  sim.queue.push(sim.now + thinkMs, eventCode(EventKind.nextStep, journey.number), journey.generation);
}

function startUser(sim: Sim, workload: Workload, user: number, keyHi: number, keyLo: number): void {
  const fromMs = workload.placeFrom(user, sim.now);
  if (fromMs === Infinity) return;
  const draws = sim.draws.of(keyHi, keyLo, Purpose.think);
  const thinkMs = sample(workload.think, draws);
  const instant = fromMs + thinkMs * draws.uniform();
  sim.queue.push(instant, eventCode(EventKind.userReturn, workload.firstUser + user), 0);
}

function keyOfUser(sim: Sim, { keyHi, keyLo }: Workload, user: number): void {
  deriveKey(keyHi, keyLo, user, USERS, sim.key);
}
