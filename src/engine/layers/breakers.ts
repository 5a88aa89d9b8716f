import { Admission } from '../../policies/admission';
import {
  admitToBreaker,
  BREAKER_STATES,
  breakerState,
  reportToBreaker,
  verdictOf,
  type BreakerParams,
} from '../../policies/breaker';
import type { Outcome } from '../../policies/outcome';
import type { PlacedLayer } from '../placed-layer';
import type { Call, Frame } from '../records';
import type { Sim } from '../sim';
import { blockFor } from './frames';

/** Whether a breaker lets a call of this replica out. */
export function askBreaker(sim: Sim, call: Call, placed: PlacedLayer, params: BreakerParams): Admission {
  const at = blockFor(call, placed);
  const block = sim.policies.arena.numbers;
  const before = breakerState(block, at);
  const admitted = admitToBreaker(block, at, params, sim.now);
  noteBreaker(sim, call, placed, before);
  return admitted ? Admission.admitted : Admission.refused;
}

/** Tells a breaker how a call that it let out has ended. */
export function tellBreaker(
  sim: Sim,
  { call, startedAt }: Frame,
  placed: PlacedLayer,
  params: BreakerParams,
  outcome: Outcome,
): void {
  const block = sim.policies.arena.numbers;
  const at = blockFor(call, placed);
  const before = breakerState(block, at);
  reportToBreaker(block, at, params, verdictOf(outcome), sim.now - startedAt, sim.now);
  noteBreaker(sim, call, placed, before);
}

function noteBreaker(sim: Sim, { policies, instance }: Call, placed: PlacedLayer, before: number): void {
  const { at, size } = placed.cell;
  const after = breakerState(sim.policies.arena.numbers, at + instance * size);
  if (after === before) return;
  sim.log.add(sim.now, {
    kind: 'breaker',
    list: policies!.list.key,
    layer: placed.layer.name,
    instance,
    from: BREAKER_STATES[before]!,
    to: BREAKER_STATES[after]!,
  });
}
