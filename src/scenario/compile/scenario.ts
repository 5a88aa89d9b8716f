import type { FaultModel, Model } from '../model';
import { endpointName, isSameCaller } from '../naming';
import type { ScenarioSource } from '../schema/scenario';
import { checkCallGraph } from './call-graph';
import type { Context } from './context';
import { Directory } from './directory';
import { faultModel } from './faults';
import { namedLinks } from './links';
import { Network } from './network';
import { policyPlan } from './policies';
import { withScripts } from './scripts';
import { endpointStubs, planCalls, serviceModels } from './services';
import { checkVersionsKnown, stagesOf } from './versions';
import { journeyModels, workloadModels } from './workloads';

/** Resolves every name to an index. With problems reported the model may have holes and must not be used. */
export function scenarioModel(
  source: ScenarioSource,
  context: Context,
  isSoundBut: (sections: readonly string[]) => boolean,
): Model {
  const services = serviceModels(source, context);
  const stubs = endpointStubs(source, context);
  const workloads = workloadModels(source, context);
  const directory = new Directory({ services, endpoints: stubs, workloads }, context);

  const named = namedLinks(source.links, directory, context);
  const network = new Network(
    stubs.map((stub) => stub.service),
    (from, to) => {
      const own = named.find((link) => link.to === to && isSameCaller(link.from, from));
      const callee = source.services[services[to]!.name]!;
      return {
        latency: own?.latency ?? source.links.defaultLatency,
        betweenZones: own?.latency === undefined ? (source.links.betweenZones ?? null) : null,
        balancing: own?.balancing ?? callee.balancing,
        connections: own?.connections ?? source.links.defaultConnections ?? null,
      };
    },
  );
  const journeys = journeyModels(source, directory, network, context);
  const { endpoints, edges } = planCalls(source, stubs, directory, network);
  for (const { from, to } of named)
    stubs.forEach((stub, endpoint) => {
      if (stub.service === to) network.route(from, endpoint);
    });

  const names = stubs.map((_, endpoint) => endpointName({ services, endpoints: stubs }, endpoint));
  const placeOf = (endpoint: number) => {
    const { service, name } = stubs[endpoint]!;
    return ['services', services[service]!.name, 'endpoints', name];
  };
  checkCallGraph(names, placeOf, edges, context);
  const callers = [
    ...endpoints.map(({ stages }, endpoint) => ({ name: names[endpoint]!, path: placeOf(endpoint), stages })),
    ...journeys.map((journey) => {
      const path = ['workloads', workloads[journey.workload]!.name, 'journeys', journey.name];
      return { name: journey.name, path, stages: stagesOf(journey) };
    }),
  ];
  checkVersionsKnown(callers, { endpoints, routes: network.routes }, names, context);

  const { links, routes } = network;
  const scripted = withScripts(source, { workloads, journeys, endpoints, routes }, directory, context);
  const ground = { services, endpoints, workloads: scripted, journeys, links, routes };
  const sound = isSoundBut(['policies', 'faults']);
  const policies = policyPlan(source.policies, {}, ground, sound, context);
  const faults = Object.entries(source.faults).flatMap(([id, spec]): FaultModel[] => {
    const fault = faultModel(id, spec, ['faults', id], ground, sound, context);
    return fault ? [fault] : [];
  });
  return { title: source.scenario, ...ground, policies, faults };
}
