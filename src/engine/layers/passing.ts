import { eventCode } from '../../kernel/event-queue';
import { EventKind } from '../events';
import type { ListVersion } from '../list-version';
import type { Passage } from '../passage';
import type { Gate, PlacedLayer } from '../placed-layer';
import { NONE, type Call, type Frame } from '../records';
import type { Sim } from '../sim';
import { pushFrame } from './frames';

/*
 * Calls that pass all layers of their list at once (`Passage`): what comes of it is the same as if they had gone from layer
 * to layer, but of all that the layers know, most of it is left in peace. Such a call leaves no frames and sets no timers.
 * Timeouts of one list come due in the order in which its calls began, so one event in the queue is enough for all of them.
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
export function pass(sim: Sim, call: Call, version: ListVersion, passage: Passage): void {
  call.isPassed = true;
  if (passage.turns === 0) return;
  const { queue } = sim;
  const { last } = passage;
  call.turn = queue.sequence;
  queue.sequence += passage.turns;
  call.previousPassed = last;
  call.nextPassed = NONE;
  passage.last = call.number;
  if (last >= 0) sim.calls.all[last]!.nextPassed = call.number;
  else join(sim, call, version, passage);
}

/** As the first. */
function join(sim: Sim, call: Call, version: ListVersion, passage: Passage): void {
  passage.first = call.number;
  if (Number.isNaN(passage.alarmTurn)) setAlarm(sim, call, version, passage);
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
function leave(sim: Sim, call: Call, passage: Passage): void {
  call.isPassed = false;
  if (passage.turns === 0) return;
  const { all } = sim.calls;
  const { previousPassed: previous, nextPassed: next } = call;
  if (previous < 0) passage.first = next;
  else all[previous]!.nextPassed = next;
  if (next < 0) passage.last = previous;
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

/** The frame of the timeout of which a call that passed by this version has reached the end at this turn; null: none has. */
export function frameOverdue(sim: Sim, version: ListVersion): Frame | null {
  const passage = version.passage!;
  const { placed } = passage.shortest!;
  const turn = passage.alarmTurn;
  passage.alarmTurn = NaN;
  const first = passage.first < 0 ? null : sim.calls.all[passage.first]!;
  const isDue = first !== null && first.turn === turn;
  let frame: Frame | null = isDue ? layFrames(sim, first, placed) : null;
  while (frame !== null && frame.layer !== placed) frame = frame.parent;
  if (passage.first >= 0) setAlarm(sim, sim.calls.all[passage.first]!, version, passage);
  return frame;
}

/** An event for the shortest timeout of a call. */
function setAlarm(sim: Sim, call: Call, version: ListVersion, passage: Passage): void {
  passage.alarmTurn = call.turn;
  const { shortest, shortestMs } = passage;
  const code = eventCode(EventKind.overdue, version.number);
  sim.queue.pushInTurn(call.startedAt + shortestMs, call.turn + shortest!.rank, code, version.plan);
}

/** A gate lets out otherwise than before, or somebody waits at it, or no longer. */
export function noteCalm(sim: Sim, { passage, instance }: Gate): void {
  if (passage !== null) sim.policies.arena.numbers[passage.at + instance] = passage.calmWithinMs(instance);
}
