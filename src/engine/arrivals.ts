import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { EventKind, Purpose } from './events';
import { SpanKind } from './observation/trace';
import { joinServed } from './served';
import type { Sim } from './sim';
import { NONE, VisitState } from './tables';
import { arrive, runStages } from './visits';

const TWO_32 = 4294967296;

/** Draws when the workload's next shopper comes, and waits for that. */
export function scheduleArrival(sim: Sim, workload: number): void {
  const { workloads, key } = sim;
  keyOfNext(sim, workload);
  workloads.unitTime[workload]! += sim.draws.of(key.hi, key.lo, Purpose.gap).exponential();
  const instant = workloads.instant(workload);
  if (instant < Infinity) sim.queue.push(instant, eventCode(EventKind.arrival, workload), 0);
}

/** A shopper comes, sets out on a journey, and will wait as long as patience lasts. */
export function onArrival(sim: Sim, workload: number): void {
  const { workloads, visits, model, key } = sim;
  keyOfNext(sim, workload);
  const { hi, lo } = key;
  workloads.arrived[workload]! += 1;
  const journey = chooseJourney(sim, workload, sim.draws.of(hi, lo, Purpose.journey).uniform());

  const visit = visits.take();
  visits.station[visit] = sim.stations.firstWorkload + workload;
  visits.program[visit] = sim.programs.firstJourney + journey;
  visits.attempt[visit] = NONE;
  visits.keyHi[visit] = hi;
  visits.keyLo[visit] = lo;
  visits.state[visit] = VisitState.waiting;
  const traced = (lo >>> 0) % workloads.tracedEvery === 0;
  arrive(sim, visit, traced ? sim.tracer.beginTrace() : -1);
  if (traced) visits.span[visit] = sim.tracer.begin(visits.trace[visit]!, -1, SpanKind.journey, journey, 0, sim.now);
  joinServed(sim, visit);
  sim.counts[sim.layout.journey(journey)]!++;

  const { patienceMs } = model.workloads[workload]!;
  if (patienceMs < Infinity) {
    const code = eventCode(EventKind.patience, visit);
    sim.queue.pushTimer(sim.queue.lane(patienceMs), sim.now, code, visits.generation[visit]!);
  }
  runStages(sim, visit);
  scheduleArrival(sim, workload);
}

function keyOfNext(sim: Sim, workload: number): void {
  const { workloads } = sim;
  const count = workloads.arrived[workload]!;
  const { keyHi, keyLo } = workloads;
  deriveKey(keyHi[workload]!, keyLo[workload]!, (count % TWO_32) | 0, Math.floor(count / TWO_32), sim.key);
}

function chooseJourney(sim: Sim, workload: number, uniform: number): number {
  const upTo = sim.workloads.upTo[workload]!;
  let at = 0;
  while (at < upTo.length - 1 && uniform >= upTo[at]!) at++;
  return sim.workloads.journeys[workload]![at]!;
}
