import {
  Balancing,
  betterByPeak,
  betterOf,
  leastBusy,
  nearShare,
  nextInTurn,
  stickyTo,
  type BalancingParams,
} from '../policies/balancing';
import { Purpose } from './events';
import type { Link } from './records';
import type { Sim } from './sim';
import type { Vicinity } from './zones';

const MOST_REPLICAS = 1000;

/** Replicas as a list of those that may be asked, where all may. */
export const EVERYBODY = Int32Array.from({ length: MOST_REPLICAS }, (_, replica) => replica);

/** The replica, 0-based, to which a link sends an attempt with this key by a caller's replica, in the link's own way. */
export function chooseReplica(
  sim: Sim,
  link: Link,
  instance: number,
  session: number,
  keyHi: number,
  keyLo: number,
): number {
  const { length } = link.replicas;
  // Every way there is comes to the only one.
  if (length === 1) return 0;
  return choose(sim, link, link.balancing, link.memory, 0, EVERYBODY, length, instance, session, keyHi, keyLo);
}

/**
 * One of the replicas in a list, `count` of them, by what is remembered in a block. Nobody asks how the replicas are: what
 * counts is what the caller's side can know, attempts sent and how they came back.
 */
export function choose(
  sim: Sim,
  link: Link,
  params: BalancingParams,
  block: Float64Array,
  at: number,
  among: Int32Array,
  count: number,
  instance: number,
  session: number,
  keyHi: number,
  keyLo: number,
): number {
  const hosts = link.replicas.length;
  if (params.nearFirst && link.vicinity !== null) {
    count = narrow(sim, link.vicinity, params, among, count, instance, keyHi, keyLo);
    among = narrowed;
  }
  switch (params.by) {
    case Balancing.roundRobin:
      return nextInTurn(block, at, hosts, among, count);
    case Balancing.leastRequests:
      return leastBusy(block, at, hosts, among, count);
    case Balancing.sticky:
      return params.stickTo === 'caller'
        ? stickyTo(among, count, link.index, instance)
        : stickyTo(among, count, link.index, session);
    case Balancing.random:
      return among[Math.floor(count * sim.draws.of(keyHi, keyLo, Purpose.replica).uniform())]!;
    case Balancing.powerOfTwo:
    case Balancing.peakEwma:
  }
  if (count === 1) return among[0]!;
  const draws = sim.draws.of(keyHi, keyLo, Purpose.replica);
  const one = Math.floor(count * draws.uniform());
  const other = Math.floor((count - 1) * draws.uniform());
  const first = among[one]!;
  const second = among[other < one ? other : other + 1]!;
  return params.by === Balancing.powerOfTwo
    ? betterOf(block, at, first, second)
    : betterByPeak(block, at, first, second, params.decayMs, sim.now);
}

const narrowed = new Int32Array(MOST_REPLICAS);

/** Puts those of a list that are near, or those that are far, into `narrowed`; returns how many. */
function narrow(
  sim: Sim,
  vicinity: Vicinity,
  params: BalancingParams,
  among: Int32Array,
  count: number,
  instance: number,
  keyHi: number,
  keyLo: number,
): number {
  let healthy = 0;
  for (let i = 0; i < count; i++) if (vicinity.isNear(instance, among[i]!)) healthy++;
  const share = nearShare(params, vicinity.count(instance), healthy);
  const isNear = healthy === count || (share > 0 && isWithin(sim, share, keyHi, keyLo));
  let taken = 0;
  for (let i = 0; i < count; i++) {
    const replica = among[i]!;
    if (vicinity.isNear(instance, replica) === isNear) narrowed[taken++] = replica;
  }
  return taken;
}

function isWithin(sim: Sim, share: number, keyHi: number, keyLo: number): boolean {
  return share === 1 || sim.draws.of(keyHi, keyLo, Purpose.nearness).uniform() < share;
}
