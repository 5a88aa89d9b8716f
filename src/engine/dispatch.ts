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
  const alive = queue.take();
  sim.now = queue.time;
  if (!alive) return false;
  const { code } = queue;
  sim.eventCount++;
  handleEvent(sim, kindOf(code), rowOf(code));
  settleAll(sim);
  return true;
}

function handleEvent(sim: Sim, kind: number, row: number): void {
  switch (kind) {
    case EventKind.arrival:
      noteEvent(sim, kind, row, 0);
      return onArrival(sim, sim.workloads[row]!);
    case EventKind.workEnd: {
      const visit = sim.requests.all[row]!;
      noteEvent(sim, kind, visit.keyHi, visit.keyLo);
      return onWorkEnd(sim, visit);
    }
    case EventKind.request: {
      const attempt = sim.requests.all[row]!;
      noteEvent(sim, kind, attempt.keyHi, attempt.keyLo);
      return receive(sim, attempt);
    }
    case EventKind.reply: {
      const attempt = sim.requests.all[row]!;
      noteEvent(sim, kind, attempt.keyHi, attempt.keyLo);
      return onReply(sim, attempt);
    }
    case EventKind.timer: {
      const frame = sim.frames.all[row]!;
      const { call, layer } = frame;
      noteEvent(sim, kind, call.keyHi ^ call.place, call.keyLo ^ layer.place);
      return onTimer(sim, frame);
    }
    case EventKind.patience: {
      const journey = sim.requests.all[row]!;
      noteEvent(sim, kind, journey.keyHi, journey.keyLo);
      return giveUp(sim, journey);
    }
    case EventKind.faultStart:
      noteEvent(sim, kind, row, 0);
      return startFault(sim, row, false);
    case EventKind.faultEnd:
      noteEvent(sim, kind, row, 0);
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

/**
 * Into the digest: an event's instant, its kind, and to what it happens, by keys that do not depend on which rows happened
 * to be free.
 */
function noteEvent(sim: Sim, kind: number, high: number, low: number): void {
  doubleOfBits[0] = sim.now;
  sim.digest.mixEvent(wordsOfBits[LOW_WORD]!, wordsOfBits[HIGH_WORD]!, kind, high, low);
}
