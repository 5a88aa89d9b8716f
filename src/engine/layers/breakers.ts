import { deriveKey } from '../../kernel/keys';
import type { Admission } from '../../policies/admission';
import {
  admitAgain,
  admitToBreaker,
  adoptBreaker,
  breakerStateName,
  breakerStateNumber,
  calmWithinMs,
  drawOpenTime,
  drawsOpenTimes,
  letsAllOut,
  mayAskAgain,
  mayLetOut,
  onBreakerAlarm,
  openTimesDrawn,
  reportToBreaker,
  verdictOf,
  type BreakerParams,
} from '../../policies/breaker';
import { Outcome } from '../../policies/outcome';
import { Purpose } from '../events';
import type { Gate } from '../placed-layer';
import type { Frame } from '../records';
import type { Sim } from '../sim';
import { blockOf } from './frames';
import { noteCalm } from './passing';

/** What a breaker says to a call that arrives. */
export function askBreaker(sim: Sim, gate: Gate, params: BreakerParams): Admission {
  const block = sim.policies.arena.numbers;
  const before = breakerStateNumber(block, gate.at);
  const admission = admitToBreaker(block, gate.at, params, sim.now);
  noteGate(sim, gate, params, before);
  return admission;
}

/** Whether a breaker may have another answer now for those who wait at it. */
export const mayPassBreaker = (sim: Sim, gate: Gate, params: BreakerParams): boolean =>
  mayLetOut(sim.policies.arena.numbers, gate.at, params);

/** Whether a call that waits at it may ask again now. */
export const mayAskBreakerAgain = (sim: Sim, frame: Frame, params: BreakerParams): boolean =>
  mayAskAgain(sim.policies.arena.numbers, blockOf(frame), params, frame.token);

/** What it says now to a call that asks again. */
export function askBreakerAgain(sim: Sim, frame: Frame, params: BreakerParams): Admission {
  const at = blockOf(frame);
  const block = sim.policies.arena.numbers;
  const before = breakerStateNumber(block, at);
  const admission = admitAgain(block, at, params, sim.now);
  noteGate(sim, frame.gate!, params, before);
  return admission;
}

/** Tells a breaker how a call that it let out has ended; the outcome as its caller gets to know it. */
export function tellBreaker(sim: Sim, frame: Frame, gate: Gate, params: BreakerParams, outcome: Outcome): Outcome {
  const block = sim.policies.arena.numbers;
  const { at } = gate;
  const before = breakerStateNumber(block, at);
  const tookMs = sim.now - frame.startedAt;
  const refuses = reportToBreaker(block, at, params, frame.token, verdictOf(params, outcome), tookMs, sim.now);
  noteGate(sim, gate, params, before);
  return refuses ? Outcome.breakerOpen : outcome;
}

/** The instant that a breaker asked for has come. */
export function wakeBreaker(sim: Sim, gate: Gate, params: BreakerParams): void {
  const before = breakerStateNumber(sim.policies.arena.numbers, gate.at);
  onBreakerAlarm(sim.policies.arena.numbers, gate.at, params, sim.now);
  noteGate(sim, gate, params, before);
}

/** Edited policies are in force; they may say in which state the breaker is to be. */
export function refreshBreaker(sim: Sim, gate: Gate, params: BreakerParams): void {
  const before = breakerStateNumber(sim.policies.arena.numbers, gate.at);
  adoptBreaker(sim.policies.arena.numbers, gate.at, params, sim.now);
  noteGate(sim, gate, params, before);
}

/** After a breaker was asked or told something by these parameters: what it makes of the next call, and whether its state is another. */
function noteGate(sim: Sim, gate: Gate, params: BreakerParams, before: number): void {
  const { at, list, placed, instance } = gate;
  const block = sim.policies.arena.numbers;
  const { letsAllOut: didLetOut, calmWithinMs: wasCalmWithinMs } = gate;
  gate.letsAllOut = letsAllOut(block, at, params);
  gate.calmWithinMs = calmWithinMs(block, at, params);
  if (gate.letsAllOut !== didLetOut || gate.calmWithinMs !== wasCalmWithinMs) noteCalm(sim, gate);
  const after = breakerStateNumber(block, at);
  if (after === before) return;
  const to = breakerStateName(params, after);
  if (to === 'open' && drawsOpenTimes(params)) drawOpenTimeOf(sim, gate, params);
  const from = breakerStateName(params, before);
  sim.log.add(sim.now, { kind: 'breaker', list, layer: placed.layer.name, instance, from, to });
}

/** Beyond what else is made from the seed. */
const OPEN_TIMES = (1 << 20) + 2;

/** How long it stays open follows from the seed, which breaker it is, and how often it was drawn before. */
function drawOpenTimeOf(sim: Sim, { at, listKey, placed, instance }: Gate, params: BreakerParams): void {
  const { key } = sim;
  const block = sim.policies.arena.numbers;
  deriveKey(sim.seedHi, sim.seedLo, OPEN_TIMES, listKey, key);
  deriveKey(key.hi, key.lo, placed.place, instance, key);
  deriveKey(key.hi, key.lo, openTimesDrawn(block, at), 0, key);
  drawOpenTime(block, at, params, sim.draws.of(key.hi, key.lo, Purpose.openTime).uniform());
}
