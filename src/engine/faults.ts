import { eventCode } from '../kernel/event-queue';
import { deriveKey } from '../kernel/keys';
import { sample } from '../kernel/sample';
import { Outcome } from '../policies/outcome';
import { RANDOM_REPLICA, zoneOf, type FaultTarget } from '../scenario/model';
import { isWordThere } from './calling-off';
import { breakConnections } from './connections';
import { EventKind, Purpose } from './events';
import type { Fault } from './fault';
import { cutDeliveries, resumeDeliveries } from './messages';
import { endSilence } from './network';
import { NONE, RequestState, type Request, type Station } from './records';
import { replicaTable, ReplicaState } from './replica.machine';
import { leave, leaveQueue, serveNext, startClock, stopClock } from './serving';
import { retime } from './shared-work';
import type { Sim } from './sim';

/** The beginnings of the scenario's own faults, as far as they have any without a hand. */
export function scheduleFaults(sim: Sim): void {
  sim.faults.forEach(({ model }, index) => {
    if (!Number.isNaN(model.atMs)) scheduleStart(sim, index, model.atMs);
    else if (model.repeats !== null) scheduleNext(sim, index);
  });
}

/** Begins a fault, by its schedule or by hand, and sets the timer of its end; one that is on already stays as it is. */
export function startFault(sim: Sim, index: number, byHand: boolean): void {
  const fault = sim.faults[index]!;
  const { id, target, lasts, repeats } = fault.model;
  const { key } = sim;
  if (byHand) deriveKey(fault.keyHi, fault.keyLo, fault.generation, 1, key);
  else keyOfNext(sim, fault);
  const { hi, lo } = key;
  if (!byHand) {
    fault.beginnings++;
    fault.isScheduled = false;
  }
  if (repeats?.from === 'start' && !fault.isScheduled) scheduleNext(sim, index);
  if (fault.on) return;
  fault.on = true;
  fault.byHand = byHand;
  fault.generation++;
  fault.step = 0;
  fault.struck = NONE;
  if (target.kind !== 'link' && target.replica === RANDOM_REPLICA) {
    fault.struck = oneOf(replicasOf(sim, target), sim.draws.of(hi, lo, Purpose.faultReplica).uniform()).index;
  }
  const forMs = lasts === null ? Infinity : sample(lasts, sim.draws.of(hi, lo, Purpose.faultLength));
  sim.log.add(sim.now, { kind: 'fault', id, on: true, byHand, ...struckBy(sim, fault) });
  if (forMs < Infinity) sim.queue.push(sim.now + forMs, eventCode(EventKind.faultEnd, index), fault.generation);
  const { effect } = fault.model;
  if (effect.does === 'leak') waitForStep(sim, index, effect.overMs / LEAK_STEPS);
  takeEffect(sim, fault);
}

/** Ends a fault and gives back everything it held. By hand that is for good: it does not come back by itself. */
export function endFault(sim: Sim, index: number, byHand: boolean): void {
  const fault = sim.faults[index]!;
  const { id, repeats } = fault.model;
  if (byHand && repeats !== null) {
    fault.schedule++;
    fault.isScheduled = false;
  }
  if (!fault.on) return;
  fault.on = false;
  fault.generation++;
  sim.log.add(sim.now, { kind: 'fault', id, on: false, byHand, ...struckBy(sim, fault) });
  takeEffect(sim, fault);
  if (!byHand && repeats?.from === 'end') scheduleNext(sim, index);
}

/** A leak grows by a step; at the last it stays as bad as it is, or the process dies of it and is started anew. */
export function worsenFault(sim: Sim, index: number): void {
  const fault = sim.faults[index]!;
  const { effect } = fault.model;
  if (effect.does !== 'leak') return;
  const { overMs, downMs } = effect;
  fault.step = fault.step === LEAK_DOWN ? 0 : fault.step + 1;
  if (fault.step === LEAK_STEPS && downMs > 0) fault.step = LEAK_DOWN;
  if (fault.step === LEAK_DOWN) waitForStep(sim, index, downMs);
  else if (fault.step < LEAK_STEPS) waitForStep(sim, index, overMs / LEAK_STEPS);
  takeEffect(sim, fault);
}

/** A leak grows in this many equal steps, a power of two; one more means that the process is down. */
const LEAK_STEPS = 64;
const LEAK_DOWN = LEAK_STEPS + 1;

function waitForStep(sim: Sim, index: number, lengthMs: number): void {
  sim.queue.push(sim.now + lengthMs, eventCode(EventKind.faultStep, index), sim.faults[index]!.generation);
}

/** The next beginning comes after a gap of its own, from now on. */
function scheduleNext(sim: Sim, index: number): void {
  const fault = sim.faults[index]!;
  const { repeats } = fault.model;
  const { key } = sim;
  if (repeats === null) return;
  keyOfNext(sim, fault);
  const gapMs = sample(repeats.gap, sim.draws.of(key.hi, key.lo, Purpose.faultGap));
  scheduleStart(sim, index, sim.now + gapMs);
}

function scheduleStart(sim: Sim, index: number, atMs: number): void {
  const fault = sim.faults[index]!;
  fault.isScheduled = true;
  sim.queue.push(atMs, eventCode(EventKind.faultStart, index), fault.schedule);
}

/** Of the next beginning by schedule. */
function keyOfNext(sim: Sim, { keyHi, keyLo, beginnings }: Fault): void {
  deriveKey(keyHi, keyLo, beginnings, 0, sim.key);
}

const oneOf = <T>(list: readonly T[], uniform: number): T => list[Math.floor(list.length * uniform)]!;

/** Which replica it struck, where that is left to chance. */
function struckBy(sim: Sim, { struck }: Fault): { readonly struck?: { service: number; replica: number } } {
  if (struck === NONE) return {};
  const { service, replica } = sim.world.replicas[struck]!;
  return { struck: { service, replica } };
}

function takeEffect(sim: Sim, fault: Fault): void {
  const { target } = fault.model;
  if (target.kind === 'link') return updateLink(sim, target.link);
  for (const station of replicasOf(sim, target)) if (isHit(sim, fault, station)) updateReplica(sim, station);
}

type NodeTarget = Exclude<FaultTarget, { kind: 'link' }>;

/** The replicas among which a fault strikes. */
const replicasOf = (sim: Sim, target: NodeTarget): readonly Station[] =>
  sim.world.replicas.filter((station) => isWithin(sim, target, station));

function isWithin({ model }: Sim, target: NodeTarget, { service, replica }: Station): boolean {
  if (target.kind === 'zone') return zoneOf(model.services[service]!, replica) === target.zone;
  return service === target.service && (target.replica < 0 || replica === target.replica);
}

function isHit(sim: Sim, { model, struck }: Fault, station: Station): boolean {
  if (model.target.kind === 'link') return false;
  return struck === NONE ? isWithin(sim, model.target, station) : station.index === struck;
}

/** Brings a replica to what all the faults in force on it amount to. */
function updateReplica(sim: Sim, station: Station): void {
  let crashed = false;
  let hanging = false;
  let slowdown = 1;
  let noErrorAtOnce = 1;
  let noErrorAfterWork = 1;
  for (const fault of sim.faults) {
    if (!fault.on || !isHit(sim, fault, station)) continue;
    const { effect } = fault.model;
    if (effect.does === 'crash') crashed = true;
    else if (effect.does === 'hang') hanging = true;
    else if (effect.does === 'slow') slowdown *= effect.factor;
    else if (effect.does === 'leak' && fault.step === LEAK_DOWN) crashed = true;
    else if (effect.does === 'leak') slowdown *= 1 + (effect.factor - 1) * (fault.step / LEAK_STEPS);
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
  if (after === ReplicaState.crashed) breakConnections(sim, station);
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
  hearOfCancels(sim, station.served.first);
  hearOfCancels(sim, station.queue.first);
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

/** What was called off while the replica hung is stopped before anything goes on. */
function hearOfCancels(sim: Sim, first: Request | null): void {
  for (let visit = first; visit !== null; visit = visit.next) {
    if (isWordThere(visit, sim.now)) {
      sim.consequences.push(eventCode(EventKind.cancel, visit.number), visit.generation);
    }
  }
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
