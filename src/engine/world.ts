import { constant } from '../kernel/distribution';
import type { Model, PlannedCall as PlannedCallModel } from '../scenario/model';
import type { Layout } from './observation/layout';
import { Link, NONE, PlannedCall, Program, Route, Station } from './records';

/** Everything that a model names, each thing a record that refers to the others. */
export class World {
  /** The replicas of every service, service by service. */
  readonly replicas: readonly Station[];
  /** Where the shoppers of each workload wait for their answers. */
  readonly workloads: readonly Station[];
  /** All of these. */
  readonly stations: readonly Station[];
  readonly links: readonly Link[];
  readonly routes: readonly Route[];
  readonly endpoints: readonly Program[];
  readonly journeys: readonly Program[];
  /** All of these. */
  readonly programs: readonly Program[];

  constructor(model: Model, layout: Layout) {
    const { services, workloads, links, routes, endpoints, journeys } = model;
    this.replicas = services.flatMap(({ replicas, workers, mode, queue }, service) =>
      Array.from({ length: replicas }, (_, replica) => {
        const index = layout.replicaBase[service]! + replica;
        return new Station(index, false, service, replica, workers, mode === 'threaded', queue);
      }),
    );
    this.workloads = workloads.map((_, w) => new Station(layout.replicaCount + w, true, NONE, 0, 0, false, 0));
    this.stations = [...this.replicas, ...this.workloads];
    this.links = links.map(({ to, latency }) => {
      return new Link(
        latency,
        this.replicas.filter(({ service }) => service === to),
      );
    });
    this.endpoints = endpoints.map(({ work }, index) => {
      return new Program(index, index, work, layout.visit(index, 0), layout.endpointSketch(index));
    });
    this.journeys = journeys.map((_, index) => {
      const place = endpoints.length + index;
      return new Program(place, index, constant(0), layout.journey(index), layout.journeySketch(index));
    });
    this.programs = [...this.endpoints, ...this.journeys];
    this.routes = routes.map(({ link, endpoint }, index) => {
      const program = this.endpoints[endpoint]!;
      const [calls, attempts, sketch] = [layout.calls(index), layout.attempts(index), layout.routeSketch(index)];
      return new Route(index, this.links[link]!, program, calls, attempts, sketch);
    });
    endpoints.forEach(({ stages }, index) => (this.endpoints[index]!.stages = this.planned(stages)));
    journeys.forEach(({ route }, index) => {
      this.journeys[index]!.stages = this.planned([[{ route, probability: 1, optional: false }]]);
    });
  }

  private planned(stages: readonly (readonly PlannedCallModel[])[]): PlannedCall[][] {
    let place = 0;
    return stages.map((calls) =>
      calls.map(({ route, probability, optional }) => {
        return new PlannedCall(this.routes[route]!, place++, optional, probability);
      }),
    );
  }
}
