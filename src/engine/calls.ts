import { deriveKey } from '../kernel/keys';
import { SpanKind } from './observation/trace';
import { goDown } from './layers';
import { Call, Frame, Planned, Request, Route, Station } from './records';
import type { Sim } from './sim';
import { CallState, NONE, OwnerKind, ROOT } from './tables';

/** Starts a planned call of a visit or journey. */
export function startPlannedCall(sim: Sim, request: number, planned: number): void {
  const call = sim.calls.take();
  const { words } = sim.memory;
  words[request + Request.newestCall] = call;
  words[call + Call.owner] = request;
  words[call + Call.ownerGeneration] = words[request + Request.generation]!;
  words[call + Call.ownerKind] = OwnerKind.request;
  words[call + Call.place] = words[planned + Planned.place]!;
  words[call + Call.optional] = words[planned + Planned.optional]!;
  words[call + Call.instance] = words[words[request + Request.station]! + Station.replica]!;
  words[call + Call.keyHi] = words[request + Request.keyHi]!;
  words[call + Call.keyLo] = words[request + Request.keyLo]!;
  const route = words[planned + Planned.route]!;
  begin(sim, call, route, words[request + Request.trace]!, words[request + Request.visitSpan]!);
}

/** Beyond every place in a plan, so that the keys of a fallback's call are nobody else's. */
const FALLBACK_PLACE = 1 << 20;

/** Starts the call of another endpoint (by its index among the routes) by which a fallback frame answers. */
export function startFallbackCall(sim: Sim, frame: number, route: number): void {
  const call = sim.calls.take();
  const { words } = sim.memory;
  const covered = words[frame + Frame.call]!;
  const { key } = sim;
  deriveKey(
    words[covered + Call.keyHi]!,
    words[covered + Call.keyLo]!,
    FALLBACK_PLACE + words[covered + Call.place]!,
    words[covered + Call.asked]!++,
    key,
  );
  words[call + Call.owner] = frame;
  words[call + Call.ownerGeneration] = words[frame + Frame.generation]!;
  words[call + Call.ownerKind] = OwnerKind.frame;
  // Not the fallback's place in its list, so that a policy added around it does not change its draws.
  words[call + Call.place] = route;
  words[call + Call.optional] = 0;
  words[call + Call.instance] = words[covered + Call.instance]!;
  words[call + Call.keyHi] = key.hi;
  words[call + Call.keyLo] = key.lo;
  begin(sim, call, sim.addresses.route(route), words[covered + Call.trace]!, words[covered + Call.span]!);
}

function begin(sim: Sim, call: number, route: number, trace: number, parentSpan: number): void {
  const { policies } = sim;
  const { words, numbers } = sim.memory;
  const index = words[route + Route.index]!;
  const version = policies.currentOfRoute[index]!;
  if (version >= 0) policies.take(version);
  words[call + Call.state] = CallState.open;
  words[call + Call.route] = route;
  words[call + Call.version] = version;
  words[call + Call.attempts] = 0;
  words[call + Call.asked] = 0;
  words[call + Call.attempt] = NONE;
  words[call + Call.held] = 0;
  words[call + Call.covered] = -1;
  numbers[(call + Call.startedAt) >> 1] = sim.now;
  words[call + Call.trace] = trace;
  if (trace >= 0) {
    const replica = words[call + Call.instance]!;
    words[call + Call.span] = sim.tracer.begin(trace, parentSpan, SpanKind.call, index, replica, sim.now);
  }
  sim.counts[words[route + Route.calls]!]!++;
  goDown(sim, call, 0, ROOT);
}
