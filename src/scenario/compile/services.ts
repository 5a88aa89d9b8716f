import type { EndpointModel, PlannedCall, ServiceModel, Stage } from '../model';
import type { ScenarioSource } from '../schema/scenario';
import type { CallSource, StageSource, Times } from '../schema/calls';
import type { Part, Path } from '../document/places';
import type { Context } from './context';
import type { Directory } from './directory';
import type { Network } from './network';
import { checkQueue, deliveryOf } from './queues';
import { checkRules, rulesWith } from './service-rules';
import { versionedRows } from './versions';

const MOST_SERVICES = 200;
const MOST_REPLICAS = 20_000;
const ONCE: Times = { least: 1, most: 1 };

/** An endpoint as written, before what it calls is known. */
export type EndpointStub = Omit<EndpointModel, 'stages'>;

/** One planned call, with its place in the text. */
export interface CallEdge {
  readonly from: number;
  readonly to: number;
  /** How often it is made for a request at most, where chance always wants it, and what chance wants. */
  readonly times: number;
  readonly probability: number;
  readonly path: Path;
  readonly part: Part;
}

export function serviceModels(source: ScenarioSource, context: Context): ServiceModel[] {
  const entries = Object.entries(source.services);
  if (entries.length > MOST_SERVICES)
    context.report(['services'], `There are ${entries.length} services; at most ${MOST_SERVICES} can be simulated.`);
  const replicas = entries.reduce((sum, [, service]) => sum + service.replicas, 0);
  if (replicas > MOST_REPLICAS)
    context.report(['services'], `There are ${replicas} replicas in all; at most ${MOST_REPLICAS} can be simulated.`);
  if (entries.length === 0 && !context.isPartial(['services']))
    context.report(['services'], 'There must be at least one service.');
  return entries.map(([name, service]) => {
    if (Object.keys(service.endpoints).length === 0 && !context.isPartial(['services', name, 'endpoints']))
      context.report(['services', name, 'endpoints'], `\`${name}\` needs at least one endpoint.`);
    checkQueue(name, service, context);
    checkRules(name, service.kind, service, context);
    const { kind, replicas, workers, mode, cores, contention, warmUp, zone } = service;
    const rules = rulesWith(service, { queue: service.queue.size, intake: null, retryAfterMs: 0 });
    return { name, kind, replicas, workers, mode, cores, contention, warmUp, zones: zone, ...rules };
  });
}

export function endpointStubs(source: ScenarioSource, context: Context): EndpointStub[] {
  const rows = versionedRows(source, context);
  let place = 0;
  return Object.entries(source.services).flatMap(([serviceName, service], index) =>
    Object.entries(service.endpoints).map(([name, endpoint]) => {
      const path = ['services', serviceName, 'endpoints', name];
      const delivery = deliveryOf(service, endpoint, path, context);
      return {
        name,
        service: index,
        work: endpoint.work,
        row: rows[place++]!,
        delivery,
        isIdempotent: endpoint.idempotent,
      };
    }),
  );
}

/** Gives the endpoints their plans; the edges are all calls planned, in the order of the text. */
export function planCalls(
  source: ScenarioSource,
  stubs: readonly EndpointStub[],
  directory: Directory,
  network: Network,
): { readonly endpoints: EndpointModel[]; readonly edges: CallEdge[] } {
  const edges: CallEdge[] = [];
  const serviceNames = Object.keys(source.services);

  const plan = (stub: EndpointStub, from: number): EndpointModel => {
    const service = serviceNames[stub.service]!;
    const base: Path = ['services', service, 'endpoints', stub.name, 'calls'];
    const planned = (call: CallSource, item: Path, times: Times): PlannedCall[] => {
      const { target, probability, optional, isAwaited } = call;
      const [path, part]: [Path, Part] = call.key ? [[...item, target], 'key'] : [item, 'value'];
      const to = directory.endpoint(target, path, part);
      if (to === null) return [];
      edges.push({ from, to, times: times.most * stub.delivery.most, probability, path, part });
      const route = network.route({ kind: 'service', index: stub.service }, to);
      return [{ route, probability, optional, isAwaited }];
    };
    const staged = (stage: StageSource, item: Path): Stage => {
      const times = stage.times ?? ONCE;
      if (!('parallel' in stage)) return { calls: planned(stage, item, times), need: 0, times };
      const calls = stage.parallel.flatMap((call, place) => planned(call, [...item, 'parallel', place], times));
      return { calls, need: stage.need ?? 0, times };
    };
    const { calls } = source.services[service]!.endpoints[stub.name]!;
    return { ...stub, stages: calls.map((stage, index) => staged(stage, [...base, index])) };
  };

  return { endpoints: stubs.map(plan), edges };
}
