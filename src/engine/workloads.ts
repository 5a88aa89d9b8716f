import { doubleOfBits } from '../kernel/bits';
import type { Distribution } from '../kernel/distribution';
import { deriveKey, type Key } from '../kernel/keys';
import { mean } from '../kernel/moments';
import type { Tape } from '../kernel/rows';
import type { Model, UsersStep } from '../scenario/model';
import { RateClock } from './rate-clock';
import type { Program, Station } from './records';
import type { Scripted } from './scripted';
import type { World } from './world';

/**
 * The arrivals of a workload. In an open loop they come at unit rate on a clock of their own, drawn from keys; the rate
 * over time stretches that clock. So a changed rate moves the same shoppers, and no policy can change who comes when. In a
 * closed loop users come back, each time under a key of its own. A script says each arrival's instant.
 */
export class Workload {
  declare readonly station: Station;
  declare readonly journeys: readonly Program[];
  declare readonly patienceMs: number;
  /** One shopper in this many is traced; of a script all are. */
  declare readonly tracedEvery: number;
  /** Of its patience in the event queue, once it is known. */
  lane = -1;
  /** arrivals so far */
  arrived = 0;
  /** the key of the next arrival, and when it comes on the unit-rate clock */
  nextHi = 0;
  nextLo = 0;
  unitTime = NaN;
  /** its own key, from which those of its arrivals are derived */
  declare keyHi: number;
  declare keyLo: number;
  /** cumulative shares of the journeys */
  declare private readonly upTo: readonly number[];
  declare private readonly clock: RateClock;
  /** arrivals come evenly, the first after half a gap, and not at random */
  declare readonly isEven: boolean;
  /** in a closed loop how many at most, the first of them among the users of all workloads, and how long one thinks */
  declare readonly users: number;
  declare readonly firstUser: number;
  declare readonly think: Distribution;
  declare private readonly userSteps: readonly UsersStep[];
  /** arrivals one by one; none: otherwise */
  declare readonly script: readonly Scripted<Program>[];
  /** journeys that each user has begun */
  declare readonly visits: Float64Array;

  declare readonly index: number;

  constructor(index: number, model: Model, world: World, seed: Key, script: readonly Scripted<Program>[]) {
    this.index = index;
    const { patienceMs, isEven, users, think } = model.workloads[index]!;
    const mostUsers = mostOf(users);
    const own = model.journeys.flatMap((journey, j) => (journey.workload === index ? [j] : []));
    let share = 0;
    this.station = world.workloads[index]!;
    this.journeys = own.map((j) => world.journeys[j]!);
    this.upTo = own.map((j) => (share += model.journeys[j]!.share));
    this.patienceMs = patienceMs;
    this.isEven = isEven;
    this.users = mostUsers;
    this.userSteps = users;
    this.firstUser = model.workloads.slice(0, index).reduce((sum, before) => sum + mostOf(before.users), 0);
    this.think = think;
    this.script = script;
    this.visits = new Float64Array(mostUsers);
    this.tracedEvery = script.length > 0 ? 1 : Math.max(1, Math.round(peakPerSecond(model) / TRACES_PER_SECOND));
    this.unitTime = 0;
    const key: Key = { hi: 0, lo: 0 };
    deriveKey(seed.hi, seed.lo, index, 0, key);
    this.keyHi = key.hi;
    this.keyLo = key.lo;
    this.clock = new RateClock(model.workloads[index]!, key);
  }

  /** Leaves in `doubleOfBits` the instant at which the unit-rate clock shows `unitTime`; Infinity if the rate has ended for good. */
  findInstant(): void {
    doubleOfBits[0] = this.unitTime;
    this.clock.findInstant();
  }

  /** The first instant from this one on at which there is a place for this user; Infinity: there never is. */
  placeFrom(user: number, nowMs: number): number {
    const { userSteps } = this;
    for (let step = 0; step < userSteps.length; step++) {
      const endMs = userSteps[step + 1]?.fromMs ?? Infinity;
      if (endMs > nowMs && user < userSteps[step]!.count) return Math.max(nowMs, userSteps[step]!.fromMs);
    }
    return Infinity;
  }

  /** The journey of a shopper whose draw for it is `uniform`. */
  journey(uniform: number): Program {
    let at = 0;
    while (at < this.upTo.length - 1 && uniform >= this.upTo[at]!) at++;
    return this.journeys[at]!;
  }

  carry(tape: Tape): void {
    this.lane = tape.number(this.lane);
    this.keyHi = tape.number(this.keyHi);
    this.keyLo = tape.number(this.keyLo);
    this.arrived = tape.number(this.arrived);
    this.nextHi = tape.number(this.nextHi);
    this.nextLo = tape.number(this.nextLo);
    this.unitTime = tape.number(this.unitTime);
    this.clock.carry(tape);
    for (let user = 0; user < this.users; user++) this.visits[user] = tape.number(this.visits[user]!);
  }
}

const TRACES_PER_SECOND = 12;

const mostOf = (users: readonly UsersStep[]): number => users.reduce((most, { count }) => Math.max(most, count), 0);

/** What a workload brings at its most; users who are answered at once. */
function peakPerSecond(model: Model): number {
  const peaks = model.workloads.map(({ rate, bursts, users, think }) =>
    users.length > 0
      ? mostOf(users) / mean(think)
      : Math.max(0, ...rate.map((piece) => Math.max(piece.startPerMs, piece.endPerMs))) *
        Math.max(1, ...bursts.map(({ factor }) => factor)),
  );
  return 1000 * peaks.reduce((sum, peak) => sum + peak, 0);
}
