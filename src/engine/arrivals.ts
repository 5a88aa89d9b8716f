import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { EventKind, Purpose } from './events';
import { SpanKind } from './observation/trace';
import { NONE, RequestState, type Request } from './records';
import type { Sim } from './sim';
import { arrive, runStages } from './visits';
import type { Workload } from './workloads';

const TWO_32 = 4294967296;

/** Draws when the workload's next shopper comes, and waits for that. */
export function scheduleArrival(sim: Sim, workload: Workload): void {
  const { key } = sim;
  const { arrived } = workload;
  deriveKey(workload.keyHi, workload.keyLo, arrived | 0, Math.floor(arrived / TWO_32), key);
  workload.nextHi = key.hi;
  workload.nextLo = key.lo;
  if (workload.isEven) workload.unitTime = arrived + 0.5;
  else workload.unitTime += sim.draws.of(key.hi, key.lo, Purpose.gap).exponential();
  const instant = workload.instant();
  if (instant < Infinity) sim.queue.push(instant, eventCode(EventKind.arrival, workload.index), 0);
}

/** A shopper comes, sets out on a journey, and will wait as long as patience lasts. */
export function onArrival(sim: Sim, workload: Workload): void {
  const { nextHi, nextLo, journeys } = workload;
  workload.arrived++;
  const request = sim.requests.take();
  const program =
    journeys.length === 1 ? journeys[0]! : workload.journey(sim.draws.of(nextHi, nextLo, Purpose.journey).uniform());
  request.station = workload.station;
  request.program = program;
  request.call = null;
  request.keyHi = nextHi;
  request.keyLo = nextLo;
  request.state = RequestState.waiting;
  request.trace = NONE;
  if (isMultiple(nextLo >>> 0, workload.tracedEvery)) beginTrace(sim, request);
  arrive(sim, request);
  sim.counts[program.counts]!++;
  if (workload.patienceMs < Infinity) awaitPatience(sim, workload, request);
  runStages(sim, request);
  scheduleArrival(sim, workload);
}

function awaitPatience(sim: Sim, workload: Workload, request: Request): void {
  const { queue } = sim;
  if (workload.lane < 0) workload.lane = queue.lane(workload.patienceMs);
  queue.pushTimer(workload.lane, sim.now, eventCode(EventKind.patience, request.number), request.generation);
}

function beginTrace(sim: Sim, request: Request): void {
  const { tracer } = sim;
  request.trace = tracer.beginTrace();
  request.visitSpan = tracer.begin(request.trace, NONE, SpanKind.journey, request.program.index, 0, sim.now);
}

/** Of whole numbers below 2^32. A remainder of doubles would take the processor as long as all else that an arrival does. */
function isMultiple(number: number, of: number): boolean {
  return Math.floor(number / of) * of === number;
}
