import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { EventKind, Purpose } from './events';
import { SpanKind } from './observation/trace';
import { Program, Request } from './records';
import { joinServed } from './served';
import type { Sim } from './sim';
import { NONE, RequestState } from './tables';
import { arrive, runStages } from './visits';

const TWO_32 = 4294967296;

/** Draws when the workload's next shopper comes, and waits for that. */
export function scheduleArrival(sim: Sim, workload: number): void {
  const { workloads, key } = sim;
  const count = workloads.arrived[workload]!;
  deriveKey(workloads.keyHi[workload]!, workloads.keyLo[workload]!, count | 0, Math.floor(count / TWO_32), key);
  workloads.nextHi[workload] = key.hi;
  workloads.nextLo[workload] = key.lo;
  workloads.unitTime[workload]! += sim.draws.of(key.hi, key.lo, Purpose.gap).exponential();
  const instant = workloads.instant(workload);
  if (instant < Infinity) sim.queue.push(instant, eventCode(EventKind.arrival, workload), 0);
}

/** A shopper comes, sets out on a journey, and will wait as long as patience lasts. */
export function onArrival(sim: Sim, workload: number): void {
  const { workloads, model } = sim;
  const hi = workloads.nextHi[workload]!;
  const lo = workloads.nextLo[workload]!;
  workloads.arrived[workload]! += 1;
  const journey = chooseJourney(sim, workload, hi, lo);

  const request = sim.requests.take();
  const { words } = sim.memory;
  const station = sim.addresses.workload(workload);
  const program = sim.addresses.journey(journey);
  words[request + Request.station] = station;
  words[request + Request.program] = program;
  words[request + Request.call] = NONE;
  words[request + Request.keyHi] = hi;
  words[request + Request.keyLo] = lo;
  words[request + Request.state] = RequestState.waiting;
  const traced = isMultiple(lo >>> 0, workloads.tracedEvery);
  const trace = traced ? sim.tracer.beginTrace() : -1;
  words[request + Request.trace] = trace;
  if (traced) words[request + Request.visitSpan] = sim.tracer.begin(trace, -1, SpanKind.journey, journey, 0, sim.now);
  arrive(sim, request);
  joinServed(sim, request, station);
  sim.counts[words[program + Program.counts]!]!++;

  const { patienceMs } = model.workloads[workload]!;
  if (patienceMs < Infinity) {
    const code = eventCode(EventKind.patience, request);
    sim.queue.pushTimer(sim.queue.lane(patienceMs), sim.now, code, words[request + Request.generation]!);
  }
  runStages(sim, request);
  scheduleArrival(sim, workload);
}

function chooseJourney(sim: Sim, workload: number, hi: number, lo: number): number {
  const journeys = sim.workloads.journeys[workload]!;
  if (journeys.length === 1) return journeys[0]!;
  const upTo = sim.workloads.upTo[workload]!;
  const uniform = sim.draws.of(hi, lo, Purpose.journey).uniform();
  let at = 0;
  while (at < upTo.length - 1 && uniform >= upTo[at]!) at++;
  return journeys[at]!;
}

/** Of whole numbers below 2^32. A remainder of doubles would take the processor as long as all else that an arrival does. */
function isMultiple(number: number, of: number): boolean {
  return Math.floor(number / of) * of === number;
}
