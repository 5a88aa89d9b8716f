import { doubleOfBits, HIGH_WORD, LOW_WORD, wordsOfBits } from '../kernel/bits';
import { kindOf, rowOf } from '../kernel/event-queue';
import { GENERATION } from '../kernel/rows';
import { LayerKind } from '../policies/layer';
import type { Outcome } from '../policies/outcome';
import { onArrival } from './arrivals';
import { startFallbackCall } from './calls';
import { EventKind } from './events';
import { endFault, startFault } from './faults';
import { onFallbackAnswer, onReply, onTimer, freeIfDone, layerOf } from './layers';
import { Call, Frame, Request } from './records';
import type { Sim } from './sim';
import { CallState, OwnerKind } from './tables';
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
  const kind = kindOf(code);
  const row = rowOf(code);
  sim.eventCount++;
  noteEvent(sim, kind, row);
  handle(sim, kind, row);
  settleAll(sim);
  return true;
}

/** Everything that the present instant has yet to bring. */
export function settleAll(sim: Sim): void {
  const { consequences } = sim;
  while (!consequences.isEmpty) {
    const code = consequences.take();
    const row = rowOf(code);
    if (sim.memory.words[row + GENERATION] === consequences.stamp) handle(sim, kindOf(code), row);
  }
}

function handle(sim: Sim, kind: number, row: number): void {
  switch (kind) {
    case EventKind.arrival:
      return onArrival(sim, row);
    case EventKind.request:
      return receive(sim, row);
    case EventKind.workEnd:
      return onWorkEnd(sim, row);
    case EventKind.reply:
      return onReply(sim, row);
    case EventKind.timer:
      return onTimer(sim, row);
    case EventKind.patience:
      return giveUp(sim, row);
    case EventKind.faultStart:
      return startFault(sim, row, false);
    case EventKind.faultEnd:
      return endFault(sim, row, false);
    case EventKind.settled:
      return tellOwner(sim, row);
    case EventKind.resumed:
      return goOn(sim, row);
    case EventKind.fallbackCall:
      return askFallback(sim, row);
  }
}

function tellOwner(sim: Sim, call: number): void {
  const { words } = sim.memory;
  if (words[call + Call.ownerKind] === OwnerKind.request) return onSettled(sim, call);
  const frame = words[call + Call.owner]!;
  const isThere = words[frame + Frame.generation] === words[call + Call.ownerGeneration];
  const outcome = words[call + Call.outcome]! as Outcome;
  words[call + Call.state] = CallState.over;
  freeIfDone(sim, call);
  if (isThere) onFallbackAnswer(sim, frame, outcome);
}

function askFallback(sim: Sim, frame: number): void {
  const policy = layerOf(sim, frame);
  if (policy.kind === LayerKind.fallback && policy.params.use.kind === 'endpoint') {
    startFallbackCall(sim, frame, policy.params.use.route);
  }
}

/**
 * Into the digest: an event's instant, its kind, and to what it happens, by keys that do not depend on which rows happened
 * to be free.
 */
function noteEvent(sim: Sim, kind: number, row: number): void {
  const { digest } = sim;
  const { words } = sim.memory;
  doubleOfBits[0] = sim.now;
  const low = wordsOfBits[LOW_WORD]!;
  const high = wordsOfBits[HIGH_WORD]!;
  switch (kind) {
    case EventKind.request:
    case EventKind.reply:
    case EventKind.workEnd:
    case EventKind.patience:
      digest.mixFour(low, high, kind, words[row + Request.keyHi]!);
      return digest.mix(words[row + Request.keyLo]!);
    case EventKind.timer: {
      const call = words[row + Frame.call]!;
      digest.mixFour(low, high, kind, words[call + Call.keyHi]! ^ words[call + Call.place]!);
      return digest.mix(words[call + Call.keyLo]! ^ words[row + Frame.layer]!);
    }
    default:
      digest.mixFour(low, high, kind, row);
  }
}
