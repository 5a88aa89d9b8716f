import { doubleOfBits } from '../../kernel/bits';
import { eventCode } from '../../kernel/event-queue';
import { deriveKey } from '../../kernel/keys';
import { LayerKind } from '../../policies/layer';
import type { Outcome } from '../../policies/outcome';
import { backoffMs, isRetried } from '../../policies/retry';
import { isFrameAwaited } from '../awaited';
import { EventKind, Purpose } from '../events';
import type { Call, Frame } from '../records';
import type { Sim } from '../sim';

/** Whether a retry follows a failed try; if so, its backoff has begun. */
export function retries(sim: Sim, frame: Frame, outcome: Outcome): boolean {
  const { layer, place } = frame.layer;
  if (layer.kind !== LayerKind.retry || !isRetried(layer.params, outcome)) return false;
  if (frame.retries + 1 >= layer.params.attempts || !isFrameAwaited(frame)) return false;
  const retry = ++frame.retries;
  frame.waitMs = backoffMs(layer.params, retry, backoffDraw(sim, frame.call, place, retry), frame.waitMs);
  doubleOfBits[0] = sim.now + frame.waitMs;
  sim.queue.pushNext(eventCode(EventKind.timer, frame.number), frame.generation);
  return true;
}

/** Keyed by the call, the layer and the number of the retry, so that no other policy can change it. */
function backoffDraw(sim: Sim, call: Call, layer: number, retry: number): number {
  const { key } = sim;
  deriveKey(call.keyHi, call.keyLo, call.place, retry, key);
  deriveKey(key.hi, key.lo, layer, retry, key);
  return sim.draws.of(key.hi, key.lo, Purpose.backoff).uniform();
}
