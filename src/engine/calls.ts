import { deriveKey } from '../kernel/keys';
import { mayBeBare, startBareCall } from './bare-calls';
import { deadlineBelow } from './deadlines';
import { mayPass } from './layers/passing';
import { goDown } from './layers/way';
import { sendRequest } from './network';
import { SpanKind } from './observation/trace';
import { CallState, NONE, type Call, type Frame, type PlannedCall, type Request, type Route } from './records';
import type { Sim } from './sim';
import { listCall } from './tracked';

/** Starts a planned call of a visit or journey, which waits for it. */
export function startPlannedCall(sim: Sim, request: Request, planned: PlannedCall): void {
  if (mayBeBare(sim, request, planned.route)) {
    const version = sim.policies.currentOfRoute[planned.route.index]!;
    if (version === null || mayPass(sim, request, planned, version) === true) {
      return startBareCall(sim, request, planned, version);
    }
  }
  const call = sim.calls.take();
  request.newestCall = call;
  call.request = request;
  call.ownerGeneration = request.generation;
  call.owner = request;
  call.isTracked = request.isTracked;
  call.deadlineAt = request.deadlineAt;
  beginPlanned(sim, call, request, planned);
}

/** Starts a planned call for which nobody waits; its policies serve it to the end all the same. */
export function startForgottenCall(sim: Sim, request: Request, planned: PlannedCall): void {
  const call = sim.calls.take();
  call.request = null;
  call.owner = null;
  call.isTracked = false;
  call.deadlineAt = Infinity;
  beginPlanned(sim, call, request, planned);
}

function beginPlanned(sim: Sim, call: Call, request: Request, planned: PlannedCall): void {
  call.frame = null;
  call.place = planned.place + request.round;
  call.version = request.readVersion;
  call.optional = planned.optional;
  call.instance = request.station.replica;
  call.keyHi = request.keyHi;
  call.keyLo = request.keyLo;
  call.trace = request.trace;
  call.script = request.script;
  call.session = request.session;
  call.priority = request.priority;
  call.patienceAt = request.patienceAt;
  begin(sim, call, planned.route, request.visitSpan);
}

/** Beyond every place in a plan, so that the keys of a fallback's call are nobody else's. */
const FALLBACK_PLACE = 1 << 20;

/** Starts the call of another endpoint by which a fallback's frame answers. */
export function startFallbackCall(sim: Sim, frame: Frame, route: Route): void {
  const call = sim.calls.take();
  const covered = frame.call;
  const { key } = sim;
  deriveKey(covered.keyHi, covered.keyLo, FALLBACK_PLACE + covered.place, covered.asked++, key);
  call.request = null;
  call.frame = frame;
  call.version = NONE;
  call.ownerGeneration = frame.generation;
  call.owner = covered.owner;
  call.isTracked = covered.isTracked;
  call.deadlineAt = deadlineBelow(covered, frame);
  // Not the fallback's place in its list, so that a policy added around it does not change its draws.
  call.place = route.index;
  call.optional = false;
  call.instance = covered.instance;
  call.keyHi = key.hi;
  call.keyLo = key.lo;
  call.trace = covered.trace;
  call.script = covered.script;
  call.session = covered.session;
  call.priority = covered.priority;
  call.patienceAt = covered.patienceAt;
  begin(sim, call, route, covered.span);
}

function begin(sim: Sim, call: Call, route: Route, parentSpan: number): void {
  const version = sim.policies.currentOfRoute[route.index]!;
  if (version !== null) version.users++;
  call.state = CallState.open;
  call.route = route;
  call.policies = version;
  call.attempts = 0;
  call.asked = 0;
  call.newestAttempt = null;
  call.held = 0;
  call.covered = NONE;
  call.effects = 0;
  call.startedAt = sim.now;
  if (call.isTracked || (version !== null && version.cancels === true)) track(call);
  else call.owner = null;
  if (call.trace >= 0) beginSpan(sim, call, parentSpan);
  sim.counts[route.callsAt]!++;
  if (sim.watch !== null) sim.watch.begins(call);
  if (version === null) sendRequest(sim, call, null);
  else goDown(sim, call, version, 0, null);
}

/** It may be called off. */
function track(call: Call): void {
  const { owner } = call;
  call.isTracked = true;
  call.firstAttempt = null;
  if (owner !== null) listCall(owner, call);
}

function beginSpan(sim: Sim, call: Call, parentSpan: number): void {
  call.span = sim.tracer.begin(call.trace, parentSpan, SpanKind.call, call.route.index, call.instance, sim);
}
