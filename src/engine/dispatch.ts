import { doubleOfBits, HIGH_WORD, LOW_WORD, wordsOfBits } from '../kernel/bits';
import { kindOf, rowOf } from '../kernel/event-queue';
import { routeAsked } from '../policies/fallback';
import { LayerKind } from '../policies/layer';
import { onArrival, onNextStep, onUserReturn } from './arrivals';
import { startFallbackCall } from './calls';
import { EventKind } from './events';
import { endFault, startFault, worsenFault } from './faults';
import { onAlarm } from './layers/gates';
import { frameOverdue } from './layers/passing';
import { freeIfDone, onCalledOff, onDecided, onFallbackAnswer, onReply, onTimer } from './layers/way';
import { onRedelivery } from './messages';
import { CalledOff, CallState, RequestState, type Call, type Frame, type Request } from './records';
import { isWorkDone } from './shared-work';
import type { Sim } from './sim';
import { giveUp, goOn, onAnswered, onCancel, onDeadline, onSettled, onWorkEnd, receive } from './visits';

/** Handles every event before this instant, or until the run stops. */
export function handleBefore(sim: Sim, untilMs: number): void {
  const { queue } = sim;
  while (sim.stopped === null && queue.nextTime < untilMs) handleNext(sim);
}

/** Handles the event at the head of the queue with everything that follows from it at once; false if it was dead. */
export function handleNext(sim: Sim): boolean {
  const { queue } = sim;
  queue.take();
  const { code, stamp, time } = queue;
  let row = rowOf(code);
  let kind: number = kindOf(code);
  sim.now = time;
  let request: Request | null = null;
  // Whom it happens to, for the digest: by keys that do not depend on which rows happened to be free.
  let keyHi = row;
  let keyLo = 0;
  switch (kind) {
    case EventKind.workEnd:
    case EventKind.redelivery:
      request = sim.requests.all[row]!;
      if (request.timer !== stamp) return false;
      break;
    case EventKind.sharedWork:
      request = sim.requests.all[row]!;
      // Gone off too early, it is no event.
      if (request.timer !== stamp || !isWorkDone(sim, request, request.station.sharing!)) return false;
      kind = EventKind.workEnd;
      break;
    case EventKind.request:
    case EventKind.reply:
    case EventKind.patience:
    case EventKind.deadline:
    case EventKind.nextStep:
      request = sim.requests.all[row]!;
      if (request.generation !== stamp) return false;
      break;
    case EventKind.timer: {
      const { generation, call, layer } = sim.frames.all[row]!;
      if (generation !== stamp) return false;
      keyHi = call.keyHi ^ call.place;
      keyLo = call.keyLo ^ layer.place;
      break;
    }
    case EventKind.overdue: {
      const frame = frameOverdue(sim, sim.policies.passed[row]!);
      if (frame === null) return false;
      kind = EventKind.timer;
      row = frame.number;
      keyHi = frame.call.keyHi ^ frame.call.place;
      keyLo = frame.call.keyLo ^ frame.layer.place;
      break;
    }
    case EventKind.cancel: {
      request = sim.requests.all[row]!;
      const { state, calledOff, cancelDueAt } = request;
      if (calledOff === CalledOff.no || cancelDueAt !== time || state === RequestState.free) return false;
      break;
    }
    case EventKind.alarm: {
      const { generation, listKey, instance, placed } = sim.policies.gates.all[row]!;
      if (generation !== stamp) return false;
      keyHi = listKey ^ instance;
      keyLo = placed.place;
      break;
    }
    case EventKind.faultStart:
      if (sim.faults[row]!.schedule !== stamp) return false;
      break;
    case EventKind.faultEnd:
    case EventKind.faultStep:
      if (sim.faults[row]!.generation !== stamp) return false;
  }
  if (request !== null) {
    keyHi = request.keyHi;
    keyLo = request.keyLo;
  }
  doubleOfBits[0] = time;
  sim.digest.mixEvent(wordsOfBits[LOW_WORD]!, wordsOfBits[HIGH_WORD]!, kind, keyHi, keyLo);
  sim.eventCount++;
  if (kind === EventKind.workEnd) onWorkEnd(sim, request!);
  else if (request !== null) turn(sim, kind, request);
  else turnOther(sim, kind, row);
  settleAll(sim);
  return true;
}

/** Everything that the present instant has yet to bring, to whoever is still there. */
export function settleAll(sim: Sim): void {
  const { consequences } = sim;
  while (!consequences.isEmpty) {
    const { code, stamp } = consequences;
    const kind = kindOf(code);
    const row = rowOf(code);
    consequences.shift();
    if (kind === EventKind.settled) {
      const call = sim.calls.all[row]!;
      if (call.generation === stamp) tellOwner(sim, call);
    } else if (kind === EventKind.fallbackCall || kind === EventKind.decided) {
      const frame = sim.frames.all[row]!;
      if (frame.generation !== stamp) continue;
      if (kind === EventKind.decided) onDecided(sim, frame);
      else askFallback(sim, frame);
    } else {
      const request = sim.requests.all[row]!;
      // The visit of one that is called off may end meanwhile, but its row stays until the frames above have been told.
      const generation = kind === EventKind.calledOff ? request.parentGeneration : request.generation;
      if (generation !== stamp) continue;
      // What follows most often comes first, without another call on the way.
      if (kind === EventKind.request) receive(sim, request);
      else if (kind === EventKind.reply) onReply(sim, request);
      else if (kind === EventKind.answered) onAnswered(sim, request);
      else turn(sim, kind, request);
    }
  }
}

/** What happens to a request. */
function turn(sim: Sim, kind: number, request: Request): void {
  switch (kind) {
    case EventKind.request:
      return receive(sim, request);
    case EventKind.reply:
      return onReply(sim, request);
    case EventKind.redelivery:
      return onRedelivery(sim, request);
    case EventKind.nextStep:
      return onNextStep(sim, request);
    case EventKind.patience:
      return giveUp(sim, request);
    case EventKind.resumed:
      return goOn(sim, request);
    case EventKind.deadline:
      return onDeadline(sim, request);
    case EventKind.cancel:
      return onCancel(sim, request);
    case EventKind.calledOff:
      return onCalledOff(sim, request);
  }
}

/** What happens to anything else, by its number. */
function turnOther(sim: Sim, kind: number, row: number): void {
  switch (kind) {
    case EventKind.arrival:
      return onArrival(sim, sim.workloads[row]!);
    case EventKind.timer:
      return onTimer(sim, sim.frames.all[row]!);
    case EventKind.userReturn:
      return onUserReturn(sim, row);
    case EventKind.alarm:
      return onAlarm(sim, sim.policies.gates.all[row]!);
    case EventKind.faultStart:
      return startFault(sim, row, false);
    case EventKind.faultEnd:
      return endFault(sim, row, false);
    case EventKind.faultStep:
      return worsenFault(sim, row);
  }
}

function tellOwner(sim: Sim, call: Call): void {
  if (call.frame === null) return onSettled(sim, call);
  const { frame, ownerGeneration, outcome } = call;
  call.state = CallState.over;
  freeIfDone(sim, call);
  if (frame.generation === ownerGeneration) onFallbackAnswer(sim, frame, outcome);
}

function askFallback(sim: Sim, frame: Frame): void {
  const { layer } = frame.layer;
  if (layer.kind === LayerKind.fallback) startFallbackCall(sim, frame, sim.world.routes[routeAsked(layer.params)]!);
}
