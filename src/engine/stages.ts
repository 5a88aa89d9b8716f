import { deriveKey } from '../kernel/keys';
import { isGood, Outcome } from '../policies/outcome';
import { startForgottenCall } from './calls';
import { Purpose } from './events';
import { NONE, type PlannedCall, type Request, type Stage } from './records';
import type { Sim } from './sim';

/* What a plan can be besides calls made once and all waited for. */

/** Whether a call with a condition is made and waited for now; one that nobody waits for is begun here. */
export function isWaitedFor(sim: Sim, request: Request, planned: PlannedCall): boolean {
  if (planned.probability < 1 && !isTaken(sim, request, planned)) return false;
  if (!planned.isAwaited) startForgottenCall(sim, request, planned);
  return planned.isAwaited;
}

/** Whether a repeated stage is to be made (again); if not, the plan moves on to the stage after it. */
export function isRoundLeft(sim: Sim, request: Request, stage: Stage): boolean {
  if (request.rounds === NONE) request.rounds = timesOf(sim, request, stage);
  else request.round++;
  if (request.round < request.rounds) return true;
  request.stage++;
  request.round = 0;
  request.rounds = NONE;
  return false;
}

/**
 * One of calls of which some are enough has ended: whether that decides it, for the answers needed are there, or can no
 * longer come. Those still under way then go on without anybody who waits for them.
 */
export function isDecided(request: Request, outcome: Outcome, message: number): boolean {
  if (isGood(outcome)) {
    request.need--;
    if (outcome === Outcome.degraded) noteLack(request, outcome, message, false);
  }
  if (request.need > 0 && request.pending >= request.need) return false;
  if (request.need > 0) request.hasFailed = true;
  request.need = 0;
  request.pending = 0;
  request.generation++;
  return true;
}

/** A call ended otherwise than in full. */
export function noteLack(request: Request, outcome: Outcome, message: number, optional: boolean): void {
  if (!isGood(outcome) && !optional) request.hasFailed = true;
  else {
    request.isDegraded = true;
    if (request.lack === NONE) request.lack = message;
  }
}

function isTaken(sim: Sim, request: Request, { place, probability }: PlannedCall): boolean {
  const { key } = sim;
  deriveKey(request.keyHi, request.keyLo, place + request.round, 0, key);
  return sim.draws.of(key.hi, key.lo, Purpose.branch).uniform() < probability;
}

/** Drawn by the place of the stage's first call, as whole numbers that are all as likely. */
function timesOf(sim: Sim, request: Request, { calls, leastTimes, mostTimes }: Stage): number {
  if (leastTimes === mostTimes) return leastTimes;
  const { key } = sim;
  deriveKey(request.keyHi, request.keyLo, calls[0]!.place, 0, key);
  const uniform = sim.draws.of(key.hi, key.lo, Purpose.times).uniform();
  return leastTimes + Math.floor(uniform * (mostTimes - leastTimes + 1));
}
