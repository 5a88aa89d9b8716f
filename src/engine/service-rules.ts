import { adaptiveLayout } from '../policies/concurrency/adaptive';
import { setCallsInFlight } from '../policies/concurrency-limit';
import { disciplineLayout, noteFilled } from '../policies/queue-discipline';
import type { ServiceRules } from '../scenario/model';
import { Intake } from './intake';
import type { Request, Station } from './records';
import type { Sim } from './sim';

/* What services do about those who come, where the policies in force say it anew. */

/** As the policies in force say it, else as the model does. */
const rulesOf = ({ model, policies }: Sim, service: number): ServiceRules =>
  policies.services[service] ?? model.services[service]!;

/**
 * Puts it in force: for whoever comes from now on, and for the order of those who wait. Nobody who waits or is served is
 * turned away by it. Returns the rules (`service: key`) whose state could not be handed on.
 */
export function applyServiceRules(sim: Sim): string[] {
  const fresh: string[] = [];
  const befores = sim.world.replicas.map(({ intake }) => intake);
  placeServiceRules(sim);
  sim.world.replicas.forEach((station, index) => {
    const before = befores[index]!;
    const { intake, replica, service } = station;
    if (intake === null && before === null) return;
    const lost = handOn(before, intake, station, sim.now);
    if (replica === 0) fresh.push(...lost.map((key) => `${sim.model.services[service]!.name}: ${key}`));
  });
  return fresh;
}

/** Makes the replicas and endpoints of every service what its rules say, as if nobody had come yet. */
export function placeServiceRules(sim: Sim): void {
  for (const station of sim.world.replicas) {
    const { queue, intake } = rulesOf(sim, station.service);
    station.queueCapacity = queue;
    station.intake = intake === null ? null : new Intake(intake);
  }
  sim.model.endpoints.forEach(({ service }, endpoint) => {
    sim.world.endpoints[endpoint]!.retryAfterMs = rulesOf(sim, service).retryAfterMs;
  });
}

/** What a replica knew goes on under its new rules where they go by the same; the keys of those for which it does not. */
function handOn(before: Intake | null, now: Intake | null, station: Station, nowMs: number): readonly string[] {
  const [orderBefore, order] = [orderLayout(before), orderLayout(now)];
  if (now !== null) {
    if (before !== null && order === orderBefore) now.order.set(before.order);
    else if (station.queued > 0) noteFilled(now.order, 0, nowMs);
  }
  const isByDeadline = now !== null && now.isByDeadline;
  if (isByDeadline !== (before !== null && before.isByDeadline)) reorder(station, isByDeadline);

  const [limitBefore, limit] = [limitLayout(before), limitLayout(now)];
  if (limit !== limitBefore) recount(station, now);
  else if (now !== null && before !== null) now.limit.set(before.limit);

  return [
    ...(order !== orderBefore && order !== '' && orderBefore !== '' ? ['queue'] : []),
    ...(limit !== limitBefore && limit !== '' && limitBefore !== '' ? ['limit'] : []),
  ];
}

const orderLayout = (intake: Intake | null): string => (intake === null ? '' : disciplineLayout(intake.model.order));

const limitLayout = (intake: Intake | null): string =>
  intake === null || intake.model.limit === null ? '' : adaptiveLayout(intake.model.limit);

/** Those who wait, by when they are due or by when they came; of two alike, as they stood. */
function reorder({ queue }: Station, isByDeadline: boolean): void {
  const waiting: Request[] = [];
  for (let request = queue.first; request !== null; request = request.next) {
    if (isByDeadline) request.dueAt = Math.min(request.deadlineAt, request.patienceAt);
    waiting.push(request);
  }
  const at = (request: Request): number => (isByDeadline ? request.dueAt : request.arrivedAt);
  // Not by their difference: two that are never due have none.
  waiting.sort((one, other) => (at(one) < at(other) ? -1 : at(one) > at(other) ? 1 : 0));
  queue.clear();
  for (const request of waiting) queue.append(request);
}

/** A limit that begins counts those who are there, as if they came one after another; without one nobody is counted. */
function recount({ served, queue }: Station, intake: Intake | null): void {
  const counts = intake !== null && intake.model.limit !== null;
  let there = 0;
  for (const { first } of [served, queue]) {
    for (let request = first; request !== null; request = request.next) request.inFlight = counts ? ++there : 0;
  }
  if (counts) setCallsInFlight(intake.limit, 0, there);
}
