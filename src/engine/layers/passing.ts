import { eventCode } from '../../kernel/event-queue';
import { EventKind } from '../events';
import type { PassedCalls, PassedTimeout, Passage } from '../passage';
import type { Gate, PlacedLayer } from '../placed-layer';
import { NONE, type Call, type Frame } from '../records';
import type { Sim } from '../sim';
import { pushFrame } from './frames';

/*
 * Calls that pass all layers of their list at once (`Passage`): what comes of it is the same as if they had gone from layer
 * to layer, but of all that the layers know, most of it is left in peace. Such a call leaves no frames and sets no timers.
 * Timeouts of one length come due in the order in which calls began, so one event in the queue is enough for all of these.
 */

/** Whether a call may pass all of its layers at once. If so, it has its permit. */
export function mayPass({ policies, watch }: Sim, { instance }: Call, { at, permitsAt, permits }: Passage): boolean {
  const { numbers } = policies.arena;
  if (numbers[at + instance]! < 0 || watch !== null) return false;
  if (permitsAt < 0) return true;
  if (numbers[permitsAt + instance]! >= permits) return false;
  numbers[permitsAt + instance]! += 1;
  return true;
}

/** A call that may pass does so. */
export function pass(sim: Sim, call: Call, { calls, turns }: Passage): void {
  call.isPassed = true;
  if (calls === null) return;
  const { queue } = sim;
  const { last } = calls;
  call.turn = queue.sequence;
  queue.sequence += turns;
  call.previousPassed = last;
  call.nextPassed = NONE;
  calls.last = call.number;
  if (last >= 0) sim.calls.all[last]!.nextPassed = call.number;
  else join(sim, call, calls);
}

/** As the first. */
function join(sim: Sim, call: Call, calls: PassedCalls): void {
  calls.first = call.number;
  if (Number.isNaN(calls.alarmTurn)) setAlarm(sim, call, calls);
}

/** Whether a good outcome may go all the way up at once; if so, the call is through. */
export function passesBack(sim: Sim, call: Call): boolean {
  const passage = call.policies!.passage!;
  const { numbers } = sim.policies.arena;
  const { at, permitsAt } = passage;
  if (sim.watch !== null || !(sim.now - call.startedAt <= numbers[at + call.instance]!)) return false;
  if (permitsAt >= 0) numbers[permitsAt + call.instance]! -= 1;
  leave(sim, call, passage);
  return true;
}

/** A call is on this way no longer. */
function leave(sim: Sim, call: Call, { calls }: Passage): void {
  call.isPassed = false;
  if (calls === null) return;
  const { all } = sim.calls;
  const { previousPassed: previous, nextPassed: next } = call;
  if (previous < 0) calls.first = next;
  else all[previous]!.nextPassed = next;
  if (next < 0) calls.last = previous;
  else all[next]!.previousPassed = previous;
}

/**
 * Lays the frames of a call that passed, and sets their timers, as if it had gone from layer to layer; all but that of
 * one layer, which is due or not needed any more. Returns the innermost.
 */
export function layFrames(sim: Sim, call: Call, but: PlacedLayer | null): Frame {
  const { passage } = call.policies!;
  const { stops, timeouts } = passage!;
  leave(sim, call, passage!);
  let frame: Frame | null = null;
  for (const layer of stops) {
    frame = pushFrame(sim, call, layer, frame === null ? 0 : frame.layer.place + 1, frame);
    frame.startedAt = call.startedAt;
    const timeout = layer === but ? undefined : timeouts.find(({ placed }) => placed === layer);
    if (timeout === undefined) continue;
    const code = eventCode(EventKind.timer, frame.number);
    sim.queue.pushInTurn(call.startedAt + timeout.params.afterMs, call.turn + timeout.rank, code, frame.generation);
  }
  const attempt = call.newestAttempt;
  if (attempt !== null) {
    attempt.parent = frame;
    attempt.parentGeneration = frame!.generation;
  }
  return frame!;
}

/** The frame of the timeout that is due by now, if that is so of the call for whom the event was in the queue; or null. */
export function frameOverdue(sim: Sim, calls: PassedCalls): Frame | null {
  const { all } = sim.calls;
  const turn = calls.alarmTurn;
  calls.alarmTurn = NaN;
  const first = calls.first < 0 ? null : all[calls.first]!;
  const frame = first !== null && first.turn === turn ? frameDue(sim, first) : null;
  if (calls.first >= 0) setAlarm(sim, all[calls.first]!, calls);
  return frame;
}

function frameDue(sim: Sim, call: Call): Frame {
  const { placed } = shortestOf(call);
  let frame = layFrames(sim, call, placed);
  while (frame.layer !== placed) frame = frame.parent!;
  return frame;
}

/** An event for when a call is timed out. */
function setAlarm(sim: Sim, call: Call, calls: PassedCalls): void {
  calls.alarmTurn = call.turn;
  const code = eventCode(EventKind.overdue, calls.number);
  sim.queue.pushInTurn(call.startedAt + calls.afterMs, call.turn + shortestOf(call).rank, code, 0);
}

const shortestOf = ({ policies }: Call): PassedTimeout => policies!.passage!.shortest!;

/** A gate lets out otherwise than before, or somebody waits at it, or no longer. */
export function noteCalm(sim: Sim, { passage, instance }: Gate): void {
  if (passage !== null) sim.policies.arena.numbers[passage.at + instance] = passage.calmWithinMs(instance);
}
