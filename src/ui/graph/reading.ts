import { JourneyGauge, ReplicaGauge, ofOutcome, type Layout } from '../../engine/observation/layout';
import type { Frame } from '../../lab/frame';
import { OUTCOME_COUNT, isGood, type Outcome } from '../../policies/outcome';
import { breakersByLink, switchOf, type SwitchReading } from './breakers';

/** What the drawing of a service shows. Shares and rates are over the trailing window, the rest is now. */
export interface ServiceReading {
  readonly workers: WorkerCounts;
  readonly queued: number;
  readonly queueCapacity: number;
  /** Requests that came in, and of those that ended the share answered; NaN: none ended. */
  readonly arrived: number;
  readonly okShare: number;
  /** Of everything that ended, answers and failures; NaN: nothing did. */
  readonly p95Ms: number;
  readonly replicasUp: number;
}

export interface WorkerCounts {
  readonly working: number;
  /** held by requests that wait for a call */
  readonly waiting: number;
  /** held in a replica that hangs */
  readonly stuck: number;
  readonly total: number;
}

/** What the drawing of a link shows: for a workload its journeys, for a service (or journeys of several steps) the attempts sent. */
export interface LinkReading {
  readonly perSecond: number;
  /** Share of what ended that failed, and how most of it failed; NaN and null: none did. */
  readonly failedShare: number;
  readonly mainFailure: Outcome | null;
  /** What somebody waits for now. */
  readonly inFlight: number;
  readonly breaker: SwitchReading | null;
}

export function readService(layout: Layout, frame: Frame, service: number): ServiceReading {
  const { replicas, workers } = layout.model.services[service]!;
  const counted = { working: 0, waiting: 0, stuck: 0, total: replicas * workers };
  let queued = 0;
  let queueCapacity = 0;
  let up = 0;
  for (let replica = 0; replica < replicas; replica++) {
    const at = layout.replica(service, replica);
    const gauge = (which: number): number => frame.gauges[at + which]!;
    if (gauge(ReplicaGauge.state) === HANGING) {
      counted.stuck += gauge(ReplicaGauge.working) + gauge(ReplicaGauge.waiting);
    } else {
      counted.working += gauge(ReplicaGauge.working);
      counted.waiting += gauge(ReplicaGauge.waiting);
    }
    queued += gauge(ReplicaGauge.queued);
    queueCapacity += gauge(ReplicaGauge.queueSize);
    if (gauge(ReplicaGauge.state) !== CRASHED) up++;
  }
  const visits = sumOf(cellsOf(layout).services[service]!, frame.trailing);
  return {
    workers: counted,
    queued,
    queueCapacity,
    arrived: visits.arrived,
    okShare: visits.good / visits.ended,
    p95Ms: frame.servicesP95Ms[service] ?? NaN,
    replicasUp: up,
  };
}

export function readLinks(layout: Layout, frame: Frame): LinkReading[] {
  const byLink = breakersByLink(layout.model, frame.breakers);
  return cellsOf(layout).links.map(({ sent, asked }, link) => {
    const late = sumOf(sent, frame.trailing);
    const sinceStart = sumOf(asked, frame.counts);
    return {
      perSecond: frame.trailingMs === 0 ? 0 : (late.arrived * 1000) / frame.trailingMs,
      failedShare: (late.ended - late.good) / late.ended,
      mainFailure: late.mainFailure,
      inFlight: sinceStart.arrived - sinceStart.ended,
      breaker: switchOf(byLink.get(link) ?? [], frame.nowMs),
    };
  });
}

/** Where counts have what is drawn of each service and of each link. */
interface Cells {
  readonly services: readonly (readonly number[])[];
  readonly links: readonly LinkCells[];
}

interface LinkCells {
  /** What goes over it: journeys or attempts. */
  readonly sent: readonly number[];
  /** What somebody waits for: journeys, or calls, of which an attempt that was given up is no part any more. */
  readonly asked: readonly number[];
}

/** Looked up with every frame, and the same for all frames of a layout. */
const cells = new WeakMap<Layout, Cells>();

function cellsOf(layout: Layout): Cells {
  const known = cells.get(layout);
  if (known !== undefined) return known;
  const { services, links } = layout.model;
  const found = {
    services: services.map((_, service) => visitCells(layout, service)),
    links: links.map((_, link) => linkCells(layout, link)),
  };
  cells.set(layout, found);
  return found;
}

/** Of a workload's link those of the journeys that begin over it, of another those of its calls and their attempts. */
function linkCells(layout: Layout, link: number): LinkCells {
  const { model } = layout;
  if (model.links[link]!.from.kind === 'workload' && !isOfSessions(model, link)) {
    const journeys = model.journeys.flatMap(({ steps }, index) =>
      steps.some(({ route }) => model.routes[route]!.link === link) ? [layout.journey(index)] : [],
    );
    return { sent: journeys, asked: journeys };
  }
  const routes = model.routes.flatMap((route, index) => (route.link === link ? [index] : []));
  return {
    sent: routes.map((route) => layout.attempts(route)),
    asked: routes.map((route) => layout.calls(route)),
  };
}

/** Whether a request over this link may be one step of several: then journeys do not tell how many cross it. */
const isOfSessions = ({ journeys, routes }: Layout['model'], link: number): boolean =>
  journeys.some(({ steps }) => steps.length > 1 && steps.some(({ route }) => routes[route]!.link === link));

/** Shoppers of a workload who should have had an answer by now. */
export const overdueOf = (layout: Layout, frame: Frame, workload: number): number =>
  layout.model.journeys.reduce(
    (sum, journey, index) =>
      journey.workload === workload ? sum + frame.gauges[layout.journeyGauge(index) + JourneyGauge.overdue]! : sum,
    0,
  );

const HANGING = 1;
const CRASHED = 2;

/** Indices in counts of a service's endpoints at each of its replicas. */
function visitCells(layout: Layout, service: number): number[] {
  const { replicas } = layout.model.services[service]!;
  return layout.model.endpoints.flatMap((endpoint, index) =>
    endpoint.service === service ? Array.from({ length: replicas }, (_, replica) => layout.visit(index, replica)) : [],
  );
}

interface Sum {
  readonly arrived: number;
  readonly ended: number;
  readonly good: number;
  readonly mainFailure: Outcome | null;
}

function sumOf(cells: readonly number[], counts: Float64Array): Sum {
  let arrived = 0;
  let ended = 0;
  let good = 0;
  let most = 0;
  let mainFailure: Outcome | null = null;
  for (const cell of cells) arrived += counts[cell]!;
  for (let code = 0; code < OUTCOME_COUNT; code++) {
    const outcome = code as Outcome;
    let number = 0;
    for (const cell of cells) number += counts[cell + ofOutcome(outcome)]!;
    ended += number;
    if (isGood(outcome)) good += number;
    else if (number > most) {
      most = number;
      mainFailure = outcome;
    }
  }
  return { arrived, ended, good, mainFailure };
}
