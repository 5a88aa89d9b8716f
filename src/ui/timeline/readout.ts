import { JourneyGauge, ReplicaGauge, type Layout } from '../../engine/observation/layout';
import type { Frame } from '../../lab/frame';
import { addTallies, answeredShare, endingsAt } from '../../lesson/tally';
import type { Chosen } from './series';

/** What shoppers get, over the trailing window; those waiting are counted now. */
export interface Readout {
  /** Of those whose wait ended, or should have ended by now; NaN: there was nobody. */
  readonly answered: number;
  /** Of all journeys together, that of the slowest. */
  readonly p95Ms: number;
  readonly waiting: number;
  /** Of the requests in the queues at the door at least so many are of shoppers who gave up. */
  readonly leftBehind: number;
}

export function readoutOf(layout: Layout, frame: Frame, chosen: Chosen): Readout {
  const journeys = chosen === null ? [...layout.model.journeys.keys()] : [chosen];
  const gauge = (journey: number, which: 'inFlight' | 'overdue'): number =>
    frame.gauges[layout.journeyGauge(journey) + JourneyGauge[which]]!;
  const tally = addTallies(
    journeys.map((journey) => {
      const at = layout.journey(journey);
      return { arrived: frame.trailing[at]!, ...endingsAt(frame.trailing, at), overdue: gauge(journey, 'overdue') };
    }),
  );
  const waiting = journeys.reduce((sum, journey) => sum + gauge(journey, 'inFlight'), 0);
  const p95s = journeys.map((journey) => frame.journeysP95Ms[journey]!).filter((ms) => !Number.isNaN(ms));
  return {
    answered: answeredShare(tally),
    p95Ms: p95s.length === 0 ? NaN : Math.max(...p95s),
    waiting,
    leftBehind: chosen === null ? Math.max(0, queuedAtDoors(layout, frame) - waiting) : 0,
  };
}

/** Requests in the queues of services that only shoppers call. */
function queuedAtDoors(layout: Layout, frame: Frame): number {
  const { services, links } = layout.model;
  let queued = 0;
  services.forEach(({ replicas }, service) => {
    const callers = links.filter(({ to }) => to === service);
    if (callers.length === 0 || callers.some(({ from }) => from.kind !== 'workload')) return;
    for (let replica = 0; replica < replicas; replica++) {
      queued += frame.gauges[layout.replica(service, replica) + ReplicaGauge.queued]!;
    }
  });
  return queued;
}
