import { readBreaker } from '../policies/breaker';
import { LayerKind } from '../policies/layer';
import { backoffMs } from '../policies/retry';
import { routeName } from '../scenario/naming';
import { isCallAwaited } from './awaited';
import { JourneyGauge, LinkGauge, ReplicaGauge } from './observation/layout';
import type { BreakerReading, OldCalls } from './observation/reading';
import { Call, Link, Program, Request, Route, Station } from './records';
import type { Sim } from './sim';
import { CallState, NONE, OwnerKind, RequestState } from './tables';

/** Everything that has a present value, into a vector laid out by the model's layout. */
export function readGauges(sim: Sim, out: Float64Array): void {
  const { addresses, layout, model } = sim;
  const { words, numbers } = sim.memory;
  for (let index = 0; index < layout.replicaCount; index++) {
    const station = addresses.station(index);
    const at = layout.replica(words[station + Station.service]!, words[station + Station.replica]!);
    out[at + ReplicaGauge.state] = words[station + Station.state]!;
    out[at + ReplicaGauge.working] = words[station + Station.working]!;
    out[at + ReplicaGauge.waiting] = words[station + Station.waiting]!;
    out[at + ReplicaGauge.queued] = words[station + Station.queued]!;
    out[at + ReplicaGauge.slowdown] = numbers[(station + Station.slowdown) >> 1]!;
    out[at + ReplicaGauge.errorShare] =
      1 -
      (1 - numbers[(station + Station.errorsAtOnce) >> 1]!) * (1 - numbers[(station + Station.errorsAfterWork) >> 1]!);
  }
  model.journeys.forEach((_, journey) => out.fill(0, layout.journeyGauge(journey), layout.journeyGauge(journey) + 2));
  model.workloads.forEach((_, workload) => readJourneys(sim, workload, out));
  model.links.forEach((_, index) => {
    const at = layout.linkGauge(index);
    const link = addresses.link(index);
    out[at + LinkGauge.addedMs] = numbers[(link + Link.addedMs) >> 1]!;
    out[at + LinkGauge.loss] = Math.max(
      numbers[(link + Link.requestLoss) >> 1]!,
      numbers[(link + Link.replyLoss) >> 1]!,
    );
    out[at + LinkGauge.cut] = words[link + Link.cut]!;
  });
}

function readJourneys(sim: Sim, workload: number, out: Float64Array): void {
  const { layout, model, addresses } = sim;
  const { words, numbers } = sim.memory;
  const overdueBefore = sim.now - model.workloads[workload]!.answerWithinMs;
  let request = words[addresses.workload(workload) + Station.servedHead]!;
  for (; request !== NONE; request = words[request + Request.next]!) {
    const at = layout.journeyGauge(words[words[request + Request.program]! + Program.index]!);
    out[at + JourneyGauge.inFlight]! += 1;
    if (numbers[(request + Request.arrivedAt) >> 1]! < overdueBefore) out[at + JourneyGauge.overdue]! += 1;
  }
}

/** Every breaker in force, one per caller replica. */
export function readBreakers(sim: Sim): BreakerReading[] {
  const block = sim.policies.arena.numbers;
  return [...sim.policies.current().values()].flatMap((list) =>
    list.layers.flatMap((layer, i) => {
      if (layer.kind !== LayerKind.breaker) return [];
      const { at, size } = list.cells[i]!;
      return Array.from({ length: list.instances }, (_, instance) => ({
        list: list.key,
        layer: layer.name,
        instance,
        ...readBreaker(block, at + instance * size, layer.params, sim.now),
      }));
    }),
  );
}

/** Calls still awaited that began under policies no longer in force, by list. */
export function readOldCalls(sim: Sim): OldCalls[] {
  const { policies } = sim;
  const { words } = sim.memory;
  const found = new Map<string, { calls: number; untilMs: number }>();
  sim.calls.forEach((call) => {
    if (words[call + Call.state] !== CallState.open || words[call + Call.ownerKind] !== OwnerKind.request) return;
    if (words[words[call + Call.owner]! + Request.station]! >= sim.addresses.firstWorkload) return;
    const route = words[words[call + Call.route]! + Route.index]!;
    const version = words[call + Call.version]!;
    if (version === policies.currentOfRoute[route] || !isCallAwaited(sim, call)) return;
    const key = version < 0 ? routeName(sim.model, route) : policies.versions[version]!.key;
    const sum = found.get(key) ?? { calls: 0, untilMs: 0 };
    found.set(key, { calls: sum.calls + 1, untilMs: Math.max(sum.untilMs, latestEnd(sim, call)) });
  });
  return [...found].map(([list, sum]) => ({ list, ...sum }));
}

/** When a call's policies end it at the latest; Infinity: nothing does. */
function latestEnd(sim: Sim, call: number): number {
  const { words, numbers } = sim.memory;
  return numbers[(call + Call.startedAt) >> 1]! + longestUnder(sim, words[call + Call.version]!);
}

/**
 * How long a call can take under a version of a list: its timeouts, every retry with the longest wait, and a fallback's
 * call of another endpoint, which would begin under the policies of now.
 */
function longestUnder(sim: Sim, version: number): number {
  const { policies } = sim;
  if (version < 0) return Infinity;
  const { layers } = policies.versions[version]!;
  const longest = (from: number): number => {
    const layer = layers[from];
    if (layer === undefined) return Infinity;
    const inner = longest(from + 1);
    switch (layer.kind) {
      case LayerKind.timeout:
        return Math.min(layer.params.afterMs, inner);
      case LayerKind.retry: {
        let waits = 0;
        for (let retry = 1; retry < layer.params.attempts; retry++) waits += backoffMs(layer.params, retry, 1);
        return layer.params.attempts * inner + waits;
      }
      case LayerKind.fallback: {
        const { use } = layer.params;
        return use.kind === 'endpoint' ? inner + longestUnder(sim, policies.currentOfRoute[use.route]!) : inner;
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
  const { model, requests, calls, frames, addresses } = sim;
  const { words } = sim.memory;
  const found: Census = {
    journeys: model.journeys.map(() => 0),
    visits: model.endpoints.map(() => 0),
    calls: model.routes.map(() => 0),
    attempts: model.routes.map(() => 0),
    rows: requests.live + calls.live + frames.live,
  };
  for (let index = 0; index < addresses.stationCount; index++) {
    const station = addresses.station(index);
    const byProgram = station < addresses.firstWorkload ? found.visits : found.journeys;
    for (const head of [words[station + Station.servedHead]!, words[station + Station.queueHead]!]) {
      for (let request = head; request !== NONE; request = words[request + Request.next]!) {
        byProgram[words[words[request + Request.program]! + Program.index]!]!++;
      }
    }
  }
  const routeOf = (call: number): number => words[words[call + Call.route]! + Route.index]!;
  calls.forEach((call) => {
    if (words[call + Call.state] === CallState.open) found.calls[routeOf(call)]!++;
  });
  requests.forEach((request) => {
    const call = words[request + Request.call]!;
    if (words[request + Request.state] !== RequestState.free && call !== NONE) found.attempts[routeOf(call)]!++;
  });
  return found;
}
