import { eventCode } from '../../kernel/event-queue';
import { hasAnswer, noteAnswer, routeAsked } from '../../policies/fallback';
import { LayerKind } from '../../policies/layer';
import { Outcome } from '../../policies/outcome';
import { EventKind } from '../events';
import { NONE, type Frame } from '../records';
import type { Sim } from '../sim';
import { blockOf } from './frames';

export const NO_COVER = -3;
export const ASKS = -2;

/** What a fallback that may answer for a failure does: nothing, ask another endpoint, or answer with (the number of) words. */
export function covers(sim: Sim, frame: Frame, outcome: Outcome): number {
  const { layer } = frame.layer;
  if (layer.kind !== LayerKind.fallback) return NO_COVER;
  const { params } = layer;
  if (routeAsked(params) >= 0) {
    frame.outcome = outcome;
    sim.consequences.push(eventCode(EventKind.fallbackCall, frame.number), frame.generation);
    return ASKS;
  }
  const has = hasAnswer(sim.policies.arena.numbers, blockOf(frame), params, outcome, sim.now);
  return has ? sim.messageNumber(params.message) : NO_COVER;
}

/** The last good answer is what a cache could give. */
export function noteGoodAnswer(sim: Sim, frame: Frame): void {
  noteAnswer(sim.policies.arena.numbers, blockOf(frame), Outcome.ok, NONE, sim.now);
}
