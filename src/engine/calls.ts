import { deriveKey } from '../kernel/keys';
import { SpanKind } from './observation/trace';
import { goDown } from './layers';
import type { Sim } from './sim';
import { Call, CallNumber, CallState, Frame, OwnerKind, Request, ROOT } from './tables';

/** Starts one planned call of a visit or journey. `place` is its place in the plan, `optional` 0 or 1. */
export function startPlannedCall(sim: Sim, request: number, route: number, place: number, optional: number): void {
  const call = sim.calls.take();
  const { words } = sim.calls;
  const owner = sim.requests.words;
  words[call + Call.owner] = request;
  words[call + Call.ownerGeneration] = owner[request + Request.generation]!;
  words[call + Call.ownerKind] = OwnerKind.request;
  words[call + Call.place] = place;
  words[call + Call.optional] = optional;
  words[call + Call.instance] = sim.stations.replica[owner[request + Request.station]!]!;
  words[call + Call.keyHi] = owner[request + Request.keyHi]!;
  words[call + Call.keyLo] = owner[request + Request.keyLo]!;
  begin(sim, call, route, owner[request + Request.trace]!, owner[request + Request.visitSpan]!);
}

/** Beyond every place in a plan, so that the keys of a fallback's call are nobody else's. */
const FALLBACK_PLACE = 1 << 20;

/** Starts the call of another endpoint by which a fallback frame answers. */
export function startFallbackCall(sim: Sim, frame: number, route: number): void {
  const call = sim.calls.take();
  const { words } = sim.calls;
  const frames = sim.frames.words;
  const covered = frames[frame + Frame.call]!;
  const { key } = sim;
  deriveKey(
    words[covered + Call.keyHi]!,
    words[covered + Call.keyLo]!,
    FALLBACK_PLACE + words[covered + Call.place]!,
    words[covered + Call.asked]!++,
    key,
  );
  words[call + Call.owner] = frame;
  words[call + Call.ownerGeneration] = frames[frame + Frame.generation]!;
  words[call + Call.ownerKind] = OwnerKind.frame;
  // Not the fallback's place in its list, so that a policy added around it does not change its draws.
  words[call + Call.place] = route;
  words[call + Call.optional] = 0;
  words[call + Call.instance] = words[covered + Call.instance]!;
  words[call + Call.keyHi] = key.hi;
  words[call + Call.keyLo] = key.lo;
  begin(sim, call, route, words[covered + Call.trace]!, words[covered + Call.span]!);
}

function begin(sim: Sim, call: number, route: number, trace: number, parentSpan: number): void {
  const { policies } = sim;
  const { words, numbers } = sim.calls;
  const version = policies.currentOfRoute[route]!;
  if (version >= 0) policies.take(version);
  words[call + Call.state] = CallState.open;
  words[call + Call.route] = route;
  words[call + Call.version] = version;
  words[call + Call.attempts] = 0;
  words[call + Call.asked] = 0;
  words[call + Call.held] = 0;
  words[call + Call.covered] = -1;
  numbers[(call >> 1) + CallNumber.startedAt] = sim.now;
  words[call + Call.trace] = trace;
  if (trace >= 0) {
    const replica = words[call + Call.instance]!;
    words[call + Call.span] = sim.tracer.begin(trace, parentSpan, SpanKind.call, route, replica, sim.now);
  }
  sim.counts[sim.routes.calls[route]!]!++;
  goDown(sim, call, 0, ROOT);
}
