import { kindOf, rowOf } from '../kernel/event-queue';
import { LayerKind } from '../policies/layer';
import type { Outcome } from '../policies/outcome';
import { onArrival } from './arrivals';
import { startFallbackCall } from './calls';
import { EventKind } from './events';
import { endFault, startFault } from './faults';
import { onFallbackAnswer, onReply, onTimer, freeIfDone } from './layers';
import type { Sim } from './sim';
import { CallState, OwnerKind } from './tables';
import { giveUp, goOn, onSettled, onWorkEnd, receive } from './visits';

/** Handles the event at the head of the queue with everything that follows from it at once; false if it was dead. */
export function handleNext(sim: Sim): boolean {
  const { queue, digest } = sim;
  const alive = queue.take();
  sim.now = queue.time;
  if (!alive) return false;
  const { code } = queue;
  const kind = kindOf(code);
  const row = rowOf(code);
  sim.eventCount++;
  digest.mixDouble(sim.now);
  digest.mix(kind);
  mixIdentity(sim, kind, row);
  handle(sim, kind, row);
  settleAll(sim);
  return true;
}

/** Everything that the present instant has yet to bring. */
export function settleAll(sim: Sim): void {
  const { consequences } = sim;
  while (consequences.take()) {
    const { code, stamp } = consequences;
    const kind = kindOf(code);
    const row = rowOf(code);
    if (generationOf(sim, kind, row) === stamp) handle(sim, kind, row);
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
  const { calls, frames } = sim;
  if (calls.ownerKind[call] === OwnerKind.visit) return onSettled(sim, call);
  const frame = calls.owner[call]!;
  const isThere = frames.generation[frame] === calls.ownerGeneration[call];
  const outcome = calls.outcome[call]! as Outcome;
  calls.state[call] = CallState.over;
  freeIfDone(sim, call);
  if (isThere) onFallbackAnswer(sim, frame, outcome);
}

function askFallback(sim: Sim, frame: number): void {
  const { calls, frames, policies } = sim;
  const policy = policies.versions[calls.version[frames.call[frame]!]!]!.layers[frames.layer[frame]!]!;
  if (policy.kind === LayerKind.fallback && policy.params.use.kind === 'endpoint') {
    startFallbackCall(sim, frame, policy.params.use.route);
  }
}

function generationOf(sim: Sim, kind: number, row: number): number {
  if (kind === EventKind.settled) return sim.calls.generation[row]!;
  if (kind === EventKind.resumed) return sim.visits.generation[row]!;
  return sim.frames.generation[row]!;
}

/** What an event happens to, by keys that do not depend on which rows happened to be free. */
function mixIdentity(sim: Sim, kind: number, row: number): void {
  const { digest, visits, frames, calls } = sim;
  switch (kind) {
    case EventKind.request:
    case EventKind.reply:
      digest.mix(frames.keyHi[row]!);
      return digest.mix(frames.keyLo[row]!);
    case EventKind.timer: {
      const call = frames.call[row]!;
      digest.mix(calls.keyHi[call]! ^ calls.place[call]!);
      return digest.mix(calls.keyLo[call]! ^ frames.layer[row]!);
    }
    case EventKind.workEnd:
    case EventKind.patience:
      digest.mix(visits.keyHi[row]!);
      return digest.mix(visits.keyLo[row]!);
    default:
      digest.mix(row);
  }
}
