import { deriveKey } from '../kernel/keys';
import { eventCode } from '../kernel/event-queue';
import { admitToBreaker, BREAKER_STATES, breakerState, reportToBreaker, verdictOf } from '../policies/breaker';
import { admitToBulkhead, releaseFromBulkhead } from '../policies/bulkhead';
import { hasCached, noteGood } from '../policies/fallback';
import { LayerKind } from '../policies/layer';
import { isGood, Outcome } from '../policies/outcome';
import { backoffMs, isRetried } from '../policies/retry';
import { isCallAwaited, isFrameAwaited } from './awaited';
import { EventKind, Purpose } from './events';
import { abandonSilence, noteAttemptEnd, sendRequest } from './network';
import { ofOutcome, RouteSketch } from './observation/layout';
import type { ListVersion } from './policy-store';
import type { Sim } from './sim';
import { CallState, NONE, OwnerKind, ROOT } from './tables';

/*
 * A call's way down through its policies, outermost first, and the way of an outcome up again. Every layer that lets the
 * call pass leaves a frame, the attempt itself is the last one. Each frame knows its parent; where the parent has gone (a
 * timeout that fired, say) the frames below live on until their own outcome comes, so that a breaker still hears of a
 * late result and a bulkhead gets its permit back from whoever took it.
 */

/** From this layer down to the message: through every layer, or until one refuses. */
export function goDown(sim: Sim, call: number, layer: number, parent: number): void {
  const { calls, frames } = sim;
  const version = calls.version[call]!;
  const list = version < 0 ? null : sim.policies.versions[version]!;
  const count = list === null ? 0 : list.layers.length;
  for (; layer < count; layer++) {
    const refusal = admit(sim, list!, layer, calls.instance[call]!);
    if (refusal !== ADMITTED) return goUp(sim, call, parent, generationOf(sim, parent), refusal, NONE);
    parent = pushFrame(sim, call, layer, parent);
    const policy = list!.layers[layer]!;
    if (policy.kind === LayerKind.timeout) {
      const { queue } = sim;
      queue.pushTimer(
        queue.lane(policy.params.afterMs),
        sim.now,
        eventCode(EventKind.timer, parent),
        frames.generation[parent]!,
      );
    }
  }
  sendRequest(sim, pushFrame(sim, call, count, parent));
}

/** The reply of the attempt in this frame has come back, or never will. */
export function onReply(sim: Sim, frame: number): void {
  const { frames } = sim;
  noteAttemptEnd(sim, frame, isFrameAwaited(sim, frame));
  endFrame(sim, frame, frames.outcome[frame]! as Outcome, frames.message[frame]!);
}

/** A timeout is due, or a backoff is over. */
export function onTimer(sim: Sim, frame: number): void {
  const { calls, frames } = sim;
  const call = frames.call[frame]!;
  const policy = sim.policies.versions[calls.version[call]!]!.layers[frames.layer[frame]!]!;
  if (policy.kind === LayerKind.timeout || !isFrameAwaited(sim, frame)) {
    endFrame(sim, frame, Outcome.timeout, NONE);
    return abandonSilence(sim, call);
  }
  goDown(sim, call, frames.layer[frame]! + 1, frame);
}

/** The endpoint that a fallback asked has answered; the layers above hear of it even if nobody waits any more. */
export function onFallbackAnswer(sim: Sim, frame: number, outcome: Outcome): void {
  const { calls, frames } = sim;
  const call = frames.call[frame]!;
  if (!isGood(outcome)) return endFrame(sim, frame, outcome, NONE);
  if (isFrameAwaited(sim, frame)) calls.covered[call] = frames.outcome[frame]!;
  const policy = sim.policies.versions[calls.version[call]!]!.layers[frames.layer[frame]!]!;
  const words = policy.kind === LayerKind.fallback ? policy.params.message : '';
  endFrame(sim, frame, Outcome.degraded, sim.messageNumber(words));
}

/** Frees a call that is over and that no frame needs any more. */
export function freeIfDone(sim: Sim, call: number): void {
  const { calls } = sim;
  if (calls.state[call] !== CallState.over || calls.frames[call]! > 0) return;
  if (calls.version[call]! >= 0) sim.policies.release(calls.version[call]!);
  calls.state[call] = CallState.free;
  calls.give(call);
}

const ADMITTED = -1;

function admit(sim: Sim, list: ListVersion, layer: number, instance: number): Outcome | typeof ADMITTED {
  const policy = list.layers[layer]!;
  const { at, size } = list.cells[layer]!;
  const block = sim.policies.arena.numbers;
  if (policy.kind === LayerKind.bulkhead) {
    return admitToBulkhead(block, at + instance * size, policy.params) ? ADMITTED : Outcome.bulkheadFull;
  }
  if (policy.kind !== LayerKind.breaker) return ADMITTED;
  const before = breakerState(block, at + instance * size);
  const admitted = admitToBreaker(block, at + instance * size, policy.params, sim.now);
  noteBreaker(sim, list, layer, instance, before);
  return admitted ? ADMITTED : Outcome.breakerOpen;
}

/** Carries an outcome up from below `parent` until a layer keeps it, nobody waits for it, or the call is settled. */
function goUp(
  sim: Sim,
  call: number,
  parent: number,
  parentGeneration: number,
  outcome: Outcome,
  message: number,
): void {
  const { calls, frames } = sim;
  while (parent !== ROOT) {
    if (frames.generation[parent] !== parentGeneration) return freeIfDone(sim, call);
    const frame = parent;
    const list = sim.policies.versions[calls.version[call]!]!;
    const layer = frames.layer[frame]!;
    const policy = list.layers[layer]!;
    const { at, size } = list.cells[layer]!;
    const block = sim.policies.arena.numbers;
    const state = at + calls.instance[call]! * size;
    switch (policy.kind) {
      case LayerKind.retry:
        if (
          isRetried(policy.params, outcome) &&
          frames.retries[frame]! + 1 < policy.params.attempts &&
          isFrameAwaited(sim, frame)
        ) {
          const retry = ++frames.retries[frame]!;
          const uniform = backoffDraw(sim, call, layer, retry);
          const code = eventCode(EventKind.timer, frame);
          sim.queue.push(sim.now + backoffMs(policy.params, retry, uniform), code, frames.generation[frame]!);
          return;
        }
        break;
      case LayerKind.breaker: {
        const before = breakerState(block, state);
        const durationMs = sim.now - frames.startedAt[frame]!;
        reportToBreaker(block, state, policy.params, verdictOf(outcome), durationMs, sim.now);
        noteBreaker(sim, list, layer, calls.instance[call]!, before);
        break;
      }
      case LayerKind.bulkhead:
        releaseFromBulkhead(block, state);
        break;
      case LayerKind.fallback:
        if (outcome === Outcome.ok) noteGood(block, state, sim.now);
        else if (!isGood(outcome) && isFrameAwaited(sim, frame)) {
          const { use, message: words } = policy.params;
          if (use.kind === 'endpoint') {
            frames.outcome[frame] = outcome;
            sim.consequences.push(eventCode(EventKind.fallbackCall, frame), frames.generation[frame]!);
            return;
          }
          if (
            use.kind === 'default' ||
            use.otherwise === 'default' ||
            hasCached(block, state, policy.params, sim.now)
          ) {
            calls.covered[call] = outcome;
            outcome = Outcome.degraded;
            message = sim.messageNumber(words);
          }
        }
        break;
    }
    parent = frames.parent[frame]!;
    parentGeneration = frames.parentGeneration[frame]!;
    popFrame(sim, frame);
  }
  settle(sim, call, outcome, message);
}

/** Ends a frame with an outcome and carries it up. */
function endFrame(sim: Sim, frame: number, outcome: Outcome, message: number): void {
  const { frames } = sim;
  const call = frames.call[frame]!;
  const parent = frames.parent[frame]!;
  const parentGeneration = frames.parentGeneration[frame]!;
  popFrame(sim, frame);
  goUp(sim, call, parent, parentGeneration, outcome, message);
}

/** The call is over for its caller: counts it and leaves word for its owner. */
function settle(sim: Sim, call: number, outcome: Outcome, message: number): void {
  const { calls, layout } = sim;
  const route = calls.route[call]!;
  const awaited = isCallAwaited(sim, call);
  const counted = awaited ? outcome : Outcome.abandoned;
  sim.counts[layout.calls(route) + ofOutcome(counted)]!++;
  const sketch = layout.routeSketch(route) + (isGood(counted) ? RouteSketch.good : RouteSketch.failed);
  sim.sketches.add(sketch, sim.now - calls.startedAt[call]!);
  calls.outcome[call] = outcome;
  calls.message[call] = message;
  const trace = calls.trace[call]!;
  if (trace >= 0) sim.tracer.end(trace, calls.span[call]!, counted, calls.covered[call]!, message, sim.now);
  // A fallback's frame hears of its call in any case: what it and the layers above it hold is given back.
  const { ownerKind, owner, ownerGeneration } = calls;
  const told =
    awaited || (ownerKind[call] === OwnerKind.frame && sim.frames.generation[owner[call]!] === ownerGeneration[call]);
  calls.state[call] = told ? CallState.settled : CallState.over;
  if (told) sim.consequences.push(eventCode(EventKind.settled, call), calls.generation[call]!);
  else freeIfDone(sim, call);
}

function pushFrame(sim: Sim, call: number, layer: number, parent: number): number {
  const { calls, frames } = sim;
  const frame = frames.take();
  calls.frames[call]!++;
  frames.call[frame] = call;
  frames.layer[frame] = layer;
  frames.parent[frame] = parent;
  frames.parentGeneration[frame] = generationOf(sim, parent);
  frames.retries[frame] = 0;
  frames.startedAt[frame] = sim.now;
  return frame;
}

function popFrame(sim: Sim, frame: number): void {
  sim.calls.frames[sim.frames.call[frame]!]!--;
  sim.frames.call[frame] = NONE;
  sim.frames.give(frame);
}

function generationOf(sim: Sim, frame: number): number {
  return frame === ROOT ? 0 : sim.frames.generation[frame]!;
}

/** Keyed by the call, the layer and the number of the retry, so that no other policy can change it. */
function backoffDraw(sim: Sim, call: number, layer: number, retry: number): number {
  const { calls, key } = sim;
  deriveKey(calls.keyHi[call]!, calls.keyLo[call]!, calls.place[call]!, retry, key);
  deriveKey(key.hi, key.lo, layer, retry, key);
  return sim.draws.of(key.hi, key.lo, Purpose.backoff).uniform();
}

function noteBreaker(sim: Sim, list: ListVersion, layer: number, instance: number, before: number): void {
  const { at, size } = list.cells[layer]!;
  const after = breakerState(sim.policies.arena.numbers, at + instance * size);
  if (after === before) return;
  sim.log.add(sim.now, {
    kind: 'breaker',
    list: list.key,
    layer: list.layers[layer]!.name,
    instance,
    from: BREAKER_STATES[before]!,
    to: BREAKER_STATES[after]!,
  });
}
