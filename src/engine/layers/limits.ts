import { deriveKey } from '../../kernel/keys';
import { Admission } from '../../policies/admission';
import {
  admitToConcurrencyLimit,
  reportDraws,
  reportToConcurrencyLimit,
  sampleOf,
  type ConcurrencyLimitParams,
} from '../../policies/concurrency-limit';
import type { Outcome } from '../../policies/outcome';
import { heldBackShare, isAccepted, noteAccept, noteRequest, type ThrottleParams } from '../../policies/throttle';
import { Purpose } from '../events';
import type { Gate, PlacedLayer } from '../placed-layer';
import type { Call, Frame } from '../records';
import type { Sim } from '../sim';
import { blockFor } from './frames';

/** Whether the caller's own throttling lets a call out that comes from below `parent`. */
export function askThrottle(
  sim: Sim,
  call: Call,
  placed: PlacedLayer,
  params: ThrottleParams,
  parent: Frame | null,
): Admission {
  const at = blockFor(call, placed);
  const block = sim.policies.arena.numbers;
  const chance = heldBackShare(block, at, params, sim.now);
  noteRequest(block, at, params, sim.now);
  if (chance === 0) return Admission.admitted;
  return drawAt(sim, call, placed, parent, Purpose.throttle) < chance ? Admission.refused : Admission.admitted;
}

/** Tells it how a call has ended that it let out. */
export function tellThrottle(sim: Sim, gate: Gate, params: ThrottleParams, outcome: Outcome): void {
  if (isAccepted(outcome)) noteAccept(sim.policies.arena.numbers, gate.at, params, sim.now);
}

/** Whether an adaptive limit has room for a call. */
export function askConcurrencyLimit(sim: Sim, call: Call, placed: PlacedLayer): Admission {
  return admitToConcurrencyLimit(sim.policies.arena.numbers, blockFor(call, placed))
    ? Admission.admitted
    : Admission.refused;
}

/** Tells it how a call has ended; the token is with how many it began. */
export function tellConcurrencyLimit(
  sim: Sim,
  gate: Gate,
  frame: Frame,
  params: ConcurrencyLimitParams,
  outcome: Outcome,
): void {
  const block = sim.policies.arena.numbers;
  const { at } = gate;
  const sample = sampleOf(outcome);
  const { call, layer, parent, token, startedAt } = frame;
  const uniform = reportDraws(block, at, params, sample) ? drawAt(sim, call, layer, parent, Purpose.probe) : 0;
  reportToConcurrencyLimit(block, at, params, sample, sim.now - startedAt, token, sim.now, uniform);
}

/** A draw from [0, 1) for this layer and this one of the call's tries, as the layers above it count them. */
function drawAt(sim: Sim, call: Call, placed: PlacedLayer, above: Frame | null, purpose: number): number {
  const { key } = sim;
  deriveKey(call.keyHi, call.keyLo, call.place, placed.place, key);
  for (let frame = above; frame !== null; frame = frame.parent) {
    if (frame.retries !== 0) deriveKey(key.hi, key.lo, frame.layer.place, frame.retries, key);
  }
  return sim.draws.of(key.hi, key.lo, purpose).uniform();
}
