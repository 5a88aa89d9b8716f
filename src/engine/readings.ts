import { readBreaker } from '../policies/breaker';
import { LayerKind } from '../policies/layer';
import { backoffMs } from '../policies/retry';
import { routeName } from '../scenario/naming';
import { isCallAwaited } from './awaited';
import { JourneyGauge, LinkGauge, ReplicaGauge } from './observation/layout';
import type { BreakerReading, OldCalls } from './observation/reading';
import type { Sim } from './sim';
import { Call, CallNumber, CallState, NONE, OwnerKind, Request, RequestNumber, RequestState } from './tables';

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
  const { stations, layout, model, programs } = sim;
  const { words, numbers } = sim.requests;
  const overdueBefore = sim.now - model.workloads[workload]!.answerWithinMs;
  let request = stations.servedHead[stations.firstWorkload + workload]!;
  for (; request !== NONE; request = words[request + Request.next]!) {
    const at = layout.journeyGauge(words[request + Request.program]! - programs.firstJourney);
    out[at + JourneyGauge.inFlight]! += 1;
    if (numbers[(request >> 1) + RequestNumber.arrivedAt]! < overdueBefore) out[at + JourneyGauge.overdue]! += 1;
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
  const { words, used, stride } = sim.calls;
  const found = new Map<string, { calls: number; untilMs: number }>();
  for (let call = 0; call < used; call += stride) {
    if (words[call + Call.state] !== CallState.open || words[call + Call.ownerKind] !== OwnerKind.request) continue;
    if (sim.requests.words[words[call + Call.owner]! + Request.station]! >= sim.stations.firstWorkload) continue;
    const route = words[call + Call.route]!;
    const version = words[call + Call.version]!;
    if (version === policies.currentOfRoute[route] || !isCallAwaited(sim, call)) continue;
    const key = version < 0 ? routeName(sim.model, route) : policies.versions[version]!.key;
    const sum = found.get(key) ?? { calls: 0, untilMs: 0 };
    found.set(key, { calls: sum.calls + 1, untilMs: Math.max(sum.untilMs, latestEnd(sim, call)) });
  }
  return [...found].map(([list, sum]) => ({ list, ...sum }));
}

/** When a call's policies end it at the latest: its timeouts and every retry with the longest wait; Infinity: nothing does. */
function latestEnd(sim: Sim, call: number): number {
  const { policies, calls } = sim;
  const version = calls.words[call + Call.version]!;
  if (version < 0) return Infinity;
  const { layers } = policies.versions[version]!;
  const longest = (from: number): number => {
    const layer = layers[from];
    if (layer === undefined) return Infinity;
    const inner = longest(from + 1);
    if (layer.kind === LayerKind.timeout) return Math.min(layer.params.afterMs, inner);
    if (layer.kind !== LayerKind.retry) return inner;
    let waits = 0;
    for (let retry = 1; retry < layer.params.attempts; retry++) waits += backoffMs(layer.params, retry, 1);
    return layer.params.attempts * inner + waits;
  };
  return calls.numbers[(call >> 1) + CallNumber.startedAt]! + longest(0);
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
  const { model, requests, calls, stations, programs } = sim;
  const found: Census = {
    journeys: model.journeys.map(() => 0),
    visits: model.endpoints.map(() => 0),
    calls: model.routes.map(() => 0),
    attempts: model.routes.map(() => 0),
    rows: requests.live + calls.live + sim.frames.live,
  };
  for (let station = 0; station < stations.count; station++) {
    for (const head of [stations.servedHead[station]!, stations.queueHead[station]!]) {
      for (let request = head; request !== NONE; request = requests.words[request + Request.next]!) {
        const program = requests.words[request + Request.program]!;
        if (program >= programs.firstJourney) found.journeys[program - programs.firstJourney]!++;
        else found.visits[program]!++;
      }
    }
  }
  for (let call = 0; call < calls.used; call += calls.stride) {
    if (calls.words[call + Call.state] === CallState.open) found.calls[calls.words[call + Call.route]!]!++;
  }
  for (let request = 0; request < requests.used; request += requests.stride) {
    const call = requests.words[request + Request.call]!;
    const isAttempt = requests.words[request + Request.state] !== RequestState.free && call !== NONE;
    if (isAttempt) found.attempts[calls.words[call + Call.route]!]!++;
  }
  return found;
}
