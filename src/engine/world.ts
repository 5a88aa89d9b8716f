import { constant } from '../kernel/distribution';
import type { Model, Stage as StageModel } from '../scenario/model';
import { Connections } from './connection-pools';
import type { Layout } from './observation/layout';
import { Intake } from './intake';
import { Sharing } from './sharing';
import { Link, NONE, PlannedCall, Program, type Request, Route, Stage, Station, VersionedRow } from './records';
import { Vicinity, ZoneCrossing } from './zones';

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
  /** What optimistic writes compete for. */
  readonly rows: readonly VersionedRow[];

  constructor(model: Model, layout: Layout) {
    const { services, workloads, links, routes, endpoints, journeys } = model;
    this.replicas = services.flatMap(
      ({ kind, replicas, workers, mode, queue, cores, contention, warmUp, intake }, service) =>
        Array.from({ length: replicas }, (_, replica) => {
          const index = layout.replicaBase[service]! + replica;
          const { each, pair } = contention;
          const isShared = cores < Infinity || each > 0 || pair > 0;
          const sharing = isShared ? new Sharing<Request>(cores, each, pair) : null;
          const isThreaded = mode === 'threaded';
          const { forMs, factor } = warmUp;
          return new Station(
            index,
            false,
            service,
            replica,
            workers,
            isThreaded,
            queue,
            sharing,
            forMs,
            factor,
            kind === 'queue',
            intake === null ? null : new Intake(intake),
          );
        }),
    );
    this.workloads = workloads.map(
      (_, w) => new Station(layout.replicaCount + w, true, NONE, 0, 0, false, 0, null, 0, 1, false, null),
    );
    this.stations = [...this.replicas, ...this.workloads];
    this.links = links.map((link, index) => {
      const { from, to, latency, balancing, connections } = link;
      const callees = this.replicas.filter(({ service }) => service === to);
      const callers = from.kind === 'service' ? services[from.index]!.replicas : 1;
      return new Link(
        index,
        latency,
        ZoneCrossing.of(model, link),
        callees,
        balancing,
        balancing.nearFirst ? Vicinity.of(model, link) : null,
        connections === null ? null : new Connections(connections, callers, callees.length),
      );
    });
    this.endpoints = endpoints.map(({ work, delivery: { most, againAfterMs } }, index) => {
      return new Program(index, index, work, most, againAfterMs, layout.visit(index, 0), layout.endpointSketch(index));
    });
    this.journeys = journeys.map(({ priority }, index) => {
      const place = endpoints.length + index;
      const [counts, sketch] = [layout.journey(index), layout.journeySketch(index)];
      const program = new Program(place, index, constant(0), 1, 0, counts, sketch);
      program.priority = priority;
      return program;
    });
    this.programs = [...this.endpoints, ...this.journeys];
    this.routes = routes.map(({ link, endpoint }, index) => {
      const program = this.endpoints[endpoint]!;
      const [calls, attempts, sketch] = [layout.calls(index), layout.attempts(index), layout.routeSketch(index)];
      return new Route(index, this.links[link]!, program, calls, attempts, sketch);
    });
    endpoints.forEach(({ stages, isIdempotent, service }, index) => {
      const program = this.endpoints[index]!;
      program.plan(this.planned(stages));
      program.isIdempotent = isIdempotent;
      program.retryAfterMs = services[service]!.retryAfterMs;
    });
    this.rows = endpoints.flatMap(({ row }, index) => {
      if (row === null || row.number !== index) return [];
      const versioned = new VersionedRow();
      endpoints.forEach((other, place) => {
        if (other.row?.number !== index) return;
        this.endpoints[place]!.row = versioned;
        this.endpoints[place]!.writesRow = other.row.does === 'write';
      });
      return [versioned];
    });
    journeys.forEach(({ steps }, index) => {
      const journey = this.journeys[index]!;
      journey.plan(this.planned(steps.map(stepOf)));
      if (steps.length > 1) journey.thoughts = steps.map(({ think }) => think);
    });
  }

  /** Each call has as many places in its program as it may be made in a row. */
  private planned(stages: readonly StageModel[]): Stage[] {
    let place = 0;
    return stages.map(({ calls, need, times: { least, most } }) => {
      const planned = calls.map(({ route, probability, optional, isAwaited }) => {
        const call = new PlannedCall(this.routes[route]!, place, optional, probability, isAwaited);
        place += most;
        return call;
      });
      return new Stage(planned, need, least, most);
    });
  }
}

/** A journey's step is a call like any other, made once. */
const stepOf = ({ route }: { readonly route: number }): StageModel => ({
  calls: [{ route, probability: 1, optional: false, isAwaited: true }],
  need: 0,
  times: { least: 1, most: 1 },
});
