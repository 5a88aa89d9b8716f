import { doubleOfBits } from '../kernel/bits';
import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { isGood, Outcome } from '../policies/outcome';
import { isWordThere } from './calling-off';
import { noteCrowding } from './crowding';
import { EventKind } from './events';
import { sendReply } from './network';
import { EndpointSketch, ofOutcome } from './observation/layout';
import { CalledOff, RequestState, NONE, type Request, type Station } from './records';
import { ReplicaState } from './replica.machine';
import { arrive, leave, serve, serveNext } from './serving';
import type { Sim } from './sim';
import { forgetCalls } from './tracked';

/*
 * Queues. What is published is stored as a message, a request of its own that nobody waits for: its sender is answered at
 * once. Messages stand in the replica's queue; a worker takes one up for a delivery, which is the endpoint's plan of calls.
 */

/** A publisher's attempt reaches a queue that is up. While it hangs nobody is answered. */
export function publish(sim: Sim, attempt: Request): void {
  const { station } = attempt;
  if (station.state !== ReplicaState.hanging) return store(sim, attempt);
  attempt.state = RequestState.parked;
  station.aside.append(attempt);
}

/** Answers for a delivery that has ended: the message is done with, or is to be delivered again. */
export function endDelivery(sim: Sim, message: Request, outcome: Outcome, lack: number): void {
  if (isGood(outcome)) return end(sim, message, outcome, lack);
  const { mostDeliveries, againAfterMs } = message.program;
  renew(sim, message);
  if (message.deliveries >= mostDeliveries) return end(sim, message, Outcome.deadLetter, NONE);
  if (againAfterMs === 0) return queueUp(sim, message);
  const { station } = message;
  message.state = RequestState.parked;
  station.aside.append(message);
  station.delayed++;
  sim.queue.push(sim.now + againAfterMs, eventCode(EventKind.redelivery, message.number), message.timer);
}

/** The wait after a failed delivery is over. */
export function onRedelivery(sim: Sim, message: Request): void {
  const { station } = message;
  station.aside.remove(message);
  station.delayed--;
  queueUp(sim, message);
  if (station.state !== ReplicaState.crashed) serveNext(sim, station);
}

/** The queue crashes: messages are durable, and those in delivery go back to where they stood; publishers hear nothing good. */
export function cutDeliveries(sim: Sim, station: Station): void {
  for (let message = station.served.first; message !== null; message = message.next) {
    renew(sim, message);
    message.state = RequestState.queued;
    message.startedAt = sim.now;
    station.queued++;
  }
  station.queue.takeBefore(station.served);
  station.working = 0;
  station.waiting = 0;
  if (station.sharing !== null) station.sharing.clear();
  for (let next = station.aside.first; next !== null;) {
    const request = next;
    next = request.next;
    if (isMessage(request)) continue;
    station.aside.remove(request);
    leave(sim, request, Outcome.reset, NONE);
  }
}

/** The queue serves again: it answers those who published while it hung, and goes on delivering. */
export function resumeDeliveries(sim: Sim, station: Station): void {
  for (let next = station.aside.first; next !== null;) {
    const request = next;
    next = request.next;
    if (isMessage(request)) continue;
    station.aside.remove(request);
    store(sim, request);
  }
  serveNext(sim, station);
}

/** Stores what an attempt brings and answers it, or turns it away. */
function store(sim: Sim, attempt: Request): void {
  const { station } = attempt;
  if (isWordThere(attempt, sim.now)) return leave(sim, attempt, Outcome.cancelled, NONE);
  const isFree = station.working + station.waiting < station.workers;
  if (!isFree && station.queued + station.delayed >= station.queueCapacity) {
    noteCrowding(sim, station);
    return leave(sim, attempt, Outcome.queueFull, NONE);
  }
  const message = sim.requests.take();
  message.station = station;
  message.program = attempt.program;
  message.call = null;
  message.caller = null;
  message.deadlineAt = Infinity;
  message.isTracked = false;
  message.calledOff = CalledOff.no;
  message.keyHi = attempt.keyHi;
  message.keyLo = attempt.keyLo;
  message.counts = attempt.counts;
  message.trace = attempt.trace;
  message.script = attempt.script;
  message.session = attempt.session;
  message.priority = attempt.priority;
  message.patienceAt = Infinity;
  message.visitSpan = attempt.visitSpan;
  message.deliveries = 0;
  arrive(sim, message);
  message.arrivedAt = attempt.arrivedAt;
  message.startedAt = sim.now;
  sendReply(sim, attempt, Outcome.ok, NONE);
  if (isFree) return serve(sim, message, station);
  message.state = RequestState.queued;
  station.queue.append(message);
  station.queued++;
  noteCrowding(sim, station);
}

/** Beyond every place in a plan and every fallback's, so that the keys of a repeated delivery are nobody else's. */
const DELIVERY_PLACE = 1 << 21;

/** Makes a message ready for its next delivery, with chances of its own. */
function renew(sim: Sim, message: Request): void {
  const { arrivedAt } = message;
  const { key } = sim;
  deriveKey(message.keyHi, message.keyLo, DELIVERY_PLACE, ++message.deliveries, key);
  message.keyHi = key.hi;
  message.keyLo = key.lo;
  // Neither a clock nor a call of the delivery before finds it any more.
  message.timer++;
  message.generation++;
  if (message.firstCall !== null) forgetCalls(message);
  arrive(sim, message);
  message.arrivedAt = arrivedAt;
}

/** And not a publisher's attempt. */
const isMessage = ({ call, caller }: Request): boolean => call === null && caller === null;

function queueUp(sim: Sim, message: Request): void {
  const { station } = message;
  message.state = RequestState.queued;
  message.startedAt = sim.now;
  station.queue.append(message);
  station.queued++;
}

function end(sim: Sim, message: Request, outcome: Outcome, lack: number): void {
  const { program } = message;
  const sketch = isGood(outcome) ? EndpointSketch.good : EndpointSketch.failed;
  sim.counts[message.counts + ofOutcome(outcome)]!++;
  doubleOfBits[0] = sim.now - message.arrivedAt;
  sim.sketches.addNext(program.sketch + sketch);
  if (message.trace >= 0) sim.tracer.end(message.trace, message.visitSpan, outcome, -1, lack, sim);
  if (message.firstCall !== null) forgetCalls(message);
  message.state = RequestState.free;
  sim.requests.give(message);
}
