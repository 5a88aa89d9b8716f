import { JourneyGauge, ofOutcome, ReplicaGauge, type Layout } from '../../engine/observation/layout';
import type { Frame } from '../../lab/frame';
import { OUTCOME_COUNT, isGood, type Outcome } from '../../policies/outcome';
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
  let good = 0;
  let ended = 0;
  let waiting = 0;
  let overdue = 0;
  for (const journey of journeys) {
    for (let code = 0; code < OUTCOME_COUNT; code++) {
      const number = frame.trailing[layout.journey(journey) + ofOutcome(code as Outcome)]!;
      ended += number;
      if (isGood(code as Outcome)) good += number;
    }
    waiting += frame.gauges[layout.journeyGauge(journey) + JourneyGauge.inFlight]!;
    overdue += frame.gauges[layout.journeyGauge(journey) + JourneyGauge.overdue]!;
  }
  const p95s = journeys.map((journey) => frame.journeysP95Ms[journey]!).filter((ms) => !Number.isNaN(ms));
  return {
    answered: good / (ended + overdue),
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
