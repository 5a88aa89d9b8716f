import { doubleOfBits } from '../../kernel/bits';
import { eventCode } from '../../kernel/event-queue';
import { Admission } from '../../policies/admission';
import { callsOff, LayerKind, refusalOf } from '../../policies/layer';
import { isGood, Outcome } from '../../policies/outcome';
import { isAttemptAwaited, isCallAwaited, isFrameAwaited } from '../awaited';
import { endBareCall } from '../bare-calls';
import { EventKind } from '../events';
import { callOffBelow } from '../calling-off';
import { abandonSilence, abandonSilences, noteAttemptEnd, sendRequest } from '../network';
import { ofOutcome, RouteSketch } from '../observation/layout';
import type { ListVersion } from '../list-version';
import { CalledOff, CallState, NONE, RequestState, type Call, type Frame, type Request } from '../records';
import type { Sim } from '../sim';
import { unlistAttempt, unlistCall } from '../tracked';
import { noteTimeout } from '../spread';
import { ASKS, covers, endsAhead, NO_COVER, noteGoodAnswer, wordsAhead } from './fallbacks';
import { popFrame, pushFrame, standFor } from './frames';
import { afterwards, ask, endWait, leaveGates, noteToken, report, wait } from './gates';
import { HedgeTimer, hedgeFrame, isOwnOfHedge, onHedgeTimer, startHedge, waitsForOthers } from './hedges';
import { passesBack, recordOfReturned } from './passing';
import { beginTries, restsForNobody, retries, triesAgain } from './retries';
import { startTimeout } from './timeouts';

/*
 * A call's way down through its policies, outermost first, and the way of an outcome up again. A layer that lets the
 * call pass leaves a frame, and below the last one is the attempt itself. Gates and retries that it passes at one instant
 * are content with the frame of the layer that follows them: most calls have one frame for all their layers. Each frame
 * knows its parent; where the parent has gone (a timeout that fired, say) the frames below live on until their own outcome
 * comes, so that a breaker still hears of a late result and a bulkhead gets its permit back from whoever took it.
 */

/** From this layer down to the message: through every layer, or until one refuses, answers, or makes the call wait. */
export function goDown(sim: Sim, call: Call, version: ListVersion, from: number, parent: Frame | null): void {
  const { layers, depth } = version;
  let top = from;
  for (let place = from; place < depth; place++) {
    const layer = layers[place]!;
    if (layer.isGate === true) {
      const admission = ask(sim, call, layer, parent);
      if (sim.watch !== null) sim.watch.asked(call, layer, admission);
      if (admission !== Admission.admitted) return holdBack(sim, call, version, top, place, parent, admission);
    } else if (layer.mayAnswerAhead === true) {
      const outcome = endsAhead(sim, call, layer);
      if (outcome !== NONE) {
        if (sim.watch !== null) sim.watch.decides(call, layer, outcome);
        return turnBack(sim, call, version, top, place, parent, outcome, wordsAhead(sim, call, layer));
      }
    } else if (layer.kind === LayerKind.retry && layer.cell.size > 0) beginTries(sim, call, layer);
    if (layer.leavesFrame === true) {
      parent = pushFrame(sim, call, layer, top, parent);
      top = place + 1;
      if (layer.kind === LayerKind.timeout) startTimeout(sim, layer, parent);
      else if (layer.kind === LayerKind.hedge) startHedge(sim, parent);
      else if (layer.keepsToken === true) noteToken(sim, parent);
    }
    if (layer.hasAlarms === true) afterwards(sim, layer, call.instance);
  }
  if (call.deadlineAt <= sim.now) return turnBack(sim, call, version, top, depth, parent, Outcome.deadline, NONE);
  if (sendRequest(sim, call, parent) === true) return;
  goUp(sim, call, parent, parent === null ? 0 : parent.generation, Outcome.noReplica, NONE);
}

/** A gate has refused the call, or makes it wait. */
function holdBack(
  sim: Sim,
  call: Call,
  version: ListVersion,
  top: number,
  place: number,
  parent: Frame | null,
  admission: Admission,
): void {
  const layer = version.layers[place]!;
  if (admission === Admission.waits) {
    const frame = pushFrame(sim, call, layer, top, parent);
    if (layer.keepsToken) noteToken(sim, frame);
    wait(sim, frame);
  }
  if (layer.hasAlarms) afterwards(sim, layer, call.instance);
  if (admission === Admission.refused) {
    turnBack(sim, call, version, top, place, parent, refusalOf(layer.layer), NONE);
  }
}

/** A layer did not let the call through: the layers between `top` and it, which did, hear how it ended, then those above. */
function turnBack(
  sim: Sim,
  call: Call,
  { layers }: ListVersion,
  top: number,
  place: number,
  parent: Frame | null,
  outcome: Outcome,
  message: number,
): void {
  const last = place > top ? pushFrame(sim, call, layers[place - 1]!, top, parent) : parent;
  goUp(sim, call, last, last === null ? 0 : last.generation, outcome, message);
}

/** The reply to this attempt has come back, or never will. */
export function onReply(sim: Sim, request: Request): void {
  if (request.call === null && (request.isPassed !== true || passesBack(sim, request) === true)) {
    return endBareCall(sim, request);
  }
  const call = request.call ?? recordOfReturned(sim, request);
  if (request.calledOff !== CalledOff.no) return endCalledOff(sim, request);
  if (call.isTracked === true) unlistAttempt(call, request);
  const awaited = isAttemptAwaited(request);
  if (sim.watch !== null) sim.watch.answered(request);
  noteAttemptEnd(sim, request, awaited);
  if (request.program.row !== null && awaited && isGood(request.outcome)) call.version = request.version;
  request.state = RequestState.free;
  sim.requests.give(request);
  call.held--;
  const { parent, outcome, message } = request;
  if (parent !== null) goUp(sim, call, parent, request.parentGeneration, outcome, message);
  else settle(sim, call, outcome, message);
}

/** The frames above an attempt hear that it is called off; what its callee makes of it nobody will hear. */
export function onCalledOff(sim: Sim, request: Request): void {
  const { parent, parentGeneration, state } = request;
  const call = request.call!;
  if (parent === null) settle(sim, call, Outcome.cancelled, NONE);
  else goUp(sim, call, parent, parentGeneration, Outcome.cancelled, NONE);
  request.calledOff = CalledOff.told;
  if (state === RequestState.silent) endCalledOff(sim, request);
}

/** Nothing more comes of an attempt that was called off. Its row goes once the frames above have been told. */
function endCalledOff(sim: Sim, request: Request): void {
  const call = request.call!;
  request.state = RequestState.silent;
  if (request.calledOff !== CalledOff.told) return;
  request.state = RequestState.free;
  sim.requests.give(request);
  call.held--;
  freeIfDone(sim, call);
}

/** A timeout is due, a backoff is over, or a gate's wait. */
export function onTimer(sim: Sim, frame: Frame): void {
  if (frame.gate !== null) return endWait(sim, frame);
  const { call, layer } = frame;
  if (layer.kind === LayerKind.hedge) return onHedge(sim, frame);
  if (layer.kind === LayerKind.timeout) {
    if (sim.watch !== null) sim.watch.decides(call, layer, Outcome.timeout);
    noteTimeout(sim, frame);
    if (call.isTracked && callsOff(layer.layer)) callOffBelow(sim, frame);
    endFrame(sim, frame, Outcome.timeout, NONE);
    return stopWaiting(sim, call);
  }
  if (!triesAgain(sim, frame)) return endFrame(sim, frame, Outcome.abandoned, NONE);
  if (sim.watch !== null) sim.watch.triesAgain(frame);
  goDown(sim, call, call.policies!, layer.place + 1, frame);
}

/** A timer of a hedge's frame: another one goes, if it is to. */
function onHedge(sim: Sim, frame: Frame): void {
  const { call, layer } = frame;
  const what = onHedgeTimer(sim, frame);
  if (what === HedgeTimer.ends) endFrame(sim, frame, Outcome.abandoned, NONE);
  else if (what === HedgeTimer.sends) goDown(sim, call, call.policies!, layer.place + 1, hedgeFrame(sim, frame));
}

/** A call that waited at a gate passes it, or ends there. */
export function onDecided(sim: Sim, frame: Frame): void {
  const { call, layer, outcome } = frame;
  if (sim.watch !== null) sim.watch.decided(frame, outcome === Outcome.ok, outcome);
  if (outcome !== Outcome.ok) endFrame(sim, frame, outcome, NONE);
  else if (isFrameAwaited(frame)) goDown(sim, call, call.policies!, layer.place + 1, frame);
  else goUp(sim, call, frame, frame.generation, Outcome.abandoned, NONE);
}

/** The wait for a call is over: nothing is kept up for it that nothing can come of any more. */
export function stopWaiting(sim: Sim, call: Call): void {
  if (call.policies !== null && call.policies.hedges) abandonSilences(sim, call);
  else abandonSilence(sim, call);
  leaveGates(sim, call);
  for (let frame = restsForNobody(call); frame !== null; frame = restsForNobody(call)) {
    triesAgain(sim, frame);
    endFrame(sim, frame, Outcome.abandoned, NONE);
  }
}

/** The endpoint that a fallback asked has answered; the layers above hear of it even if nobody waits any more. */
export function onFallbackAnswer(sim: Sim, frame: Frame, outcome: Outcome): void {
  if (!isGood(outcome)) return endFrame(sim, frame, outcome, NONE);
  if (sim.watch !== null) sim.watch.decides(frame.call, frame.layer, Outcome.degraded);
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

/** Carries an outcome up from below `parent`: to the frame that was meant, if it is still there, or to the call itself. */
function goUp(
  sim: Sim,
  call: Call,
  parent: Frame | null,
  parentGeneration: number,
  outcome: Outcome,
  message: number,
): void {
  if (parent === null) settle(sim, call, outcome, message);
  else if (parent.generation === parentGeneration) climb(sim, parent, parent.layer.place, outcome, message);
  else freeIfDone(sim, call);
}

/** Ends the layer of a frame with an outcome and carries it up. */
function endFrame(sim: Sim, frame: Frame, outcome: Outcome, message: number): void {
  climb(sim, frame, frame.layer.place - 1, outcome, message);
}

/**
 * Carries an outcome up, from the layer at this place of a frame, until a layer keeps it, nobody waits for it, or the
 * call is settled.
 */
function climb(sim: Sim, frame: Frame, place: number, outcome: Outcome, message: number): void {
  const { call } = frame;
  const { layers } = call.policies!;
  let isHedge = false;
  for (;;) {
    for (; place >= frame.top; place--) {
      const placed = layers[place]!;
      const { kind } = placed;
      if (sim.watch !== null && !(kind === LayerKind.hedge && isOwnOfHedge(frame))) {
        sim.watch.hears(frame, placed, outcome);
      }
      if (placed.isGate === true) outcome = report(sim, frame, placed, outcome);
      else if (kind === LayerKind.retry) {
        if (isGood(outcome) && placed.cell.size === 0) continue;
        if (frame.layer !== placed) standFor(frame, placed);
        if (retries(sim, frame, outcome)) return;
      } else if (kind === LayerKind.fallback) {
        if (isGood(outcome)) noteGoodAnswer(sim, frame, outcome, message);
        else if (isFrameAwaited(frame)) {
          const cover = covers(sim, frame, outcome);
          if (cover === ASKS) return;
          if (cover !== NO_COVER) {
            if (sim.watch !== null) sim.watch.decides(call, placed, Outcome.degraded);
            call.covered = outcome;
            outcome = Outcome.degraded;
            message = cover;
          }
        }
      } else if (kind === LayerKind.hedge) {
        if (isOwnOfHedge(frame)) isHedge = true;
        else {
          if (waitsForOthers(sim, frame, outcome, isHedge)) return;
          if (!isGood(outcome)) outcome = frame.outcome;
          isHedge = false;
        }
      }
    }
    const { parent, parentGeneration } = frame;
    const hasLosers: boolean = frame.layer.kind === LayerKind.hedge && frame.retries > 0 && frame.token > 0;
    if (hasLosers && call.isTracked && callsOff(frame.layer.layer)) callOffBelow(sim, frame);
    popFrame(sim, frame);
    if (hasLosers) stopWaiting(sim, call);
    if (parent === null) return settle(sim, call, outcome, message);
    if (parent.generation !== parentGeneration) return freeIfDone(sim, call);
    frame = parent;
    place = frame.layer.place;
  }
}

/** The call is over for its caller: counts it and leaves word for its owner. */
function settle(sim: Sim, call: Call, outcome: Outcome, message: number): void {
  const { route, frame } = call;
  const awaited = isCallAwaited(call);
  if (sim.watch !== null) sim.watch.ends(call, outcome);
  const counted = awaited || outcome === Outcome.cancelled ? outcome : Outcome.abandoned;
  if (call.owner !== null) unlistCall(call);
  sim.counts[route.callsAt + ofOutcome(counted)]!++;
  doubleOfBits[0] = sim.now - call.startedAt;
  sim.sketches.addNext(route.sketch + (isGood(counted) ? RouteSketch.good : RouteSketch.failed));
  call.outcome = outcome;
  call.message = message;
  if (call.trace >= 0) sim.tracer.end(call.trace, call.span, counted, call.covered, message, sim);
  // A fallback's frame hears of its call in any case: what it and the layers above it hold is given back.
  const told = frame === null ? awaited && call.request !== null : awaited || frame.generation === call.ownerGeneration;
  call.state = told ? CallState.settled : CallState.over;
  if (told) sim.consequences.push(eventCode(EventKind.settled, call.number), call.generation);
  else freeIfDone(sim, call);
}
