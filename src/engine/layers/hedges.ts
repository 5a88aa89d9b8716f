import { doubleOfBits } from '../../kernel/bits';
import { eventCode } from '../../kernel/event-queue';
import { earnHedge, isHedged, mayHedge, spendHedge, type HedgeParams } from '../../policies/hedge';
import { LayerKind } from '../../policies/layer';
import { isGood, type Outcome } from '../../policies/outcome';
import { isFrameAwaited } from '../awaited';
import { EventKind } from '../events';
import { NONE, type Frame } from '../records';
import type { Sim } from '../sim';
import { blockOf, pushFrame } from './frames';

/*
 * A hedge's frame stands above all that it sends: the first one, whose way down goes on from the frame itself, and the hedges,
 * each below a frame of its own. Of the hedge's frame: `retries` counts hedges sent or about to be, `token` all that are
 * out or about to be, `waits` those about to be, which go at this very instant; `waitMs` is when another is due, and `outcome`
 * how the first one failed. A hedge's own frame has a negative `retries`.
 */

export const isOwnOfHedge = ({ retries }: Frame): boolean => retries < 0;

/** A call has come to a hedge and goes on below it. */
export function startHedge(sim: Sim, frame: Frame): void {
  const params = paramsOf(frame);
  frame.token = 1;
  frame.waits = 0;
  earnHedge(sim.policies.arena.numbers, blockOf(frame), params);
  awaitNext(sim, frame, params);
}

/** What a timer of a hedge's frame comes to. */
export const HedgeTimer = { nothing: 0, sends: 1, ends: 2 } as const;
export type HedgeTimer = (typeof HedgeTimer)[keyof typeof HedgeTimer];

/** Another is due, or was to go at once. If it is to be sent now, it has its frame from `hedgeFrame`. */
export function onHedgeTimer(sim: Sim, frame: Frame): HedgeTimer {
  const params = paramsOf(frame);
  const awaited = isFrameAwaited(frame);
  if (frame.waits > 0) {
    frame.waits--;
    if (!awaited) return --frame.token === 0 ? HedgeTimer.ends : HedgeTimer.nothing;
  } else {
    if (frame.waitMs !== sim.now || !awaited || !takesHedge(sim, frame, params)) return HedgeTimer.nothing;
  }
  awaitNext(sim, frame, params);
  return HedgeTimer.sends;
}

/** The frame below which a hedge goes down. */
export function hedgeFrame(sim: Sim, frame: Frame): Frame {
  const own = pushFrame(sim, frame.call, frame.layer, frame.layer.place, frame);
  own.retries = -frame.retries;
  return own;
}

/**
 * One of those sent has ended so; `isHedge`: not the first. Whether the hedge still waits for what comes of others, of
 * which another may go at once.
 */
export function waitsForOthers(sim: Sim, frame: Frame, outcome: Outcome, isHedge: boolean): boolean {
  frame.token--;
  if (isGood(outcome)) return false;
  if (!isHedge) frame.outcome = outcome;
  const params = paramsOf(frame);
  if (isHedged(outcome) && isFrameAwaited(frame) && takesHedge(sim, frame, params)) {
    frame.waits++;
    doubleOfBits[0] = sim.now;
    sim.queue.pushNext(eventCode(EventKind.timer, frame.number), frame.generation);
  }
  return frame.token > 0;
}

/** Takes one more from those that may be sent, if there is one and the budget pays for it. */
function takesHedge(sim: Sim, frame: Frame, params: HedgeParams): boolean {
  const { call } = frame;
  if (frame.retries >= params.hedges || !mayHedge(params, call.route.program.isIdempotent)) return false;
  if (!spendHedge(sim.policies.arena.numbers, blockOf(frame), params)) return false;
  frame.retries++;
  frame.token++;
  return true;
}

/** Sets the instant at which another one is due, if another may be sent. */
function awaitNext(sim: Sim, frame: Frame, params: HedgeParams): void {
  frame.waitMs = NONE;
  if (params.afterMs === Infinity || frame.retries >= params.hedges) return;
  if (!mayHedge(params, frame.call.route.program.isIdempotent)) return;
  const { layer } = frame;
  frame.waitMs = sim.now + params.afterMs;
  if (layer.lane < 0) layer.lane = sim.queue.lane(params.afterMs);
  doubleOfBits[0] = sim.now;
  sim.queue.pushNextTimer(layer.lane, eventCode(EventKind.timer, frame.number), frame.generation);
}

function paramsOf({ layer: { layer } }: Frame): HedgeParams {
  if (layer.kind !== LayerKind.hedge) throw new Error('Not a hedge.');
  return layer.params;
}
