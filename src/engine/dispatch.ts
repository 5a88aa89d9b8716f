import { doubleOfBits, HIGH_WORD, LOW_WORD, wordsOfBits } from '../kernel/bits';
import { kindOf, rowOf } from '../kernel/event-queue';
import { routeAsked } from '../policies/fallback';
import { LayerKind } from '../policies/layer';
import { onArrival, onNextStep, onUserReturn } from './arrivals';
import { startFallbackCall } from './calls';
import { EventKind } from './events';
import { endFault, startFault, worsenFault } from './faults';
import { onAlarm } from './layers/gates';
import { freeIfDone, onCalledOff, onDecided, onFallbackAnswer, onReply, onTimer } from './layers/way';
import { onRedelivery } from './messages';
import { CalledOff, CallState, RequestState, type Call, type Frame } from './records';
import { isWorkDone } from './shared-work';
import type { Sim } from './sim';
import { giveUp, goOn, onCancel, onDeadline, onSettled, onWorkEnd, receive } from './visits';

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
  const row = rowOf(code);
  let kind: number = kindOf(code);
  sim.now = time;
  // Whom it happens to, for the digest: by keys that do not depend on which rows happened to be free.
  let keyHi = row;
  let keyLo = 0;
  switch (kind) {
    case EventKind.workEnd:
    case EventKind.redelivery: {
      const request = sim.requests.all[row]!;
      if (request.timer !== stamp) return false;
      keyHi = request.keyHi;
      keyLo = request.keyLo;
      break;
    }
    case EventKind.sharedWork: {
      const visit = sim.requests.all[row]!;
      // Gone off too early, it is no event.
      if (visit.timer !== stamp || !isWorkDone(sim, visit, visit.station.sharing!)) return false;
      keyHi = visit.keyHi;
      keyLo = visit.keyLo;
      kind = EventKind.workEnd;
      break;
    }
    case EventKind.request:
    case EventKind.reply:
    case EventKind.patience:
    case EventKind.deadline:
    case EventKind.nextStep: {
      const request = sim.requests.all[row]!;
      if (request.generation !== stamp) return false;
      keyHi = request.keyHi;
      keyLo = request.keyLo;
      break;
    }
    case EventKind.timer: {
      const { generation, call, layer } = sim.frames.all[row]!;
      if (generation !== stamp) return false;
      keyHi = call.keyHi ^ call.place;
      keyLo = call.keyLo ^ layer.place;
      break;
    }
    case EventKind.cancel: {
      const { state, calledOff, cancelDueAt, keyHi: hi, keyLo: lo } = sim.requests.all[row]!;
      if (calledOff === CalledOff.no || cancelDueAt !== time || state === RequestState.free) return false;
      keyHi = hi;
      keyLo = lo;
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
  doubleOfBits[0] = time;
  sim.digest.mixEvent(wordsOfBits[LOW_WORD]!, wordsOfBits[HIGH_WORD]!, kind, keyHi, keyLo);
  sim.eventCount++;
  handlers[kind]!(sim, row);
  settleAll(sim);
  return true;
}

/*
 * The handlers of events and of what follows from them, by kind. They are called by way of a table so that the compiler
 * takes each for itself and writes out in it whatever that calls, rather than a part of everything in one place.
 */
const handlers: ((sim: Sim, row: number) => void)[] = [];
handlers[EventKind.arrival] = (sim, row) => onArrival(sim, sim.workloads[row]!);
handlers[EventKind.request] = (sim, row) => receive(sim, sim.requests.all[row]!);
handlers[EventKind.workEnd] = (sim, row) => onWorkEnd(sim, sim.requests.all[row]!);
handlers[EventKind.reply] = (sim, row) => onReply(sim, sim.requests.all[row]!);
handlers[EventKind.timer] = (sim, row) => onTimer(sim, sim.frames.all[row]!);
handlers[EventKind.redelivery] = (sim, row) => onRedelivery(sim, sim.requests.all[row]!);
handlers[EventKind.nextStep] = (sim, row) => onNextStep(sim, sim.requests.all[row]!);
handlers[EventKind.userReturn] = (sim, row) => onUserReturn(sim, row);
handlers[EventKind.patience] = (sim, row) => giveUp(sim, sim.requests.all[row]!);
handlers[EventKind.faultStart] = (sim, row) => startFault(sim, row, false);
handlers[EventKind.faultEnd] = (sim, row) => endFault(sim, row, false);
handlers[EventKind.faultStep] = (sim, row) => worsenFault(sim, row);
handlers[EventKind.alarm] = (sim, row) => onAlarm(sim, sim.policies.gates.all[row]!);
handlers[EventKind.decided] = (sim, row) => onDecided(sim, sim.frames.all[row]!);
handlers[EventKind.deadline] = (sim, row) => onDeadline(sim, sim.requests.all[row]!);
handlers[EventKind.cancel] = (sim, row) => onCancel(sim, sim.requests.all[row]!);
handlers[EventKind.calledOff] = (sim, row) => onCalledOff(sim, sim.requests.all[row]!);
handlers[EventKind.settled] = (sim, row) => tellOwner(sim, sim.calls.all[row]!);
handlers[EventKind.resumed] = (sim, row) => goOn(sim, sim.requests.all[row]!);
handlers[EventKind.fallbackCall] = (sim, row) => askFallback(sim, sim.frames.all[row]!);

/** Everything that the present instant has yet to bring, to whoever is still there. */
export function settleAll(sim: Sim): void {
  const { consequences } = sim;
  while (!consequences.isEmpty) {
    const code = consequences.take();
    const kind = kindOf(code);
    const row = rowOf(code);
    if (generationOf(sim, kind, row) === consequences.stamp) handlers[kind]!(sim, row);
  }
}

function generationOf(sim: Sim, kind: number, row: number): number {
  if (kind === EventKind.settled) return sim.calls.all[row]!.generation;
  if (kind === EventKind.fallbackCall || kind === EventKind.decided) return sim.frames.all[row]!.generation;
  // Its visit may end meanwhile, but its row stays until the frames above have been told.
  if (kind === EventKind.calledOff) return sim.requests.all[row]!.parentGeneration;
  return sim.requests.all[row]!.generation;
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
