import { doubleOfBits } from '../kernel/bits';
import { deriveKey } from '../kernel/keys';
import { eventCode } from '../kernel/event-queue';
import { admitToBreaker, BREAKER_STATES, breakerState, reportToBreaker, verdictOf } from '../policies/breaker';
import { admitToBulkhead, releaseFromBulkhead } from '../policies/bulkhead';
import { hasCached, noteGood } from '../policies/fallback';
import { LayerKind } from '../policies/layer';
import { isGood, Outcome } from '../policies/outcome';
import { backoffMs, isRetried } from '../policies/retry';
import { isAttemptAwaited, isCallAwaited, isFrameAwaited } from './awaited';
import { EventKind, Purpose } from './events';
import { abandonSilence, noteAttemptEnd, sendRequest } from './network';
import { ofOutcome, RouteSketch } from './observation/layout';
import type { ListVersion, PlacedLayer } from './policy-store';
import { CallState, NONE, RequestState, type Call, type Frame, type Request } from './records';
import type { Sim } from './sim';

/*
 * A call's way down through its policies, outermost first, and the way of an outcome up again. Every layer that lets the
 * call pass leaves a frame, and below the last one is the attempt itself. Each frame knows its parent; where the parent has gone (a
 * timeout that fired, say) the frames below live on until their own outcome comes, so that a breaker still hears of a
 * late result and a bulkhead gets its permit back from whoever took it.
 */

/** From this layer down to the message: through every layer, or until one refuses. */
export function goDown(sim: Sim, call: Call, version: ListVersion, from: number, parent: Frame | null): void {
  const { layers } = version;
  for (let place = from; place < layers.length; place++) {
    const layer = layers[place]!;
    if (layer.kind === LayerKind.breaker || layer.kind === LayerKind.bulkhead) {
      const refusal = admit(sim, version, layer, call.instance);
      if (refusal !== ADMITTED) {
        return goUp(sim, call, parent, parent === null ? 0 : parent.generation, refusal, NONE);
      }
    }
    parent = pushFrame(sim, call, layer, parent);
    if (layer.kind === LayerKind.timeout) startTimeout(sim, layer, parent);
  }
  sendRequest(sim, call, parent);
}

function startTimeout(sim: Sim, placed: PlacedLayer, frame: Frame): void {
  const { queue } = sim;
  if (placed.lane < 0) findLane(sim, placed);
  doubleOfBits[0] = sim.now;
  queue.pushNextTimer(placed.lane, eventCode(EventKind.timer, frame.number), frame.generation);
}

function findLane(sim: Sim, placed: PlacedLayer): void {
  const { layer } = placed;
  if (layer.kind === LayerKind.timeout) placed.lane = sim.queue.lane(layer.params.afterMs);
}

/** The reply to this attempt has come back, or never will. */
export function onReply(sim: Sim, request: Request): void {
  const call = request.call!;
  const awaited = isAttemptAwaited(request);
  noteAttemptEnd(sim, request, awaited);
  if (request.program.row !== null && awaited && isGood(request.outcome)) call.version = request.version;
  request.state = RequestState.free;
  sim.requests.give(request);
  call.held--;
  const { parent, outcome, message } = request;
  if (parent === null) settle(sim, call, outcome, message);
  else goUp(sim, call, parent, request.parentGeneration, outcome, message);
}

/** A timeout is due, or a backoff is over. */
export function onTimer(sim: Sim, frame: Frame): void {
  const { call, layer } = frame;
  if (layer.kind === LayerKind.timeout || !isFrameAwaited(frame)) {
    endFrame(sim, frame, Outcome.timeout, NONE);
    return abandonSilence(sim, call);
  }
  goDown(sim, call, call.policies!, layer.place + 1, frame);
}

/** The endpoint that a fallback asked has answered; the layers above hear of it even if nobody waits any more. */
export function onFallbackAnswer(sim: Sim, frame: Frame, outcome: Outcome): void {
  if (!isGood(outcome)) return endFrame(sim, frame, outcome, NONE);
  if (isFrameAwaited(frame)) frame.call.covered = frame.outcome;
  const { layer } = frame.layer;
  const says = layer.kind === LayerKind.fallback ? layer.params.message : '';
  endFrame(sim, frame, Outcome.degraded, sim.messageNumber(says));
}

/** Frees a call that is over and for which nothing is left. */
export function freeIfDone(sim: Sim, call: Call): void {
  if (call.state !== CallState.over || call.held > 0) return;
  if (call.policies !== null) sim.policies.release(call.policies);
  call.state = CallState.free;
  sim.calls.give(call);
}

const ADMITTED = -1;

function admit(sim: Sim, version: ListVersion, placed: PlacedLayer, instance: number): Outcome | typeof ADMITTED {
  const { layer } = placed;
  const { at, size } = placed.cell;
  const block = sim.policies.arena.numbers;
  if (layer.kind === LayerKind.bulkhead) {
    return admitToBulkhead(block, at + instance * size, layer.params) ? ADMITTED : Outcome.bulkheadFull;
  }
  if (layer.kind !== LayerKind.breaker) return ADMITTED;
  const before = breakerState(block, at + instance * size);
  const admitted = admitToBreaker(block, at + instance * size, layer.params, sim.now);
  noteBreaker(sim, version, placed, instance, before);
  return admitted ? ADMITTED : Outcome.breakerOpen;
}

/** Carries an outcome up from below `parent` until a layer keeps it, nobody waits for it, or the call is settled. */
function goUp(
  sim: Sim,
  call: Call,
  parent: Frame | null,
  parentGeneration: number,
  outcome: Outcome,
  message: number,
): void {
  while (parent !== null) {
    if (parent.generation !== parentGeneration) return freeIfDone(sim, call);
    const frame: Frame = parent;
    const { kind } = frame.layer;
    if (kind === LayerKind.retry) {
      if (!isGood(outcome) && retries(sim, frame, outcome)) return;
    } else if (kind === LayerKind.fallback) {
      if (outcome === Outcome.ok) noteGoodAnswer(sim, frame);
      else if (!isGood(outcome) && isFrameAwaited(frame)) {
        const cover = covers(sim, frame, outcome);
        if (cover === ASKS) return;
        if (cover !== NO_COVER) {
          call.covered = outcome;
          outcome = Outcome.degraded;
          message = cover;
        }
      }
    } else if (kind !== LayerKind.timeout) report(sim, frame, outcome);
    parent = frame.parent;
    parentGeneration = frame.parentGeneration;
    popFrame(sim, frame);
  }
  settle(sim, call, outcome, message);
}

/** Where in the arena a layer keeps what it knows for the caller's replica. */
const blockOf = ({ call, layer: { cell } }: Frame): number => cell.at + call.instance * cell.size;

/** Whether a retry follows a failed try; if so, its backoff has begun. */
function retries(sim: Sim, frame: Frame, outcome: Outcome): boolean {
  const { layer, place } = frame.layer;
  if (layer.kind !== LayerKind.retry || !isRetried(layer.params, outcome)) return false;
  if (frame.retries + 1 >= layer.params.attempts || !isFrameAwaited(frame)) return false;
  const retry = ++frame.retries;
  frame.waitMs = backoffMs(layer.params, retry, backoffDraw(sim, frame.call, place, retry), frame.waitMs);
  doubleOfBits[0] = sim.now + frame.waitMs;
  sim.queue.pushNext(eventCode(EventKind.timer, frame.number), frame.generation);
  return true;
}

const NO_COVER = -3;
const ASKS = -2;

/** What a fallback that may answer for a failure does: nothing, ask another endpoint, or answer with (the number of) words. */
function covers(sim: Sim, frame: Frame, outcome: Outcome): number {
  const { layer } = frame.layer;
  if (layer.kind !== LayerKind.fallback) return NO_COVER;
  const { use, message } = layer.params;
  if (use.kind === 'endpoint') {
    frame.outcome = outcome;
    sim.consequences.push(eventCode(EventKind.fallbackCall, frame.number), frame.generation);
    return ASKS;
  }
  const hasAnswer =
    use.kind === 'default' ||
    use.otherwise === 'default' ||
    hasCached(sim.policies.arena.numbers, blockOf(frame), layer.params, sim.now);
  return hasAnswer ? sim.messageNumber(message) : NO_COVER;
}

function noteGoodAnswer(sim: Sim, frame: Frame): void {
  noteGood(sim.policies.arena.numbers, blockOf(frame), sim.now);
}

/** Tells a breaker how it went, or gives a bulkhead its permit back. */
function report(sim: Sim, frame: Frame, outcome: Outcome): void {
  const { call, layer: placed } = frame;
  const { layer } = placed;
  const block = sim.policies.arena.numbers;
  const at = blockOf(frame);
  if (layer.kind === LayerKind.bulkhead) releaseFromBulkhead(block, at);
  if (layer.kind !== LayerKind.breaker) return;
  const before = breakerState(block, at);
  reportToBreaker(block, at, layer.params, verdictOf(outcome), sim.now - frame.startedAt, sim.now);
  noteBreaker(sim, call.policies!, placed, call.instance, before);
}

/** Ends a frame with an outcome and carries it up. */
function endFrame(sim: Sim, frame: Frame, outcome: Outcome, message: number): void {
  const { call, parent, parentGeneration } = frame;
  popFrame(sim, frame);
  goUp(sim, call, parent, parentGeneration, outcome, message);
}

/** The call is over for its caller: counts it and leaves word for its owner. */
function settle(sim: Sim, call: Call, outcome: Outcome, message: number): void {
  const { route, frame } = call;
  const awaited = isCallAwaited(call);
  const counted = awaited ? outcome : Outcome.abandoned;
  sim.counts[route.calls + ofOutcome(counted)]!++;
  doubleOfBits[0] = sim.now - call.startedAt;
  sim.sketches.addNext(route.sketch + (isGood(counted) ? RouteSketch.good : RouteSketch.failed));
  call.outcome = outcome;
  call.message = message;
  if (call.trace >= 0) sim.tracer.end(call.trace, call.span, counted, call.covered, message, sim.now);
  // A fallback's frame hears of its call in any case: what it and the layers above it hold is given back.
  const told = frame === null ? awaited && call.request !== null : awaited || frame.generation === call.ownerGeneration;
  call.state = told ? CallState.settled : CallState.over;
  if (told) sim.consequences.push(eventCode(EventKind.settled, call.number), call.generation);
  else freeIfDone(sim, call);
}

function pushFrame(sim: Sim, call: Call, layer: PlacedLayer, parent: Frame | null): Frame {
  const frame = sim.frames.take();
  call.held++;
  frame.call = call;
  frame.layer = layer;
  frame.parent = parent;
  frame.parentGeneration = parent === null ? 0 : parent.generation;
  frame.retries = 0;
  frame.startedAt = sim.now;
  return frame;
}

function popFrame(sim: Sim, frame: Frame): void {
  frame.call.held--;
  sim.frames.give(frame);
}

/** Keyed by the call, the layer and the number of the retry, so that no other policy can change it. */
function backoffDraw(sim: Sim, call: Call, layer: number, retry: number): number {
  const { key } = sim;
  deriveKey(call.keyHi, call.keyLo, call.place, retry, key);
  deriveKey(key.hi, key.lo, layer, retry, key);
  return sim.draws.of(key.hi, key.lo, Purpose.backoff).uniform();
}

function noteBreaker(sim: Sim, version: ListVersion, placed: PlacedLayer, instance: number, before: number): void {
  const { at, size } = placed.cell;
  const after = breakerState(sim.policies.arena.numbers, at + instance * size);
  if (after === before) return;
  sim.log.add(sim.now, {
    kind: 'breaker',
    list: version.list.key,
    layer: placed.layer.name,
    instance,
    from: BREAKER_STATES[before]!,
    to: BREAKER_STATES[after]!,
  });
}
