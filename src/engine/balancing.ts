import { Balancing } from '../policies/balancing';
import { Purpose } from './events';
import type { Link } from './records';
import type { Sim } from './sim';

/**
 * The replica, 0-based, to which a link sends the attempt with this key. Nobody asks how the replicas are: what counts is
 * how many attempts over this link each has yet to answer.
 */
export function chooseReplica(sim: Sim, link: Link, keyHi: number, keyLo: number): number {
  const { length } = link.replicas;
  switch (link.balancing) {
    case Balancing.roundRobin: {
      const replica = link.turn;
      link.turn = replica + 1 < length ? replica + 1 : 0;
      return replica;
    }
    case Balancing.random:
      return Math.floor(length * sim.draws.of(keyHi, keyLo, Purpose.replica).uniform());
    case Balancing.powerOfTwo:
      return betterOfTwo(sim, link, keyHi, keyLo);
    case Balancing.leastRequests:
      return leastBusy(link);
  }
}

/** Two different replicas drawn alike, and of them the one with less to answer; the first if they are even. */
function betterOfTwo(sim: Sim, { replicas, outstanding }: Link, keyHi: number, keyLo: number): number {
  const { length } = replicas;
  if (length === 1) return 0;
  const draws = sim.draws.of(keyHi, keyLo, Purpose.replica);
  const first = Math.floor(length * draws.uniform());
  const other = Math.floor((length - 1) * draws.uniform());
  const second = other < first ? other : other + 1;
  return outstanding[second]! < outstanding[first]! ? second : first;
}

/** The one with least to answer; of several such, the next in turn. */
function leastBusy(link: Link): number {
  const { outstanding, turn } = link;
  const { length } = outstanding;
  let best = turn;
  for (let n = 1; n < length && outstanding[best]! > 0; n++) {
    const replica = turn + n < length ? turn + n : turn + n - length;
    if (outstanding[replica]! < outstanding[best]!) best = replica;
  }
  link.turn = best + 1 < length ? best + 1 : 0;
  return best;
}
