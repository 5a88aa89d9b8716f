import { doubleOfBits, HIGH_WORD, LOW_WORD, wordsOfBits } from '../kernel/bits';
import { kindOf, rowOf } from '../kernel/event-queue';
import { LayerKind } from '../policies/layer';
import { onArrival } from './arrivals';
import { startFallbackCall } from './calls';
import { EventKind } from './events';
import { endFault, startFault } from './faults';
import { freeIfDone, onFallbackAnswer, onReply, onTimer } from './layers';
import { CallState, type Call, type Frame } from './records';
import type { Sim } from './sim';
import { giveUp, goOn, onSettled, onWorkEnd, receive } from './visits';

/** Handles every event before this instant. */
export function handleBefore(sim: Sim, untilMs: number): void {
  const { queue } = sim;
  while (queue.nextTime < untilMs) handleNext(sim);
}

/** Handles the event at the head of the queue with everything that follows from it at once; false if it was dead. */
export function handleNext(sim: Sim): boolean {
  const { queue } = sim;
  queue.take();
  const { code, stamp, time } = queue;
  const kind = kindOf(code);
  const row = rowOf(code);
  sim.now = time;
  // Whom it happens to, for the digest: by keys that do not depend on which rows happened to be free.
  let keyHi = row;
  let keyLo = 0;
  switch (kind) {
    case EventKind.workEnd:
    case EventKind.request:
    case EventKind.reply:
    case EventKind.patience: {
      const request = sim.requests.all[row]!;
      if ((kind === EventKind.workEnd ? request.timer : request.generation) !== stamp) return false;
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
    case EventKind.faultEnd:
      if (sim.faults[row]!.generation !== stamp) return false;
  }
  doubleOfBits[0] = time;
  sim.digest.mixEvent(wordsOfBits[LOW_WORD]!, wordsOfBits[HIGH_WORD]!, kind, keyHi, keyLo);
  sim.eventCount++;
  handleEvent(sim, kind, row);
  settleAll(sim);
  return true;
}

function handleEvent(sim: Sim, kind: number, row: number): void {
  switch (kind) {
    case EventKind.arrival:
      return onArrival(sim, sim.workloads[row]!);
    case EventKind.workEnd:
      return onWorkEnd(sim, sim.requests.all[row]!);
    case EventKind.request:
      return receive(sim, sim.requests.all[row]!);
    case EventKind.reply:
      return onReply(sim, sim.requests.all[row]!);
    case EventKind.timer:
      return onTimer(sim, sim.frames.all[row]!);
    case EventKind.patience:
      return giveUp(sim, sim.requests.all[row]!);
    case EventKind.faultStart:
      return startFault(sim, row, false);
    case EventKind.faultEnd:
      return endFault(sim, row, false);
  }
}

/** Everything that the present instant has yet to bring. */
export function settleAll(sim: Sim): void {
  const { consequences } = sim;
  while (!consequences.isEmpty) {
    const code = consequences.take();
    follow(sim, kindOf(code), rowOf(code), consequences.stamp);
  }
}

/** What follows at once from an event, if whom it concerns is still there. */
function follow(sim: Sim, kind: number, row: number, generation: number): void {
  switch (kind) {
    case EventKind.request: {
      const attempt = sim.requests.all[row]!;
      if (attempt.generation === generation) receive(sim, attempt);
      return;
    }
    case EventKind.reply: {
      const attempt = sim.requests.all[row]!;
      if (attempt.generation === generation) onReply(sim, attempt);
      return;
    }
    case EventKind.settled: {
      const call = sim.calls.all[row]!;
      if (call.generation === generation) tellOwner(sim, call);
      return;
    }
    case EventKind.resumed: {
      const visit = sim.requests.all[row]!;
      if (visit.generation === generation) goOn(sim, visit);
      return;
    }
    case EventKind.fallbackCall: {
      const frame = sim.frames.all[row]!;
      if (frame.generation === generation) askFallback(sim, frame);
      return;
    }
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
  if (layer.kind === LayerKind.fallback && layer.params.use.kind === 'endpoint') {
    startFallbackCall(sim, frame, sim.world.routes[layer.params.use.route]!);
  }
}
