import { eventCode } from '../kernel/event-queue';
import { Outcome } from '../policies/outcome';
import type { FaultModel } from '../scenario/model';
import { EventKind } from './events';
import { endSilence } from './network';
import { Link, Request, Station } from './records';
import { replicaTable, ReplicaState } from './replica.machine';
import { leaveQueue, leaveServed } from './served';
import type { Sim } from './sim';
import { NONE, RequestState } from './tables';
import { leave, serveNext, startClock, stopClock } from './visits';

/** Begins a fault and sets the timer of its end; one that is on already stays as it is. */
export function startFault(sim: Sim, index: number, byHand: boolean): void {
  const fault = sim.faults[index]!;
  if (fault.on) return;
  fault.on = true;
  fault.byHand = byHand;
  fault.generation++;
  const { id, forMs } = fault.model;
  sim.log.add(sim.now, { kind: 'fault', id, on: true, byHand });
  if (forMs < Infinity) sim.queue.push(sim.now + forMs, eventCode(EventKind.faultEnd, index), fault.generation);
  takeEffect(sim, fault.model);
}

/** Ends a fault and gives back everything it held. */
export function endFault(sim: Sim, index: number, byHand: boolean): void {
  const fault = sim.faults[index]!;
  if (!fault.on) return;
  fault.on = false;
  fault.generation++;
  sim.log.add(sim.now, { kind: 'fault', id: fault.model.id, on: false, byHand });
  takeEffect(sim, fault.model);
}

function takeEffect(sim: Sim, { target }: FaultModel): void {
  if (target.kind === 'link') return updateLink(sim, target.link);
  const { addresses } = sim;
  if (target.replica >= 0) return updateReplica(sim, addresses.replica(target.service, target.replica));
  for (let r = 0; r < sim.model.services[target.service]!.replicas; r++)
    updateReplica(sim, addresses.replica(target.service, r));
}

/** Brings a replica to what all the faults in force on it amount to. */
function updateReplica(sim: Sim, station: number): void {
  const { words, numbers } = sim.memory;
  let crashed = false;
  let hanging = false;
  let slowdown = 1;
  let noErrorAtOnce = 1;
  let noErrorAfterWork = 1;
  for (const { model, on } of sim.faults) {
    if (!on || model.target.kind !== 'service' || model.target.service !== words[station + Station.service]) continue;
    if (model.target.replica >= 0 && model.target.replica !== words[station + Station.replica]) continue;
    const { effect } = model;
    if (effect.does === 'crash') crashed = true;
    else if (effect.does === 'hang') hanging = true;
    else if (effect.does === 'slow') slowdown *= effect.factor;
    else if (effect.does === 'errors' && effect.when === 'at once') noErrorAtOnce *= 1 - effect.share;
    else if (effect.does === 'errors') noErrorAfterWork *= 1 - effect.share;
  }
  numbers[(station + Station.errorsAtOnce) >> 1] = 1 - noErrorAtOnce;
  numbers[(station + Station.errorsAfterWork) >> 1] = 1 - noErrorAfterWork;
  changeSlowdown(sim, station, slowdown);
  sendToReplica(sim, station, crashed ? CRASH : hanging ? HANG : RECOVER);
}

const CRASH = replicaTable.eventOf('crash');
const HANG = replicaTable.eventOf('hang');
const RECOVER = replicaTable.eventOf('recover');

function sendToReplica(sim: Sim, station: number, event: number): void {
  const { words } = sim.memory;
  const before = words[station + Station.state]!;
  const after = replicaTable.next(before, event);
  if (after === before) return;
  words[station + Station.state] = after;
  for (const effect of replicaTable.effectsOf(before, event)) EFFECTS[replicaTable.effects[effect]!]!(sim, station);
  const service = words[station + Station.service]!;
  const state = replicaTable.states[after]!;
  sim.log.add(sim.now, { kind: 'replica', service, replica: words[station + Station.replica]!, state });
}

const EFFECTS: Record<string, (sim: Sim, station: number) => void> = { failEverything, pauseWork, resumeWork };

/** Everything at the replica fails as reset: what is served, then what is queued. */
function failEverything(sim: Sim, station: number): void {
  const { words } = sim.memory;
  for (let visit = words[station + Station.servedHead]!; visit !== NONE; visit = words[station + Station.servedHead]!) {
    leaveServed(sim, visit, station);
    leave(sim, visit, Outcome.reset, NONE);
  }
  words[station + Station.working] = 0;
  words[station + Station.waiting] = 0;
  for (let visit = leaveQueue(sim, station); visit !== NONE; visit = leaveQueue(sim, station)) {
    leave(sim, visit, Outcome.reset, NONE);
  }
  words[station + Station.told] = 0;
}

function pauseWork(sim: Sim, station: number): void {
  const { words } = sim.memory;
  for (let visit = words[station + Station.servedHead]!; visit !== NONE; visit = words[visit + Request.next]!) {
    if (words[visit + Request.state] === RequestState.working) stopClock(sim, visit);
  }
}

function resumeWork(sim: Sim, station: number): void {
  const { words } = sim.memory;
  for (let visit = words[station + Station.servedHead]!; visit !== NONE; visit = words[visit + Request.next]!) {
    if (words[visit + Request.state] === RequestState.working) startClock(sim, visit);
    else if (words[visit + Request.state] === RequestState.parked) {
      words[visit + Request.state] = RequestState.waiting;
      sim.consequences.push(eventCode(EventKind.resumed, visit), words[visit + Request.generation]!);
    }
  }
  serveNext(sim, station);
}

function changeSlowdown(sim: Sim, station: number, slowdown: number): void {
  const { words, numbers } = sim.memory;
  if (slowdown === numbers[(station + Station.slowdown) >> 1]) return;
  const running = words[station + Station.state] === ReplicaState.serving;
  if (running) pauseWork(sim, station);
  numbers[(station + Station.slowdown) >> 1] = slowdown;
  for (
    let visit = words[station + Station.servedHead]!;
    running && visit !== NONE;
    visit = words[visit + Request.next]!
  ) {
    if (words[visit + Request.state] === RequestState.working) startClock(sim, visit);
  }
}

const CUT_REQUESTS = 1;
const CUT_REPLIES = 2;

function updateLink(sim: Sim, index: number): void {
  const { words, numbers } = sim.memory;
  const link = sim.addresses.link(index);
  const lossBefore = numbers[(link + Link.requestLoss) >> 1]! + numbers[(link + Link.replyLoss) >> 1]!;
  let addedMs = 0;
  let requestsKept = 1;
  let repliesKept = 1;
  let cut = 0;
  for (const { model, on } of sim.faults) {
    if (!on || model.target.kind !== 'link' || model.target.link !== index) continue;
    const { effect } = model;
    if (effect.does === 'latency') addedMs += effect.addMs;
    if (effect.does !== 'loss' && effect.does !== 'cut') continue;
    const kept = effect.does === 'loss' ? 1 - effect.share : 0;
    if (effect.direction !== 'reply') requestsKept *= kept;
    if (effect.direction !== 'request') repliesKept *= kept;
    if (effect.does === 'cut' && effect.direction !== 'reply') cut |= CUT_REQUESTS;
    if (effect.does === 'cut' && effect.direction !== 'request') cut |= CUT_REPLIES;
  }
  numbers[(link + Link.addedMs) >> 1] = addedMs;
  numbers[(link + Link.requestLoss) >> 1] = 1 - requestsKept;
  numbers[(link + Link.replyLoss) >> 1] = 1 - repliesKept;
  words[link + Link.cut] = cut;
  if (lossBefore > 0 && requestsKept === 1 && repliesKept === 1) endSilence(sim, link);
}
