import type { Engine } from '../engine/engine';
import {
  DUPLICATES,
  EndpointSketch,
  JourneyGauge,
  JourneySketch,
  LinkGauge,
  ofOutcome,
  QUEUE_WAIT_SUM,
  ReplicaGauge,
  RouteSketch,
  SERVICE_SUM,
} from '../engine/observation/layout';
import type { BreakerReading } from '../engine/observation/reading';
import { ReplicaState } from '../engine/replica.machine';
import { OUTCOME_NAMES, type Outcome } from '../policies/outcome';
import type { ServiceKind } from '../scenario/model';
import { linkName, routeName } from '../scenario/naming';

/** Numbers of an outcome by its name; outcomes that did not occur are 0. */
export type Outcomes = Readonly<Record<(typeof OUTCOME_NAMES)[number], number>>;

/** In milliseconds; null where nothing was seen. */
export interface Quantiles {
  readonly count: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

export interface Spread extends Quantiles {
  readonly mean: number | null;
}

export interface Latency {
  readonly good: Quantiles;
  readonly failed: Quantiles;
}

/** At every instant arrivals = sum of outcomes + inFlight. */
export interface Flow {
  readonly arrivals: number;
  readonly outcomes: Outcomes;
  readonly inFlight: number;
}

/** What the page said to shoppers who were answered degraded. */
export interface MessageObservations {
  /** Empty: nothing. */
  readonly text: string;
  readonly shoppers: number;
}

export interface JourneyObservations extends Flow {
  readonly name: string;
  readonly overdue: number;
  /** Their shoppers add up to the degraded. */
  readonly messages: readonly MessageObservations[];
  readonly latencyMs: Latency;
}

export interface WorkloadObservations extends Flow {
  readonly name: string;
  readonly overdue: number;
  readonly messages: readonly MessageObservations[];
  readonly journeys: readonly JourneyObservations[];
}

export interface EndpointObservations extends Flow {
  readonly name: string;
  readonly queueWaitMs: Spread;
  readonly serviceMs: Spread;
  readonly latencyMs: Latency;
  /** Of an endpoint that is not idempotent: how often its work was done again for the same call. */
  readonly duplicates: number;
}

export interface ReplicaObservations extends Flow {
  /** From 1. */
  readonly replica: number;
  readonly state: string;
  /** `waiting`: requests that wait for their calls; each holds a worker where they are threaded. */
  readonly workers: { readonly working: number; readonly waiting: number; readonly free: number };
  readonly queued: number;
}

export interface ServiceObservations extends Flow {
  readonly name: string;
  readonly kind: ServiceKind;
  readonly mode: 'threaded' | 'async';
  /** Of each replica; the queue as the policies in force have it. */
  readonly workers: number;
  /** That its requests share, of each replica; null: each has one of its own. */
  readonly cores: number | null;
  readonly queue: number;
  readonly endpoints: readonly EndpointObservations[];
  readonly replicas: readonly ReplicaObservations[];
}

export interface RouteObservations {
  readonly name: string;
  /** As the caller sees them, policies included. */
  readonly calls: Flow;
  /** Sent over the link. */
  readonly attempts: Flow;
  readonly latencyMs: Latency;
}

export interface LinkObservations {
  readonly name: string;
  readonly addedMs: number;
  readonly loss: number;
  readonly cut: 'no' | 'request' | 'reply' | 'both';
  readonly routes: readonly RouteObservations[];
}

export interface Observations {
  readonly workloads: readonly WorkloadObservations[];
  readonly services: readonly ServiceObservations[];
  readonly links: readonly LinkObservations[];
  readonly breakers: readonly BreakerReading[];
  /** Faults in force at the end. */
  readonly faultsOn: readonly string[];
}

const STATES = Object.keys(ReplicaState);
const CUTS = ['no', 'request', 'reply', 'both'] as const;

/** Everything an engine observed from its start until now, by name. */
export function observe(engine: Engine): Observations {
  const { model, layout, counts, sketches } = engine;
  const gauges = new Float64Array(layout.gaugeLength);
  engine.readGauges(gauges);

  const flow = (...starts: number[]): Flow => {
    const total = (offset: number) => starts.reduce((sum, at) => sum + counts[at + offset]!, 0);
    const entries = OUTCOME_NAMES.map((name, outcome) => [name, total(ofOutcome(outcome as Outcome))] as const);
    const arrivals = total(0);
    const ended = entries.reduce((sum, [, count]) => sum + count, 0);
    return { arrivals, outcomes: Object.fromEntries(entries) as Outcomes, inFlight: arrivals - ended };
  };
  const quantiles = (sketch: number): Quantiles => {
    const at = (q: number) => finite(sketches.quantile(sketch, q));
    return { count: sketches.count(sketch), p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  };
  const latency = (base: number, kind: { readonly good: number; readonly failed: number }): Latency => ({
    good: quantiles(base + kind.good),
    failed: quantiles(base + kind.failed),
  });

  const told = engine.readMessages();
  const messagesOf = (...journeys: number[]): MessageObservations[] => {
    const shoppersOf = new Map<string, number>();
    for (const { journey, text, shoppers } of told)
      if (journeys.includes(journey)) shoppersOf.set(text, (shoppersOf.get(text) ?? 0) + shoppers);
    return [...shoppersOf].map(([text, shoppers]) => ({ text, shoppers }));
  };

  const journeys = model.journeys.map(({ name }, journey) => ({
    name,
    ...flow(layout.journey(journey)),
    overdue: gauges[layout.journeyGauge(journey) + JourneyGauge.overdue]!,
    messages: messagesOf(journey),
    latencyMs: latency(layout.journeySketch(journey), JourneySketch),
  }));

  return {
    workloads: model.workloads.map(({ name }, workload) => {
      const own = indicesWhere(model.journeys, (journey) => journey.workload === workload);
      return {
        name,
        ...flow(...own.map((journey) => layout.journey(journey))),
        overdue: own.reduce((sum, journey) => sum + journeys[journey]!.overdue, 0),
        messages: messagesOf(...own),
        journeys: own.map((journey) => journeys[journey]!),
      };
    }),
    services: model.services.map(({ name, kind, mode, workers, cores, replicas }, service) => {
      const own = indicesWhere(model.endpoints, (endpoint) => endpoint.service === service);
      const visits = (endpoint: number) => range(replicas).map((replica) => layout.visit(endpoint, replica));
      return {
        name,
        kind,
        mode,
        workers,
        cores: cores === Infinity ? null : cores,
        queue: gauges[layout.replica(service, 0) + ReplicaGauge.queueSize]!,
        ...flow(...own.flatMap(visits)),
        endpoints: own.map((endpoint) => {
          const base = layout.endpointSketch(endpoint);
          const spread = (sketch: number, offset: number): Spread => {
            const seen = quantiles(base + sketch);
            const sum = visits(endpoint).reduce((total, at) => total + counts[at + offset]!, 0);
            return { ...seen, mean: seen.count === 0 ? null : sum / seen.count };
          };
          return {
            name: model.endpoints[endpoint]!.name,
            ...flow(...visits(endpoint)),
            queueWaitMs: spread(EndpointSketch.queueWait, QUEUE_WAIT_SUM),
            serviceMs: spread(EndpointSketch.service, SERVICE_SUM),
            latencyMs: latency(base, EndpointSketch),
            duplicates: visits(endpoint).reduce((total, at) => total + counts[at + DUPLICATES]!, 0),
          };
        }),
        replicas: range(replicas).map((replica) => {
          const at = layout.replica(service, replica);
          const working = gauges[at + ReplicaGauge.working]!;
          const waiting = gauges[at + ReplicaGauge.waiting]!;
          return {
            replica: replica + 1,
            state: STATES[gauges[at + ReplicaGauge.state]!] ?? '',
            workers: { working, waiting, free: workers - working - (mode === 'threaded' ? waiting : 0) },
            queued: gauges[at + ReplicaGauge.queued]!,
            ...flow(...own.map((endpoint) => layout.visit(endpoint, replica))),
          };
        }),
      };
    }),
    links: model.links.map((_, link) => {
      const at = layout.linkGauge(link);
      return {
        name: linkName(model, link),
        addedMs: gauges[at + LinkGauge.addedMs]!,
        loss: gauges[at + LinkGauge.loss]!,
        cut: CUTS[gauges[at + LinkGauge.cut]!] ?? 'no',
        routes: indicesWhere(model.routes, (route) => route.link === link).map((route) => ({
          name: routeName(model, route),
          calls: flow(layout.calls(route)),
          attempts: flow(layout.attempts(route)),
          latencyMs: latency(layout.routeSketch(route), RouteSketch),
        })),
      };
    }),
    breakers: engine.readBreakers(),
    faultsOn: engine.faultsOn,
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

const indicesWhere = <Item>(items: readonly Item[], wanted: (item: Item) => boolean): number[] =>
  items.flatMap((item, index) => (wanted(item) ? [index] : []));
