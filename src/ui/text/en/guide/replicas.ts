import type { Lesson } from './chapter';

/** Policies about which replica is asked, and over what. */
export const outliers: Lesson = {
  decides: [
    'A replica that failed `in a row` (5) times is ejected at once. At each `sweep` (10 s) also those whose success rate is ' +
      'below `mean − 1.9 × standard deviation` of all, and, if asked for, those that failed 85 % or more.',
    'An ejection lasts `eject for × times ejected` (30 s, 60 s, …), at most 300 s, until the sweep after that.',
    'One more is ejected only while `100 × (ejected + 1) / replicas ≤ at most`. With Envoy’s 10 % it takes ten replicas ' +
      'before one can be; of three, `at most` must be 34 % or `always one` be yes.',
    'With `split_external_local_origin_errors` failures of the way there (refused, reset, no answer in time) are counted apart from ' +
      'answers that are errors, each in a row of their own and with rates of their own. A connection that is made ends the row ' +
      'of the way, so a replica that takes connections and never answers is ejected by it only if several requests are out at once.',
    'Panic: with less than `panic below` (50 %) of the replicas left, all are asked again. Better some failures than all the ' +
      'load on a few.',
  ],
  differs: [
    ['Envoy', 'All of it, with these numbers; counts the way there apart only if told to.'],
    [
      'Istio',
      'Failures in a row, those of the way there apart if told to; no rates, and no panic (minHealthPercent 0).',
    ],
    ['gRPC', 'Success rate and failure percentage, no failures in a row.'],
    ['Linkerd', 'Seven failures in a row; probes with growing waits, and no bound on how many are out.'],
    ['nginx', '`max_fails` 1 within `fail_timeout` 10 s, and then out for as long.'],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - retry: { attempts: 2, backoff: none, budget: 20% }
    - timeout: 300ms
    - outliers: { in a row: 3, eject for: 20s, at most: 34%, panic below: 50% }`,
    reads:
      'One of three replicas fails. After three of its failures in a row it is out for 20 s at least; until then the retry, ' +
      'next in turn, asks another in its place. A second cannot be ejected: 100 × 2 / 3 = 67 is more than 34. If all three fail, two are ' +
      'still asked, and a breaker has to say no.',
  },
};

export const balance: Lesson = {
  decides: [
    'Round robin: the next in turn. Random: any. Sticky: the same one for the same session, by the highest hash.',
    'Least requests: the one with the fewest attempts out. Power of two: the better of two drawn, which is nearly as good ' +
      'and does not send everyone to the same one.',
    'Peak EWMA: of two drawn, the one with less `c × (out + 1)`; c (ms) jumps up to every peak and decays by `e^(−t / decay)`.',
    'Near first keeps `min(1, 1.4 × h / n)` of the attempts in the caller’s zone, h of its n replicas there being healthy.',
  ],
  differs: [
    ['Envoy', 'Round robin unless told; least request draws two; zone-aware routing besides.'],
    ['Istio', 'Least requests, of two drawn.'],
    ['gRPC', 'pick_first, which is one replica for everything; round_robin must be asked for.'],
    ['Finagle, Linkerd', 'Two drawn by load; Linkerd by peak EWMA.'],
    ['nginx', 'Round robin, least_conn, ip_hash, `random two`.'],
    ['Kubernetes', 'A service balances connections and not requests: long-lived ones stay where they are.'],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - timeout: 500ms
    - balance: { by: peak ewma, decay: 10s }`,
    reads:
      'One replica becomes ten times slower. By turns it would go on being sent a third of all. Here its first slow answer ' +
      'raises its c at once; it is chosen only while the one drawn with it has ten times as much out, and again as c decays.',
  },
};

export const connections: Lesson = {
  decides: [
    'An attempt takes an idle connection, or makes one: `connect` ms, and a lookup of the address before it if none is ' +
      'younger than `ttl`.',
    'After the answer the connection is kept idle, up to `pool` of them and for `keep alive`; beyond, the one idle longest is closed.',
    'How many are in use is Little’s law again: `attempts per second × seconds each takes`. With fewer idle ones than that, ' +
      'every burst pays for new ones.',
  ],
  differs: [
    ['HikariCP', '10 connections at most; a call waits up to 30 s for one.'],
    ['Go net/http', '2 idle connections to a host are kept, any number made.'],
    ['requests', 'A Session keeps 10 to a host, more are made and thrown away after use; `requests.get` keeps none.'],
    ['Node', 'Kept alive for 5 s idle, any number made, unless an agent says otherwise.'],
    ['JVM', 'Addresses are kept for 30 s; some clients keep them for ever.'],
  ],
  example: {
    yaml: `links:
  web -> catalog:
    connections: { connect: 5ms, pool: 4, keep alive: 10s, dns: { lookup: 20ms, ttl: 30s } }`,
    reads:
      'At 20 calls a second of 50 ms one connection is in use on average, and 4 are kept for bursts. Whoever ' +
      'needs a fifth pays 5 ms, and 20 ms before that if the address is older than 30 s. After a restart all do at once.',
  },
};
