import type { Model } from '../../scenario/model';
import { OUTCOME_COUNT, type Outcome } from '../../policies/outcome';

/** How many numbers a replica has among the gauges, in this order. */
export const ReplicaGauge = {
  /** 0 serving, 1 hanging, 2 crashed: the states of replica.machine.ts in order */
  state: 0,
  /** workers computing */
  working: 1,
  /** workers held by requests that wait for a call */
  waiting: 2,
  queued: 3,
  /** 1 normally; work that begins at a slow replica, or one not yet warm, takes this many times as long */
  slowdown: 4,
  /** share of requests an errors fault fails */
  errorShare: 5,
  /** how long ago the request that is next in the queue came, in ms; of a queue, the message that is next; 0: none waits */
  nextWaitsMs: 6,
  /** how many replicas of callers have ejected it, and do not ask it */
  ejectedBy: 7,
  /** how many it keeps waiting at most, by the policies in force */
  queueSize: 8,
  /** the adaptive limit on requests there; 0: none */
  limit: 9,
} as const;
const REPLICA_GAUGES = 10;

/** Among the gauges of a journey. */
export const JourneyGauge = {
  inFlight: 0,
  /** still waiting for longer than the workload's `answer within` */
  overdue: 1,
} as const;
const JOURNEY_GAUGES = 2;

/** Among the gauges of a link. */
export const LinkGauge = {
  /** milliseconds a fault adds each way */
  addedMs: 0,
  /** share of messages lost, the worse direction */
  loss: 1,
  /** 0 no, 1 requests, 2 replies, 3 both */
  cut: 2,
} as const;
const LINK_GAUGES = 3;

/**
 * Quantile sketches kept for a journey, an endpoint and a route: `good` of what was completed for somebody, `failed` of
 * everything else that ended, abandoned work included.
 */
export const JourneySketch = { good: 0, failed: 1 } as const;
export const EndpointSketch = { queueWait: 0, service: 1, good: 2, failed: 3 } as const;
export const RouteSketch = { good: 0, failed: 1 } as const;

/**
 * Where each observation of a model stands in the engine's flat vectors.
 * `counts` are cumulative since the start, so that the difference of two copies is what happened between them:
 * - journey: arrivals, then one per outcome
 * - visit of an endpoint at a replica: arrivals, one per outcome, sum of queue waits in ms and how many a worker took up,
 *   sum of service times in ms and how many a worker finished with, effects done again for the same call
 * - route: calls, one per outcome; attempts (sent over the link), one per outcome
 * At every instant arrivals = sum of outcomes + in flight, in each of these.
 */
export class Layout {
  readonly countLength: number;
  readonly gaugeLength: number;
  readonly sketchCount: number;
  /** First replica of each service in one numbering of all replicas. */
  readonly replicaBase: readonly number[];
  readonly replicaCount: number;

  private readonly visitBase: readonly number[];
  private readonly visitStart: number;
  private readonly routeStart: number;
  private readonly journeyGaugeStart: number;
  private readonly linkGaugeStart: number;
  private readonly endpointSketchStart: number;
  private readonly routeSketchStart: number;

  constructor(readonly model: Model) {
    const { services, endpoints, journeys, routes, links } = model;
    this.replicaBase = runningTotals(services.map((service) => service.replicas));
    this.replicaCount = services.reduce((sum, service) => sum + service.replicas, 0);

    const replicasOfEndpoint = endpoints.map((endpoint) => services[endpoint.service]!.replicas);
    this.visitStart = journeys.length * JOURNEY_COUNTS;
    this.visitBase = runningTotals(replicasOfEndpoint);
    const visitCells = replicasOfEndpoint.reduce((sum, replicas) => sum + replicas, 0);
    this.routeStart = this.visitStart + visitCells * VISIT_COUNTS;
    this.countLength = this.routeStart + routes.length * ROUTE_COUNTS;

    this.journeyGaugeStart = this.replicaCount * REPLICA_GAUGES;
    this.linkGaugeStart = this.journeyGaugeStart + journeys.length * JOURNEY_GAUGES;
    this.gaugeLength = this.linkGaugeStart + links.length * LINK_GAUGES;

    this.endpointSketchStart = journeys.length * 2;
    this.routeSketchStart = this.endpointSketchStart + endpoints.length * 4;
    this.sketchCount = this.routeSketchStart + routes.length * 2;
  }

  /** Index in counts of a journey's arrivals; its outcome o stands at + 1 + o. */
  journey(journey: number): number {
    return journey * JOURNEY_COUNTS;
  }

  /** Index in counts of the arrivals of an endpoint at one replica of its service (0-based); outcome o at + 1 + o. */
  visit(endpoint: number, replica: number): number {
    return this.visitStart + (this.visitBase[endpoint]! + replica) * VISIT_COUNTS;
  }

  /** Index in counts of the calls of a route; outcome o at + 1 + o. */
  calls(route: number): number {
    return this.routeStart + route * ROUTE_COUNTS;
  }

  /** Index in counts of the attempts of a route; outcome o at + 1 + o. */
  attempts(route: number): number {
    return this.routeStart + route * ROUTE_COUNTS + 1 + OUTCOME_COUNT;
  }

  /** Index in gauges of a replica; add a ReplicaGauge. */
  replica(service: number, replica: number): number {
    return (this.replicaBase[service]! + replica) * REPLICA_GAUGES;
  }

  /** Index in gauges of a journey; add a JourneyGauge. */
  journeyGauge(journey: number): number {
    return this.journeyGaugeStart + journey * JOURNEY_GAUGES;
  }

  /** Index in gauges of a link; add a LinkGauge. */
  linkGauge(link: number): number {
    return this.linkGaugeStart + link * LINK_GAUGES;
  }

  /** Number of a sketch; add a JourneySketch. */
  journeySketch(journey: number): number {
    return journey * 2;
  }

  /** Number of a sketch; add an EndpointSketch. */
  endpointSketch(endpoint: number): number {
    return this.endpointSketchStart + endpoint * 4;
  }

  /** Number of a sketch; add a RouteSketch. */
  routeSketch(route: number): number {
    return this.routeSketchStart + route * 2;
  }
}

/** Offset of an outcome's count from its arrivals. */
export const ofOutcome = (outcome: Outcome): number => 1 + outcome;

/** Offsets of a visit's sums, and of what they are sums over, from its arrivals. */
export const QUEUE_WAIT_SUM = 1 + OUTCOME_COUNT;
export const TAKEN_UP = 2 + OUTCOME_COUNT;
export const SERVICE_SUM = 3 + OUTCOME_COUNT;
export const FINISHED = 4 + OUTCOME_COUNT;
/** Offset of how often what must not be done twice was done again for the same call. */
export const DUPLICATES = 5 + OUTCOME_COUNT;

/** Counts of an endpoint at one replica; those at the next replica follow. */
export const VISIT_COUNTS = 6 + OUTCOME_COUNT;
const JOURNEY_COUNTS = 1 + OUTCOME_COUNT;
const ROUTE_COUNTS = 2 * (1 + OUTCOME_COUNT);

function runningTotals(sizes: readonly number[]): number[] {
  let total = 0;
  return sizes.map((size) => (total += size) - size);
}
