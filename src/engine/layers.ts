import { deriveKey } from '../kernel/keys';
import { eventCode } from '../kernel/event-queue';
import { admitToBreaker, BREAKER_STATES, breakerState, reportToBreaker, verdictOf } from '../policies/breaker';
import { admitToBulkhead, releaseFromBulkhead } from '../policies/bulkhead';
import { hasCached, noteGood } from '../policies/fallback';
import { LayerKind, type Layer } from '../policies/layer';
import { isGood, Outcome } from '../policies/outcome';
import { backoffMs, isRetried } from '../policies/retry';
import { isAttemptAwaited, isCallAwaited, isFrameAwaited } from './awaited';
import { EventKind, Purpose } from './events';
import { abandonSilence, noteAttemptEnd, sendRequest } from './network';
import { ofOutcome, RouteSketch } from './observation/layout';
import type { ListVersion } from './policy-store';
import { Call, Frame, Request, Route } from './records';
import type { Sim } from './sim';
import { CallState, NONE, OwnerKind, RequestState, ROOT } from './tables';

/*
 * A call's way down through its policies, outermost first, and the way of an outcome up again. Every layer that lets the
 * call pass leaves a frame, and below the last one is the attempt itself. Each frame knows its parent; where the parent has gone (a
 * timeout that fired, say) the frames below live on until their own outcome comes, so that a breaker still hears of a
 * late result and a bulkhead gets its permit back from whoever took it.
 */

/** From this layer down to the message: through every layer, or until one refuses. */
export function goDown(sim: Sim, call: number, layer: number, parent: number): void {
  const { words } = sim.memory;
  const version = words[call + Call.version]!;
  if (version >= 0) {
    const list = sim.policies.versions[version]!;
    const instance = words[call + Call.instance]!;
    for (; layer < list.layers.length; layer++) {
      const policy = list.layers[layer]!;
      const refusal = admit(sim, list, layer, instance);
      if (refusal !== ADMITTED) return goUp(sim, call, parent, generationOf(sim, parent), refusal, NONE);
      parent = pushFrame(sim, call, layer, parent);
      if (policy.kind === LayerKind.timeout) startTimeout(sim, parent, policy.params.afterMs);
    }
  }
  sendRequest(sim, call, parent);
}

function startTimeout(sim: Sim, frame: number, afterMs: number): void {
  const { queue } = sim;
  queue.pushTimer(queue.lane(afterMs), sim.now, eventCode(EventKind.timer, frame), generationOf(sim, frame));
}

/** The reply to this attempt has come back, or never will. */
export function onReply(sim: Sim, request: number): void {
  const { words } = sim.memory;
  noteAttemptEnd(sim, request, isAttemptAwaited(sim, request));
  const call = words[request + Request.call]!;
  const parent = words[request + Request.parent]!;
  const outcome = words[request + Request.outcome]! as Outcome;
  words[request + Request.state] = RequestState.free;
  sim.requests.give(request);
  words[call + Call.held]!--;
  goUp(sim, call, parent, words[request + Request.parentGeneration]!, outcome, words[request + Request.message]!);
}

/** A timeout is due, or a backoff is over. */
export function onTimer(sim: Sim, frame: number): void {
  const { words } = sim.memory;
  const call = words[frame + Frame.call]!;
  if (layerOf(sim, frame).kind === LayerKind.timeout || !isFrameAwaited(sim, frame)) {
    endFrame(sim, frame, Outcome.timeout, NONE);
    return abandonSilence(sim, call);
  }
  goDown(sim, call, words[frame + Frame.layer]! + 1, frame);
}

/** The endpoint that a fallback asked has answered; the layers above hear of it even if nobody waits any more. */
export function onFallbackAnswer(sim: Sim, frame: number, outcome: Outcome): void {
  if (!isGood(outcome)) return endFrame(sim, frame, outcome, NONE);
  const { words } = sim.memory;
  if (isFrameAwaited(sim, frame)) words[words[frame + Frame.call]! + Call.covered] = words[frame + Frame.outcome]!;
  const policy = layerOf(sim, frame);
  const says = policy.kind === LayerKind.fallback ? policy.params.message : '';
  endFrame(sim, frame, Outcome.degraded, sim.messageNumber(says));
}

/** The policy whose frame this is. */
export function layerOf(sim: Sim, frame: number): Layer {
  const { words } = sim.memory;
  const version = words[words[frame + Frame.call]! + Call.version]!;
  return sim.policies.versions[version]!.layers[words[frame + Frame.layer]!]!;
}

/** Frees a call that is over and for which nothing is left. */
export function freeIfDone(sim: Sim, call: number): void {
  const { words } = sim.memory;
  if (words[call + Call.state] !== CallState.over || words[call + Call.held]! > 0) return;
  const version = words[call + Call.version]!;
  if (version >= 0) sim.policies.release(version);
  words[call + Call.state] = CallState.free;
  sim.calls.give(call);
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
  const { words, numbers } = sim.memory;
  while (parent !== ROOT) {
    if (words[parent + Frame.generation] !== parentGeneration) return freeIfDone(sim, call);
    const frame = parent;
    const list = sim.policies.versions[words[call + Call.version]!]!;
    const layer = words[frame + Frame.layer]!;
    const policy = list.layers[layer]!;
    const { at, size } = list.cells[layer]!;
    const block = sim.policies.arena.numbers;
    const state = at + words[call + Call.instance]! * size;
    switch (policy.kind) {
      case LayerKind.retry:
        if (
          isRetried(policy.params, outcome) &&
          words[frame + Frame.retries]! + 1 < policy.params.attempts &&
          isFrameAwaited(sim, frame)
        ) {
          const retry = ++words[frame + Frame.retries]!;
          const uniform = backoffDraw(sim, call, layer, retry);
          const code = eventCode(EventKind.timer, frame);
          sim.queue.push(sim.now + backoffMs(policy.params, retry, uniform), code, words[frame + Frame.generation]!);
          return;
        }
        break;
      case LayerKind.breaker: {
        const before = breakerState(block, state);
        const durationMs = sim.now - numbers[(frame + Frame.startedAt) >> 1]!;
        reportToBreaker(block, state, policy.params, verdictOf(outcome), durationMs, sim.now);
        noteBreaker(sim, list, layer, words[call + Call.instance]!, before);
        break;
      }
      case LayerKind.bulkhead:
        releaseFromBulkhead(block, state);
        break;
      case LayerKind.fallback:
        if (outcome === Outcome.ok) noteGood(block, state, sim.now);
        else if (!isGood(outcome) && isFrameAwaited(sim, frame)) {
          const { use, message: says } = policy.params;
          if (use.kind === 'endpoint') {
            words[frame + Frame.outcome] = outcome;
            sim.consequences.push(eventCode(EventKind.fallbackCall, frame), words[frame + Frame.generation]!);
            return;
          }
          if (
            use.kind === 'default' ||
            use.otherwise === 'default' ||
            hasCached(block, state, policy.params, sim.now)
          ) {
            words[call + Call.covered] = outcome;
            outcome = Outcome.degraded;
            message = sim.messageNumber(says);
          }
        }
        break;
    }
    parent = words[frame + Frame.parent]!;
    parentGeneration = words[frame + Frame.parentGeneration]!;
    popFrame(sim, frame);
  }
  settle(sim, call, outcome, message);
}

/** Ends a frame with an outcome and carries it up. */
function endFrame(sim: Sim, frame: number, outcome: Outcome, message: number): void {
  const { words } = sim.memory;
  const call = words[frame + Frame.call]!;
  const parent = words[frame + Frame.parent]!;
  const parentGeneration = words[frame + Frame.parentGeneration]!;
  popFrame(sim, frame);
  goUp(sim, call, parent, parentGeneration, outcome, message);
}

/** The call is over for its caller: counts it and leaves word for its owner. */
function settle(sim: Sim, call: number, outcome: Outcome, message: number): void {
  const { words, numbers } = sim.memory;
  const route = words[call + Call.route]!;
  const awaited = isCallAwaited(sim, call);
  const counted = awaited ? outcome : Outcome.abandoned;
  sim.counts[words[route + Route.calls]! + ofOutcome(counted)]!++;
  const sketch = words[route + Route.sketch]! + (isGood(counted) ? RouteSketch.good : RouteSketch.failed);
  sim.sketches.add(sketch, sim.now - numbers[(call + Call.startedAt) >> 1]!);
  words[call + Call.outcome] = outcome;
  words[call + Call.message] = message;
  const trace = words[call + Call.trace]!;
  if (trace >= 0) {
    sim.tracer.end(trace, words[call + Call.span]!, counted, words[call + Call.covered]!, message, sim.now);
  }
  // A fallback's frame hears of its call in any case: what it and the layers above it hold is given back.
  const told =
    awaited ||
    (words[call + Call.ownerKind] === OwnerKind.frame &&
      words[words[call + Call.owner]! + Frame.generation] === words[call + Call.ownerGeneration]);
  words[call + Call.state] = told ? CallState.settled : CallState.over;
  if (told) sim.consequences.push(eventCode(EventKind.settled, call), words[call + Call.generation]!);
  else freeIfDone(sim, call);
}

function pushFrame(sim: Sim, call: number, layer: number, parent: number): number {
  const frame = sim.frames.take();
  const { words, numbers } = sim.memory;
  words[call + Call.held]!++;
  words[frame + Frame.call] = call;
  words[frame + Frame.layer] = layer;
  words[frame + Frame.parent] = parent;
  words[frame + Frame.parentGeneration] = parent === ROOT ? 0 : words[parent + Frame.generation]!;
  words[frame + Frame.retries] = 0;
  numbers[(frame + Frame.startedAt) >> 1] = sim.now;
  return frame;
}

function popFrame(sim: Sim, frame: number): void {
  const { words } = sim.memory;
  words[words[frame + Frame.call]! + Call.held]!--;
  words[frame + Frame.call] = NONE;
  sim.frames.give(frame);
}

function generationOf(sim: Sim, frame: number): number {
  return frame === ROOT ? 0 : sim.memory.words[frame + Frame.generation]!;
}

/** Keyed by the call, the layer and the number of the retry, so that no other policy can change it. */
function backoffDraw(sim: Sim, call: number, layer: number, retry: number): number {
  const { key } = sim;
  const { words } = sim.memory;
  deriveKey(words[call + Call.keyHi]!, words[call + Call.keyLo]!, words[call + Call.place]!, retry, key);
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
