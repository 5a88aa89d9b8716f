/**
 * W1 to W4 as a user of simjs would write them, over its facilities and timers: WORKLOAD STATIONS SERVERS LAMBDA MU
 * CUSTOMERS SEED in, one line of JSON out. Draws are the yardstick's, for its own are slower.
 */
import { readArguments } from './yardstick/lib/bench.mjs';
import { BACKOFF_BASE, CALL_TIMEOUT, CHILDREN, MAX_RETRIES, QUEUE_LIMIT } from './yardstick/lib/call-tree.mjs';
import { Random } from './yardstick/lib/random.mjs';

// It exports nothing, but puts itself where a page would find it.
globalThis.window = {};
await import('simjs');
const { Entity, Facility, Sim } = globalThis.window.Sim;

const run = readArguments();
const { workload, stations, servers, lambda, mu, customers, seed } = run;
const random = new Random(seed);
const drawWork = () => random.exponential() / mu;

let spentTime = 0;
let arrivalsLeft = customers;

/** Comes again and again until all customers have come. */
class Source extends Entity {
  start() {
    this.setTimer(random.exponential() / lambda).done(this.arrive);
  }

  arrive() {
    this.begin(this.time());
    if (--arrivalsLeft > 0) this.start();
  }
}

/** W1 to W3: each customer is served at one station after another. */
class Tandem extends Source {
  stations = Array.from({ length: stations }, (_, at) => new Facility(`station ${at}`, Facility.FCFS, servers));

  begin(arrivedAt) {
    this.goTo(0, arrivedAt);
  }

  goTo(at, arrivedAt) {
    if (at === stations) spentTime += this.time() - arrivedAt;
    else this.useFacility(this.stations[at], drawWork()).done(this.goTo, this, [at + 1, arrivedAt]);
  }
}

/** W4: each request calls services in a tree, with timeouts, retries and queues that refuse. */
class Tree extends Source {
  services = CHILDREN.map((_, at) => new Facility(`service ${at}`, Facility.FCFS, servers));

  begin(arrivedAt) {
    this.call(0, 0, () => (spentTime += this.time() - arrivedAt));
  }

  /** Tells `settle` whether one of the attempts came to a good end. */
  call(service, retries, settle) {
    const facility = this.services[service];
    const fail = () => this.failed(service, retries, settle);
    if (facility.free === 0 && facility.queue.size() >= QUEUE_LIMIT) return fail();
    let isOver = false;
    const timeout = this.setTimer(CALL_TIMEOUT[service]).done(() => {
      isOver = true;
      fail();
    });
    const reply = (isGood) => {
      if (isOver) return;
      timeout.cancel();
      if (isGood) settle(true);
      else fail();
    };
    this.useFacility(facility, drawWork()).done(() => this.callChildren(CHILDREN[service], reply));
  }

  failed(service, retries, settle) {
    if (retries === MAX_RETRIES) return settle(false);
    const wait = random.uniform() * BACKOFF_BASE * (1 << retries);
    this.setTimer(wait).done(() => this.call(service, retries + 1, settle));
  }

  callChildren(children, reply) {
    if (children.length === 0) return reply(true);
    let pending = children.length;
    let isGood = true;
    const settle = (good) => {
      isGood &&= good;
      if (--pending === 0) reply(isGood);
    };
    for (const child of children) this.call(child, 0, settle);
  }
}

const sim = new Sim();
sim.addEntity(workload === 'W4' ? Tree : Tandem);
sim.simulate(Infinity);
console.log(JSON.stringify({ peer: 'simjs', workload, customers, result: spentTime / customers }));
