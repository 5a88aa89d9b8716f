import { readBreaker } from '../policies/breaker';
import { LayerKind } from '../policies/layer';
import { backoffMs } from '../policies/retry';
import { routeName } from '../scenario/naming';
import { isCallAwaited } from './awaited';
import { JourneyGauge, LinkGauge, ReplicaGauge } from './observation/layout';
import type { BreakerReading, OldCalls } from './observation/reading';
import type { Sim } from './sim';
import { CallState, NONE, OwnerKind } from './tables';

/** Everything that has a present value, into a vector laid out by the model's layout. */
export function readGauges(sim: Sim, out: Float64Array): void {
  const { stations, links, layout, model } = sim;
  for (let station = 0; station < stations.firstWorkload; station++) {
    const at = layout.replica(stations.service[station]!, stations.replica[station]!);
    out[at + ReplicaGauge.state] = stations.state[station]!;
    out[at + ReplicaGauge.working] = stations.working[station]!;
    out[at + ReplicaGauge.waiting] = stations.waiting[station]!;
    out[at + ReplicaGauge.queued] = stations.queued[station]!;
    out[at + ReplicaGauge.slowdown] = stations.slowdown[station]!;
    out[at + ReplicaGauge.errorShare] =
      1 - (1 - stations.errorsAtOnce[station]!) * (1 - stations.errorsAfterWork[station]!);
  }
  model.journeys.forEach((_, journey) => out.fill(0, layout.journeyGauge(journey), layout.journeyGauge(journey) + 2));
  model.workloads.forEach((_, workload) => readJourneys(sim, workload, out));
  model.links.forEach((_, link) => {
    const at = layout.linkGauge(link);
    out[at + LinkGauge.addedMs] = links.addedMs[link]!;
    out[at + LinkGauge.loss] = Math.max(links.requestLoss[link]!, links.replyLoss[link]!);
    out[at + LinkGauge.cut] = links.cut[link]!;
  });
}

function readJourneys(sim: Sim, workload: number, out: Float64Array): void {
  const { stations, visits, layout, model, programs } = sim;
  const overdueBefore = sim.now - model.workloads[workload]!.answerWithinMs;
  let visit = stations.servedHead[stations.firstWorkload + workload]!;
  for (; visit !== NONE; visit = visits.next[visit]!) {
    const at = layout.journeyGauge(visits.program[visit]! - programs.firstJourney);
    out[at + JourneyGauge.inFlight]! += 1;
    if (visits.arrivedAt[visit]! < overdueBefore) out[at + JourneyGauge.overdue]! += 1;
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
  const { calls, policies } = sim;
  const found = new Map<string, { calls: number; untilMs: number }>();
  for (let call = 0; call < calls.used; call++) {
    if (calls.state[call] !== CallState.open || calls.ownerKind[call] !== OwnerKind.visit) continue;
    if (sim.visits.station[calls.owner[call]!]! >= sim.stations.firstWorkload) continue;
    const route = calls.route[call]!;
    if (calls.version[call] === policies.currentOfRoute[route] || !isCallAwaited(sim, call)) continue;
    const version = calls.version[call]!;
    const key = version < 0 ? routeName(sim.model, route) : policies.versions[version]!.key;
    const sum = found.get(key) ?? { calls: 0, untilMs: 0 };
    found.set(key, { calls: sum.calls + 1, untilMs: Math.max(sum.untilMs, latestEnd(sim, call)) });
  }
  return [...found].map(([list, sum]) => ({ list, ...sum }));
}

/** When a call's policies end it at the latest; Infinity: nothing does. */
const latestEnd = (sim: Sim, call: number): number =>
  sim.calls.startedAt[call]! + longestUnder(sim, sim.calls.version[call]!);

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
  const { model, visits, calls, frames, programs, policies } = sim;
  const found: Census = {
    journeys: model.journeys.map(() => 0),
    visits: model.endpoints.map(() => 0),
    calls: model.routes.map(() => 0),
    attempts: model.routes.map(() => 0),
    rows: visits.live + calls.live + frames.live,
  };
  forEachVisit(sim, (visit) => {
    const program = visits.program[visit]!;
    if (program >= programs.firstJourney) found.journeys[program - programs.firstJourney]!++;
    else found.visits[program]!++;
  });
  for (let call = 0; call < calls.used; call++) {
    if (calls.state[call] === CallState.open) found.calls[calls.route[call]!]!++;
  }
  for (let frame = 0; frame < frames.used; frame++) {
    const call = frames.call[frame]!;
    if (call === NONE) continue;
    const version = calls.version[call]!;
    const layers = version < 0 ? 0 : policies.versions[version]!.layers.length;
    if (frames.layer[frame] === layers) found.attempts[calls.route[call]!]!++;
  }
  return found;
}

function forEachVisit(sim: Sim, see: (visit: number) => void): void {
  const { stations, visits } = sim;
  for (let station = 0; station < stations.count; station++) {
    for (let visit = stations.servedHead[station]!; visit !== NONE; visit = visits.next[visit]!) see(visit);
    for (let visit = stations.queueHead[station]!; visit !== NONE; visit = visits.next[visit]!) see(visit);
  }
}
