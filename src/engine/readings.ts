import { readBreaker } from '../policies/breaker';
import { presentLimit } from '../policies/concurrency-limit';
import { routeAsked } from '../policies/fallback';
import { LayerKind } from '../policies/layer';
import { longestWaitsMs } from '../policies/retry';
import { routeName } from '../scenario/naming';
import { isCallAwaited, isCallerThere } from './awaited';
import { JourneyGauge, LinkGauge, ReplicaGauge } from './observation/layout';
import type { BreakerReading, OldCalls } from './observation/reading';
import type { ListVersion } from './list-version';
import { CalledOff, CallState, RequestState, type Route, type Station } from './records';
import { countEjections } from './ejection';
import { warmUpOf } from './serving';
import type { Sim } from './sim';
import type { Workload } from './workloads';

/** Everything that has a present value, into a vector laid out by the model's layout. */
export function readGauges(sim: Sim, out: Float64Array): void {
  const { layout, model, world } = sim;
  for (const station of world.replicas) {
    const at = layout.replica(station.service, station.replica);
    out[at + ReplicaGauge.state] = station.state;
    out[at + ReplicaGauge.working] = station.working;
    out[at + ReplicaGauge.waiting] = station.waiting;
    out[at + ReplicaGauge.queued] = station.queued + station.delayed;
    out[at + ReplicaGauge.slowdown] = station.slowdown * warmUpOf(station, sim.now);
    out[at + ReplicaGauge.errorShare] = 1 - (1 - station.errorsAtOnce) * (1 - station.errorsAfterWork);
    const next = station.queue.first;
    out[at + ReplicaGauge.nextWaitsMs] = next === null ? 0 : sim.now - next.arrivedAt;
    out[at + ReplicaGauge.ejectedBy] = 0;
    out[at + ReplicaGauge.queueSize] = station.queueCapacity;
    out[at + ReplicaGauge.limit] = presentLimitOf(station);
  }
  model.journeys.forEach((_, journey) => out.fill(0, layout.journeyGauge(journey), layout.journeyGauge(journey) + 2));
  countEjections(sim, out);
  for (const workload of sim.workloads) readJourneys(sim, workload, out);
  world.links.forEach(({ addedMs, requestLoss, replyLoss, cut }, index) => {
    const at = layout.linkGauge(index);
    out[at + LinkGauge.addedMs] = addedMs;
    out[at + LinkGauge.loss] = Math.max(requestLoss, replyLoss);
    out[at + LinkGauge.cut] = cut;
  });
}

const presentLimitOf = ({ intake }: Station): number =>
  intake === null || intake.model.limit === null ? 0 : presentLimit(intake.limit, 0);

function readJourneys(sim: Sim, { index, station }: Workload, out: Float64Array): void {
  const overdueBefore = sim.now - sim.model.workloads[index]!.answerWithinMs;
  for (let request = station.served.first; request !== null; request = request.next) {
    const at = sim.layout.journeyGauge(request.program.index);
    out[at + JourneyGauge.inFlight]! += 1;
    const waits = request.state === RequestState.waiting;
    if (waits && request.startedAt < overdueBefore) out[at + JourneyGauge.overdue]! += 1;
  }
}

/** Every breaker in force, one per caller replica. */
export function readBreakers(sim: Sim): BreakerReading[] {
  const block = sim.policies.arena.numbers;
  const found: BreakerReading[] = [];
  for (const version of sim.policies.versions) {
    if (version === null || version.plan !== sim.policies.plan) continue;
    const { list, layers } = version;
    for (const { layer, cell } of layers) {
      if (layer.kind !== LayerKind.breaker) continue;
      for (let instance = 0; instance < list.instances; instance++) {
        const { state, counts, seen, windowSize, failureRate, slowRate, openUntilMs } = readBreaker(
          block,
          cell.at + instance * cell.size,
          layer.params,
          sim.now,
        );
        // Field by field: there are hundreds of them in every frame, and spreading takes several times as long.
        found.push({
          list: list.key,
          layer: layer.name,
          instance,
          like: layer.params.like,
          state,
          counts,
          seen,
          windowSize,
          failureRate,
          slowRate,
          openUntilMs,
        });
      }
    }
  }
  return found;
}

/** Calls still awaited that began under policies no longer in force, by list. */
export function readOldCalls(sim: Sim): OldCalls[] {
  const found = new Map<string, { calls: number; untilMs: number }>();
  if (sim.policies.plan === 1) return [];
  const note = ({ index }: Route, policies: ListVersion | null, startedAt: number): void => {
    if (policies === sim.policies.currentOfRoute[index]) return;
    const key = policies === null ? routeName(sim.model, index) : policies.list.key;
    const sum = found.get(key) ?? { calls: 0, untilMs: 0 };
    const untilMs = startedAt + longestUnder(sim, policies);
    found.set(key, { calls: sum.calls + 1, untilMs: Math.max(sum.untilMs, untilMs) });
  };
  for (const call of sim.calls.all) {
    if (call.request === null || call.request.station.isWorkload || !isCallAwaited(call)) continue;
    note(call.route, call.policies, call.startedAt);
  }
  for (const attempt of sim.requests.all) {
    const { state, caller, isPassed } = attempt;
    // Of those that have no record, these have policies, and such as are in force.
    if (state === RequestState.free || caller === null || isPassed) continue;
    if (!caller.station.isWorkload && isCallerThere(attempt)) note(attempt.route, null, attempt.sentAt);
  }
  return [...found].map(([list, sum]) => ({ list, ...sum }));
}

/**
 * How long a call can take under a version of a list: its timeouts, every retry with the longest wait, and a fallback's
 * call of another endpoint, which would begin under the policies of now. Infinity: nothing bounds it.
 */
function longestUnder(sim: Sim, version: ListVersion | null): number {
  if (version === null) return Infinity;
  const { layers } = version.list;
  const longest = (from: number): number => {
    const layer = layers[from];
    if (layer === undefined) return Infinity;
    const inner = longest(from + 1);
    switch (layer.kind) {
      case LayerKind.timeout:
        return Math.min(layer.params.afterMs, inner);
      case LayerKind.retry:
        return layer.params.attempts * inner + longestWaitsMs(layer.params);
      case LayerKind.fallback: {
        const route = routeAsked(layer.params);
        return route < 0 ? inner : inner + longestUnder(sim, sim.policies.currentOfRoute[route]!);
      }
      default:
        return inner;
    }
  };
  return longest(0);
}

/** What is in flight, counted row by row and apart from every counter; `counts` less outcomes must agree. */
export interface Census {
  readonly journeys: number[];
  /** by endpoint, over its replicas */
  readonly visits: number[];
  readonly calls: number[];
  readonly attempts: number[];
  /** Rows in use, of whatever kind: none once everything that was begun has ended. */
  readonly rows: number;
}

export function census(sim: Sim): Census {
  const { model, requests, calls, frames, world } = sim;
  const found: Census = {
    journeys: model.journeys.map(() => 0),
    visits: model.endpoints.map(() => 0),
    calls: model.routes.map(() => 0),
    attempts: model.routes.map(() => 0),
    rows: requests.live + calls.live + frames.live,
  };
  for (const station of world.stations) {
    const byProgram = station.isWorkload ? found.journeys : found.visits;
    for (const { first } of [station.served, station.queue, station.aside]) {
      for (let request = first; request !== null; request = request.next) byProgram[request.program.index]!++;
    }
  }
  for (const call of calls.all) {
    if (call.state === CallState.open) found.calls[call.route.index]!++;
  }
  for (const { state, call, caller, route, calledOff } of requests.all) {
    if (state === RequestState.free || calledOff !== CalledOff.no) continue;
    if (call !== null || caller !== null) found.attempts[route.index]!++;
    if (caller !== null) found.calls[route.index]!++;
  }
  return found;
}
