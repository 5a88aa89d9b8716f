import { deriveKey } from '../kernel/keys';
import { SpanKind } from './observation/trace';
import { goDown } from './layers';
import type { Sim } from './sim';
import { CallState, NONE, OwnerKind, ROOT } from './tables';

/** Starts one planned call of a visit. `place` is its place in the plan, `optional` 0 or 1. */
export function startPlannedCall(sim: Sim, visit: number, route: number, place: number, optional: number): void {
  const { calls, visits, stations } = sim;
  const call = calls.take();
  visits.call[visit] = call;
  calls.owner[call] = visit;
  calls.ownerGeneration[call] = visits.generation[visit]!;
  calls.ownerKind[call] = OwnerKind.visit;
  calls.instance[call] = stations.replica[visits.station[visit]!]!;
  calls.place[call] = place;
  calls.optional[call] = optional;
  calls.keyHi[call] = visits.keyHi[visit]!;
  calls.keyLo[call] = visits.keyLo[visit]!;
  begin(sim, call, route, visits.trace[visit]!, visits.span[visit]!);
}

/** Beyond every place in a plan, so that the keys of a fallback's call are nobody else's. */
const FALLBACK_PLACE = 1 << 20;

/** Starts the call of another endpoint by which a fallback frame answers. */
export function startFallbackCall(sim: Sim, frame: number, route: number): void {
  const { calls, frames } = sim;
  const covered = frames.call[frame]!;
  const call = calls.take();
  calls.owner[call] = frame;
  calls.ownerGeneration[call] = frames.generation[frame]!;
  calls.ownerKind[call] = OwnerKind.frame;
  calls.instance[call] = calls.instance[covered]!;
  // Not the fallback's place in its list, so that a policy added around it does not change its draws.
  calls.place[call] = route;
  calls.optional[call] = 0;
  const asked = calls.asked[covered]!++;
  deriveKey(calls.keyHi[covered]!, calls.keyLo[covered]!, FALLBACK_PLACE + calls.place[covered]!, asked, sim.key);
  calls.keyHi[call] = sim.key.hi;
  calls.keyLo[call] = sim.key.lo;
  begin(sim, call, route, calls.trace[covered]!, calls.span[covered]!);
}

function begin(sim: Sim, call: number, route: number, trace: number, parentSpan: number): void {
  const { calls, policies } = sim;
  const version = policies.currentOfRoute[route]!;
  if (version >= 0) policies.take(version);
  calls.state[call] = CallState.open;
  calls.route[call] = route;
  calls.version[call] = version;
  calls.attempts[call] = 0;
  calls.asked[call] = 0;
  calls.attempt[call] = NONE;
  calls.frames[call] = 0;
  calls.covered[call] = -1;
  calls.startedAt[call] = sim.now;
  calls.trace[call] = trace;
  calls.span[call] =
    trace < 0 ? -1 : sim.tracer.begin(trace, parentSpan, SpanKind.call, route, calls.instance[call]!, sim.now);
  sim.counts[sim.layout.calls(route)]!++;
  goDown(sim, call, 0, ROOT);
}
