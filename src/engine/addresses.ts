import type { Memory } from '../kernel/memory';
import type { Model } from '../scenario/model';
import type { Layout } from './observation/layout';
import { Link, Program, Route, Station } from './records';

/** Where the records of everything that a model names begin in the memory. */
export class Addresses {
  readonly stationCount: number;
  /** Stations from here on are workloads. */
  readonly firstWorkload: number;
  private readonly firstStation: number;
  private readonly firstLink: number;
  private readonly firstRoute: number;
  private readonly firstEndpoint: number;
  private readonly firstJourney: number;

  constructor(
    memory: Memory,
    { workloads, links, routes, endpoints, journeys }: Model,
    private readonly layout: Layout,
  ) {
    this.stationCount = layout.replicaCount + workloads.length;
    this.firstStation = memory.reserve(this.stationCount * Station.WORDS);
    this.firstWorkload = this.station(layout.replicaCount);
    this.firstLink = memory.reserve(links.length * Link.WORDS);
    this.firstRoute = memory.reserve(routes.length * Route.WORDS);
    this.firstEndpoint = memory.reserve(endpoints.length * Program.WORDS);
    this.firstJourney = memory.reserve(journeys.length * Program.WORDS);
  }

  /** In the layout's numbering of replicas; above them, the workloads. */
  station(index: number): number {
    return this.firstStation + index * Station.WORDS;
  }

  replica(service: number, replica: number): number {
    return this.station(this.layout.replicaBase[service]! + replica);
  }

  workload(index: number): number {
    return this.firstWorkload + index * Station.WORDS;
  }

  link(index: number): number {
    return this.firstLink + index * Link.WORDS;
  }

  route(index: number): number {
    return this.firstRoute + index * Route.WORDS;
  }

  /** The program of an endpoint. */
  endpoint(index: number): number {
    return this.firstEndpoint + index * Program.WORDS;
  }

  /** The program of a journey. */
  journey(index: number): number {
    return this.firstJourney + index * Program.WORDS;
  }
}
