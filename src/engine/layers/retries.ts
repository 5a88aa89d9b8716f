import { doubleOfBits } from '../../kernel/bits';
import { eventCode } from '../../kernel/event-queue';
import { drawn } from '../../kernel/draws';
import { deriveKey } from '../../kernel/keys';
import { backoffMs, backoffState } from '../../policies/backoff';
import { LayerKind } from '../../policies/layer';
import { isGood, Outcome } from '../../policies/outcome';
import { isRetried, isTryLeft, waitAfter, type RetryParams } from '../../policies/retry';
import { noteCall, noteEnd, noteFailure, noteRetry, NO_RETRY, takeRetry } from '../../policies/retry-budget';
import { isFrameAwaited } from '../awaited';
import { EventKind, Purpose } from '../events';
import type { PlacedLayer } from '../placed-layer';
import type { Call, Frame } from '../records';
import type { Sim } from '../sim';
import { blockFor, blockOf } from './frames';

/** A call has come to a retry that has a budget. */
export function beginTries(sim: Sim, call: Call, placed: PlacedLayer): void {
  const { layer } = placed;
  if (layer.kind !== LayerKind.retry || layer.params.budget === null) return;
  noteCall(sim.policies.arena.numbers, blockFor(call, placed), layer.params.budget, sim.now);
}

/** What a retry makes of the end of a try: true, the backoff before another has begun; false, that is how the call ends. */
export function retries(sim: Sim, frame: Frame, outcome: Outcome): boolean {
  const { layer } = frame.layer;
  if (layer.kind !== LayerKind.retry) return false;
  const { params } = layer;
  const { budget } = params;
  const block = sim.policies.arena.numbers;
  const at = blockOf(frame);
  if (!isGood(outcome) && isRetried(params, outcome, frame.call.route.program.isIdempotent)) {
    if (budget !== null) noteFailure(block, at, budget);
    if (isTryLeft(params, frame.retries, sim.now - frame.startedAt) && isFrameAwaited(frame)) {
      const cost = budget === null ? 0 : takeRetry(block, at, budget, outcome, frame.retries > 0, sim.now);
      if (cost !== NO_RETRY) {
        frame.token = cost;
        beginBackoff(sim, frame, params, outcome);
        return true;
      }
    }
  }
  if (budget !== null) noteEnd(block, at, budget, isGood(outcome), frame.retries, frame.token, false);
  return false;
}

/** The wait before a retry ends. True: somebody still waits for it, and it goes out. */
export function triesAgain(sim: Sim, frame: Frame): boolean {
  endRest(frame);
  const awaited = isFrameAwaited(frame);
  const { layer } = frame.layer;
  if (layer.kind !== LayerKind.retry || layer.params.budget === null) return awaited;
  const block = sim.policies.arena.numbers;
  if (awaited) noteRetry(block, blockOf(frame), layer.params.budget);
  else noteEnd(block, blockOf(frame), layer.params.budget, false, frame.retries, frame.token, true);
  return awaited;
}

function beginBackoff(sim: Sim, frame: Frame, params: RetryParams, outcome: Outcome): void {
  const { call, layer } = frame;
  const retry = ++frame.retries;
  const wait = ++frame.waits;
  drawBackoff(sim, call, layer.place, retry);
  const uniform = drawn[0]!;
  const ownMs = backoffMs(params.backoff, wait, uniform, frame.waitMs);
  frame.waitMs = backoffState(params.backoff, wait, uniform, ownMs);
  const saidMs = isRefusal(frame, outcome) ? call.route.program.retryAfterMs : 0;
  // By way of `doubleOfBits`: what is either of two numbers, one from a function that is not inlined, costs an allocation.
  doubleOfBits[0] = ownMs;
  if (saidMs !== 0) doubleOfBits[0] = waitAfter(params, ownMs, saidMs);
  const waitMs = doubleOfBits[0];
  // Who waits exactly as told begins its own waits anew.
  if (saidMs > 0 && params.retryAfter === 'exactly') frame.waits = 0;
  if (sim.watch !== null) sim.watch.backsOff(frame, waitMs);
  frame.nextWaiting = call.firstResting;
  call.firstResting = frame;
  doubleOfBits[0] = sim.now + waitMs;
  sim.queue.pushNext(eventCode(EventKind.timer, frame.number), frame.generation);
}

/**
 * Whether the service called has said no. That a limit is reached can be said by one of the caller's own inside the retry
 * too, and is taken for its word where there is one.
 */
function isRefusal({ call, layer }: Frame, outcome: Outcome): boolean {
  if (outcome !== Outcome.limitReached) return outcome === Outcome.queueFull || outcome === Outcome.shed;
  const { layers } = call.policies!;
  return !layers.some(({ kind, place }) => kind === LayerKind.concurrencyLimit && place > layer.place);
}

/** One of a call's retries that wait before a try for which nobody waits any more; null: there is none. */
export function restsForNobody(call: Call): Frame | null {
  let frame = call.firstResting;
  while (frame !== null && isFrameAwaited(frame)) frame = frame.nextWaiting;
  return frame;
}

function endRest(frame: Frame): void {
  const { call } = frame;
  if (call.firstResting === frame) call.firstResting = frame.nextWaiting;
  else {
    let before = call.firstResting!;
    while (before.nextWaiting !== frame) before = before.nextWaiting!;
    before.nextWaiting = frame.nextWaiting;
  }
  frame.nextWaiting = null;
}

/** Into `drawn`. Keyed by the call, the layer and the number of the retry, so that no other policy can change it. */
function drawBackoff(sim: Sim, call: Call, layer: number, retry: number): void {
  const { key } = sim;
  deriveKey(call.keyHi, call.keyLo, call.place, retry, key);
  deriveKey(key.hi, key.lo, layer, retry, key);
  sim.draws.of(key.hi, key.lo, Purpose.backoff).drawUniform();
}
