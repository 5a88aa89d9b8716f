import {
  DUPLICATES,
  FINISHED,
  ofOutcome,
  QUEUE_WAIT_SUM,
  SERVICE_SUM,
  TAKEN_UP,
  type Layout,
} from '../../engine/observation/layout';
import type { Frame } from '../../lab/frame';
import { OUTCOME_COUNT, type Outcome } from '../../policies/outcome';

/** What came and how it ended over the trailing window, and what is under way now. */
export interface Tally {
  readonly arrived: number;
  readonly perSecond: number;
  readonly inFlight: number;
  readonly ended: number;
  /** By outcome code. */
  readonly byOutcome: readonly number[];
}

/** Sums cells of the counts, each an index of arrivals with its outcomes after it. */
export function tallyOf(cells: readonly number[], { counts, trailing, trailingMs }: Frame): Tally {
  const sum = (of: Float64Array, offset: number): number =>
    cells.reduce((total, cell) => total + of[cell + offset]!, 0);
  const outcomes = Array.from({ length: OUTCOME_COUNT }, (_, code) => ofOutcome(code as Outcome));
  const arrived = sum(trailing, 0);
  const byOutcome = outcomes.map((offset) => sum(trailing, offset));
  return {
    arrived,
    perSecond: trailingMs === 0 ? 0 : (arrived * 1000) / trailingMs,
    inFlight: sum(counts, 0) - outcomes.reduce((total, offset) => total + sum(counts, offset), 0),
    ended: byOutcome.reduce((total, number) => total + number, 0),
    byOutcome,
  };
}

/** Indices in counts of an endpoint at every replica of its service, or at one. */
export function visitCells(layout: Layout, endpoint: number, replica: number | null = null): number[] {
  const { replicas } = layout.model.services[layout.model.endpoints[endpoint]!.service]!;
  return replica === null
    ? Array.from({ length: replicas }, (_, each) => layout.visit(endpoint, each))
    : [layout.visit(endpoint, replica)];
}

/** Mean times in ms over the trailing window: in the queue, of requests that a worker took up; served, of those a worker finished with. */
export interface MeanTimes {
  readonly queueWaitMs: number;
  readonly serviceMs: number;
}

export function meanTimes(cells: readonly number[], frame: Frame): MeanTimes {
  const sum = (offset: number): number => cells.reduce((total, cell) => total + frame.trailing[cell + offset]!, 0);
  const mean = (of: number, over: number): number => (sum(over) === 0 ? NaN : sum(of) / sum(over));
  return { queueWaitMs: mean(QUEUE_WAIT_SUM, TAKEN_UP), serviceMs: mean(SERVICE_SUM, FINISHED) };
}

/** How often, since the start, a service has done again for the same call what must not be done twice; null: it does nothing of the kind. */
export function duplicatesOf(layout: Layout, service: number, { counts }: Frame): number | null {
  const cells = layout.model.endpoints.flatMap((endpoint, index) =>
    endpoint.service === service && !endpoint.isIdempotent ? visitCells(layout, index) : [],
  );
  return cells.length === 0 ? null : cells.reduce((total, cell) => total + counts[cell + DUPLICATES]!, 0);
}

/** p50, p95 and p99 in ms of one sketch over the trailing window; NaN where nothing was seen. */
export const quantilesOf = ({ quantiles }: Frame, sketch: number): readonly [number, number, number] => [
  quantiles[3 * sketch]!,
  quantiles[3 * sketch + 1]!,
  quantiles[3 * sketch + 2]!,
];
