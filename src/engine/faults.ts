import { eventCode } from '../kernel/event-queue';
import { Outcome } from '../policies/outcome';
import type { FaultModel } from '../scenario/model';
import { EventKind } from './events';
import { cutDeliveries, resumeDeliveries } from './messages';
import { endSilence } from './network';
import { NONE, RequestState, type Station } from './records';
import { replicaTable, ReplicaState } from './replica.machine';
import { retime } from './sharing';
import type { Sim } from './sim';
import { leave, leaveQueue, serveNext, startClock, stopClock } from './visits';

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
  for (const station of sim.world.stations) {
    const isMeant = station.service === target.service && (target.replica < 0 || station.replica === target.replica);
    if (isMeant) updateReplica(sim, station);
  }
}

/** Brings a replica to what all the faults in force on it amount to. */
function updateReplica(sim: Sim, station: Station): void {
  let crashed = false;
  let hanging = false;
  let slowdown = 1;
  let noErrorAtOnce = 1;
  let noErrorAfterWork = 1;
  for (const { model, on } of sim.faults) {
    if (!on || model.target.kind !== 'service' || model.target.service !== station.service) continue;
    if (model.target.replica >= 0 && model.target.replica !== station.replica) continue;
    const { effect } = model;
    if (effect.does === 'crash') crashed = true;
    else if (effect.does === 'hang') hanging = true;
    else if (effect.does === 'slow') slowdown *= effect.factor;
    else if (effect.does === 'errors' && effect.when === 'at once') noErrorAtOnce *= 1 - effect.share;
    else if (effect.does === 'errors') noErrorAfterWork *= 1 - effect.share;
  }
  station.errorsAtOnce = 1 - noErrorAtOnce;
  station.errorsAfterWork = 1 - noErrorAfterWork;
  changeSlowdown(sim, station, slowdown);
  sendToReplica(sim, station, crashed ? CRASH : hanging ? HANG : RECOVER);
}

const CRASH = replicaTable.eventOf('crash');
const HANG = replicaTable.eventOf('hang');
const RECOVER = replicaTable.eventOf('recover');

function sendToReplica(sim: Sim, station: Station, event: number): void {
  const before = station.state;
  const after = replicaTable.next(before, event) as ReplicaState;
  if (after === before) return;
  station.state = after;
  if (before === ReplicaState.crashed) station.warmAt = sim.now + station.warmUpMs;
  for (const effect of replicaTable.effectsOf(before, event)) EFFECTS[replicaTable.effects[effect]!]!(sim, station);
  if (station.keepsMessages && after === ReplicaState.serving) resumeDeliveries(sim, station);
  const { service, replica } = station;
  sim.log.add(sim.now, { kind: 'replica', service, replica, state: replicaTable.states[after]! });
}

const EFFECTS: Record<string, (sim: Sim, station: Station) => void> = { failEverything, pauseWork, resumeWork };

/** Everything at the replica fails as reset: what is served, then what is queued. */
function failEverything(sim: Sim, station: Station): void {
  if (station.keepsMessages) return cutDeliveries(sim, station);
  for (let visit = station.served.first; visit !== null; visit = station.served.first) {
    station.served.remove(visit);
    leave(sim, visit, Outcome.reset, NONE);
  }
  station.working = 0;
  station.waiting = 0;
  if (station.sharing !== null) station.sharing.clear();
  while (station.queued > 0) leave(sim, leaveQueue(station), Outcome.reset, NONE);
  station.told = 0;
}

function pauseWork(sim: Sim, station: Station): void {
  if (station.sharing !== null) return retime(sim, station, station.sharing);
  for (let visit = station.served.first; visit !== null; visit = visit.next) {
    if (visit.state === RequestState.working) stopClock(sim, visit);
  }
}

function resumeWork(sim: Sim, station: Station): void {
  for (let visit = station.served.first; visit !== null; visit = visit.next) {
    if (visit.state === RequestState.working) {
      if (station.sharing === null) startClock(sim, visit);
    } else if (visit.state === RequestState.parked) {
      visit.state = RequestState.waiting;
      sim.consequences.push(eventCode(EventKind.resumed, visit.number), visit.generation);
    }
  }
  if (station.sharing !== null) retime(sim, station, station.sharing);
  serveNext(sim, station);
}

function changeSlowdown(sim: Sim, station: Station, slowdown: number): void {
  if (slowdown === station.slowdown) return;
  const { sharing } = station;
  const running = sharing === null && station.state === ReplicaState.serving;
  if (running) pauseWork(sim, station);
  station.slowdown = slowdown;
  if (sharing !== null) retime(sim, station, sharing);
  for (let visit = station.served.first; running && visit !== null; visit = visit.next) {
    if (visit.state === RequestState.working) startClock(sim, visit);
  }
}

const CUT_REQUESTS = 1;
const CUT_REPLIES = 2;

function updateLink(sim: Sim, index: number): void {
  const link = sim.world.links[index]!;
  const lossBefore = link.requestLoss + link.replyLoss;
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
  link.addedMs = addedMs;
  link.requestLoss = 1 - requestsKept;
  link.replyLoss = 1 - repliesKept;
  link.cut = cut;
  link.noteFaults();
  if (lossBefore > 0 && requestsKept === 1 && repliesKept === 1) endSilence(sim, link);
}
