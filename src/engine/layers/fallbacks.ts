import { eventCode } from '../../kernel/event-queue';
import {
  answersAhead,
  hasAnswer,
  isOff,
  keptOutcome,
  keptWords,
  noteAnswer,
  routeAsked,
} from '../../policies/fallback';
import { LayerKind } from '../../policies/layer';
import { Outcome } from '../../policies/outcome';
import { EventKind } from '../events';
import type { PlacedLayer } from '../placed-layer';
import { NONE, type Call, type Frame } from '../records';
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
    if (sim.watch !== null) sim.watch.asks(frame);
    sim.consequences.push(eventCode(EventKind.fallbackCall, frame.number), frame.generation);
    return ASKS;
  }
  const has = hasAnswer(sim.policies.arena.numbers, blockOf(frame), params, outcome, sim.now);
  return has ? sim.messageNumber(params.message) : NO_COVER;
}

/** Keeps a success on its way up; `message` is the number of what it says. */
export function noteGoodAnswer(sim: Sim, frame: Frame, outcome: Outcome, message: number): void {
  noteAnswer(sim.policies.arena.numbers, blockOf(frame), outcome, message, sim.now);
}

/** How a call on its way down ends at a fallback, before anybody is called; NONE: it goes on. It then tells no version of a row. */
export function endsAhead(sim: Sim, call: Call, placed: PlacedLayer): Outcome | typeof NONE {
  const { layer, cell } = placed;
  const at = cell.at + call.instance * cell.size;
  const { numbers } = sim.policies.arena;
  if (layer.kind !== LayerKind.fallback || !answersAhead(numbers, at, layer.params, sim.now)) return NONE;
  call.version = NONE;
  return isOff(layer.params) ? Outcome.degraded : keptOutcome(numbers, at);
}

/** The number of what such an answer says. */
export function wordsAhead(sim: Sim, call: Call, { layer, cell }: PlacedLayer): number {
  if (layer.kind !== LayerKind.fallback) return NONE;
  if (isOff(layer.params)) return sim.messageNumber(layer.params.message);
  return keptWords(sim.policies.arena.numbers, cell.at + call.instance * cell.size);
}
