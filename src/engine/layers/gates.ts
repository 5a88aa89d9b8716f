import { doubleOfBits } from '../../kernel/bits';
import { eventCode } from '../../kernel/event-queue';
import { Admission } from '../../policies/admission';
import { admitToBulkhead, releaseFromBulkhead, tryPermit } from '../../policies/bulkhead';
import { admitToCaps, admitWaitingToCaps, releaseFromCaps } from '../../policies/caps';
import { alarmAtOf, LayerKind, onAlarmOf, refusalOf, tokenOf, waitMsOf } from '../../policies/layer';
import { isGood, Outcome } from '../../policies/outcome';
import { admitToRateLimit, tryTurn } from '../../policies/rate-limit';
import { isFrameAwaited } from '../awaited';
import { sweep } from '../ejection';
import { EventKind } from '../events';
import { NO_LAYER, type Gate, type PlacedLayer } from '../placed-layer';
import { WaitingLine, type Call, type Frame } from '../records';
import type { Sim } from '../sim';
import {
  askBreaker,
  askBreakerAgain,
  mayAskBreakerAgain,
  mayPassBreaker,
  refreshBreaker,
  tellBreaker,
  wakeBreaker,
} from './breakers';
import { blockOf } from './frames';
import { noteCalm } from './passing';
import { askConcurrencyLimit, askThrottle, tellConcurrencyLimit, tellThrottle } from './limits';

/*
 * Gates are the layers that may hold a call back: breakers, bulkheads and limits. A gate is asked whether a call may
 * pass, and told how each call that passed has ended. After either, and at its alarm, it may let waiting calls go on.
 */

/** What the gate of a layer says to a call of this replica that arrives at it from below `parent`; by the newest parameters. */
export function ask(sim: Sim, call: Call, placed: PlacedLayer, parent: Frame | null): Admission {
  const gate = placed.cell.gates[call.instance]!;
  if (gate.letsAllOut === true) return Admission.admitted;
  const { layer } = gate.placed;
  if (layer.kind !== LayerKind.bulkhead) return askOther(sim, call, placed, gate, parent);
  return admitToBulkhead(sim.policies.arena.numbers, gate.at, layer.params, gate.waiting);
}

function askOther(sim: Sim, call: Call, placed: PlacedLayer, gate: Gate, parent: Frame | null): Admission {
  const { at, waiting } = gate;
  const { layer } = gate.placed;
  const block = sim.policies.arena.numbers;
  switch (layer.kind) {
    case LayerKind.breaker:
      return askBreaker(sim, gate, layer.params);
    case LayerKind.caps:
      return admitToCaps(block, at, layer.params, call.attempts > 0, waiting);
    case LayerKind.rateLimit:
      return admitToRateLimit(block, at, layer.params, waiting, sim.now);
    case LayerKind.throttle:
      return askThrottle(sim, call, placed, layer.params, parent);
    case LayerKind.concurrencyLimit:
      return askConcurrencyLimit(sim, call, placed);
    default:
      return Admission.admitted;
  }
}

/** What it says to a call that waits at it, asked again. */
function askWaiting(sim: Sim, gate: Gate, frame: Frame): Admission {
  const { at } = gate;
  const { layer } = gate.placed;
  const block = sim.policies.arena.numbers;
  switch (layer.kind) {
    case LayerKind.breaker:
      return askBreakerAgain(sim, frame, layer.params);
    case LayerKind.bulkhead:
      return tryPermit(block, at, layer.params) ? Admission.admitted : Admission.waits;
    case LayerKind.caps:
      return admitWaitingToCaps(block, at, layer.params, frame.call.attempts > 0);
    case LayerKind.rateLimit:
      return tryTurn(block, at, layer.params, sim.now) ? Admission.admitted : Admission.waits;
    default:
      return Admission.admitted;
  }
}

/**
 * Tells a gate, the frame's own or one above it, how what it let pass has ended; the outcome as it goes on up. A gate is one
 * for all its calls and goes by the newest parameters, whichever list a call began under.
 */
export function report(sim: Sim, frame: Frame, placed: PlacedLayer, outcome: Outcome): Outcome {
  const gate = placed.cell.gates[frame.call.instance]!;
  if (placed.kind === LayerKind.bulkhead) releaseFromBulkhead(sim.policies.arena.numbers, gate.at);
  else if (isGood(outcome) && sim.now - frame.startedAt <= gate.calmWithinMs) return outcome;
  else outcome = reportToOther(sim, frame, gate, outcome);
  if (placed.hasAlarms === true) setAlarm(sim, gate);
  if (gate.waiting > 0) askAgain(sim, gate);
  return outcome;
}

function reportToOther(sim: Sim, frame: Frame, gate: Gate, outcome: Outcome): Outcome {
  const { layer } = gate.placed;
  switch (layer.kind) {
    case LayerKind.breaker:
      return tellBreaker(sim, frame, gate, layer.params, outcome);
    case LayerKind.caps:
      releaseFromCaps(sim.policies.arena.numbers, gate.at, frame.token === 1);
      break;
    case LayerKind.throttle:
      tellThrottle(sim, gate, layer.params, outcome);
      break;
    case LayerKind.concurrencyLimit:
      tellConcurrencyLimit(sim, gate, frame, layer.params, outcome);
  }
  return outcome;
}

/** What the gate wants to be told again when the call that it has just let pass, or that waits at it, ends. */
export function noteToken(sim: Sim, frame: Frame): void {
  frame.token = tokenOf(frame.layer.layer, sim.policies.arena.numbers, blockOf(frame));
}

/** After a gate was asked or told something: its alarm may have moved, and those who wait may go on. */
export function afterwards(sim: Sim, placed: PlacedLayer, instance: number): void {
  const gate = placed.cell.gates[instance]!;
  if (placed.hasAlarms) setAlarm(sim, gate);
  if (gate.waiting > 0) askAgain(sim, gate);
}

/** The instant that a gate asked for has come. */
export function onAlarm(sim: Sim, gate: Gate): void {
  gate.alarmAtMs = NaN;
  const { layer } = gate.placed;
  if (layer.kind === LayerKind.breaker) wakeBreaker(sim, gate, layer.params);
  else if (layer.kind === LayerKind.outliers) sweep(sim, gate);
  else onAlarmOf(layer, sim.policies.arena.numbers, gate.at);
  setAlarm(sim, gate);
  if (gate.waiting > 0) askAgain(sim, gate);
}

/** Edited policies are in force: what they say of gates that were there before holds at once. */
export function refreshGates(sim: Sim): void {
  for (const gate of sim.policies.gates.all) {
    if (gate.placed === NO_LAYER) continue;
    const { layer } = gate.placed;
    if (layer.kind === LayerKind.breaker) refreshBreaker(sim, gate, layer.params);
    setAlarm(sim, gate);
    if (gate.waiting > 0) askAgain(sim, gate);
  }
}

/** Lets nobody wait at the gates of a call for whom nobody waits any more. */
export function leaveGates(sim: Sim, call: Call): void {
  if (call.policies === null) return;
  for (const { isGate, cell } of call.policies.layers) {
    const gate = isGate ? cell.gates[call.instance]! : null;
    if (gate === null || gate.waiting === 0) continue;
    for (let { first: frame } = lineAt(sim, gate); frame !== null;) {
      const next: Frame | null = frame.nextWaiting;
      if (frame.call === call && !isFrameAwaited(frame)) decide(sim, gate, frame, Outcome.abandoned);
      frame = next;
    }
  }
}

/** Those who wait at a gate. */
export function lineAt({ lines }: Sim, { number }: Gate): WaitingLine {
  while (lines.length <= number) lines.push(new WaitingLine());
  return lines[number]!;
}

/** A call begins to wait at its gate. */
export function wait(sim: Sim, frame: Frame): void {
  const withinMs = waitMsOf(frame.layer.layer);
  const gate = frame.layer.cell.gates[frame.call.instance]!;
  lineAt(sim, gate).join(frame, gate);
  noteCalm(sim, gate);
  if (withinMs === Infinity) return;
  doubleOfBits[0] = sim.now + withinMs;
  sim.queue.pushNext(eventCode(EventKind.timer, frame.number), frame.generation);
}

/** It has waited at its gate for as long as it may; if it is its turn at this very instant, it passes. */
export function endWait(sim: Sim, frame: Frame): void {
  const gate = frame.gate!;
  const isItsTurn = lineAt(sim, gate).first === frame && askWaiting(sim, gate, frame) === Admission.admitted;
  decide(sim, gate, frame, isItsTurn ? Outcome.ok : refusalOf(frame.layer.layer));
  if (gate.placed.hasAlarms) setAlarm(sim, gate);
}

/** In their order, until one is told to wait on; at a breaker, what one waits for need not be what the next one does. */
function askAgain(sim: Sim, gate: Gate): void {
  const { layer } = gate.placed;
  const isBreaker = layer.kind === LayerKind.breaker;
  if (isBreaker && !mayPassBreaker(sim, gate, layer.params)) return;
  for (let { first: frame } = lineAt(sim, gate); frame !== null;) {
    const next: Frame | null = frame.nextWaiting;
    if (!isFrameAwaited(frame)) decide(sim, gate, frame, Outcome.abandoned);
    else if (!isBreaker || mayAskBreakerAgain(sim, frame, layer.params)) {
      const admission = askWaiting(sim, gate, frame);
      if (admission !== Admission.refused && frame.layer.keepsToken) noteToken(sim, frame);
      if (admission !== Admission.waits) {
        decide(sim, gate, frame, admission === Admission.admitted ? Outcome.ok : refusalOf(frame.layer.layer));
      } else if (!isBreaker || !mayPassBreaker(sim, gate, layer.params)) break;
    }
    frame = next;
  }
  if (gate.placed.hasAlarms) setAlarm(sim, gate);
}

/** A waiting call is told: it passes (ok), or ends. The new generation puts the timer of its wait out of action. */
function decide(sim: Sim, gate: Gate, frame: Frame, outcome: Outcome): void {
  lineAt(sim, gate).leave(frame, gate);
  noteCalm(sim, gate);
  frame.generation++;
  frame.outcome = outcome;
  sim.consequences.push(eventCode(EventKind.decided, frame.number), frame.generation);
}

function setAlarm(sim: Sim, gate: Gate): void {
  const atMs = alarmAtOf(gate.placed.layer, sim.policies.arena.numbers, gate.at);
  if (Object.is(atMs, gate.alarmAtMs)) return;
  gate.alarmAtMs = atMs;
  gate.generation++;
  if (Number.isNaN(atMs)) return;
  doubleOfBits[0] = atMs < sim.now ? sim.now : atMs;
  sim.queue.pushNext(eventCode(EventKind.alarm, gate.number), gate.generation);
}
