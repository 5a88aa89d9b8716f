import type { Lesson } from './chapter';

/** What a service does about its own queue. */
export const queue: Lesson = {
  decides: [
    'FIFO: who came first. Fair while there is room; in an overload everyone waits the longest, and whoever is served at ' +
      'last has often gone.',
    'LIFO: who came last. Under overload some are served fast and the others not at all. Adaptive LIFO is FIFO until there ' +
      'has been a queue for `interval` (100 ms).',
    'CoDel: FIFO, but when all taken up during `interval` had waited `target` (5 ms) or longer, one is dropped, and then ' +
      'one after each `interval / √n`, n being the number dropped, until one has waited less.',
    'Deadline: whose deadline or patience ends first; one whose work cannot end in time is dropped unserved.',
    'A full queue turns the newcomer away in every order. How long one waits in a full queue is its size over the pace: ' +
      '`size × work / workers`.',
  ],
  differs: [
    ['Most servers', 'FIFO, often in a place nobody looks at: Tomcat’s acceptCount, a listen backlog, a pool’s queue.'],
    ['Facebook', 'Adaptive LIFO with a controlled delay (“Fail at Scale”, 2015).'],
    ['Linux fq_codel', 'CoDel (RFC 8289) for packets, with these numbers.'],
    ['gRPC', 'No order by deadline; a call past its own is cancelled, and its handler has to look.'],
  ],
  example: {
    yaml: `services:
  catalog:
    workers: 8
    queue: { size: 64, discipline: codel, target: 20ms, interval: 200ms }`,
    reads:
      'With work of 20 ms, 8 workers serve 400 a second. At 500 a second a plain queue would fill up, and everyone would ' +
      'wait 64 × 20 / 8 = 160 ms. CoDel drops more and more until those taken up have waited less than 20 ms again.',
  },
};

export const shed: Lesson = {
  decides: [
    'A request of priority p is turned away when `queued ≥ a(p) × size` (and somebody is queued), or when ' +
      '`held workers ≥ b(p) × workers`. Unless told: low from 50 % of the queue on, normal 75 %, high 90 %, critical never.',
    'The priority is that of the journey for whose sake a request is made, all the way down: so a checkout’s call to the ' +
      'catalog outlives a search’s.',
    'A refusal costs hardly any work (here none). That is the point: a service that says no to the least important third serves the rest in time.',
  ],
  differs: [
    ['Google', 'Four criticalities that travel with every request (SRE book, “Handling Overload”).'],
    ['Netflix', 'Priorities at the gateway and in services, shed in order as load rises.'],
    ['Stripe', 'By workers in use: test traffic and background work first, charges last.'],
    ['Envoy', 'The overload manager sheds by memory and other resources, without priorities.'],
    ['Kubernetes', 'API priority and fairness: a queue and a share of places for each level.'],
  ],
  example: {
    yaml: `services:
  catalog:
    queue: 40
    shed: { queue: { low: 25%, normal: 50% }, workers: { low: 90% } }
    retry after: 1s`,
    reads:
      'From 10 in the queue on, or with nine tenths of the workers held, what is low is turned away, from 20 on what is ' +
      'normal; a checkout said to be high or critical is refused only at 40. Who is turned away is told to come back in a second.',
  },
};
