import { describe, expect, it } from 'vitest';
import { EndpointSketch, JourneySketch } from '../../../src/engine/observation/layout';
import { SpanKind } from '../../../src/engine/observation/trace';
import type { FaultSource } from '../../../src/scenario/fault';
import { command, engineOf, Reader, seen } from '../support/run';
import { sizeOf } from '../support/size';

/*
 * What other simulators were measured to get wrong. Elsewhere: every slot is back after any fault on any kind, a cut
 * included (faults.test.ts, laws.test.ts), runs do not depend on slices (laws.test.ts), ten hours hold no more than one
 * (memory.test.ts, steady.test.ts), the worker's thread is given back by real time and not by events (lab/session.test.ts),
 * and a state that is shown stays for a while (lab/health.test.ts).
 */

/** Those whose caller waits for their work; a queue answers its publisher at once, and is tried below. */
const KINDS = ['service', 'web app', 'database', 'cache', 'third party'];

describe.each(KINDS)('a fault changes what a caller gets, at the node and on the link to it: a %s', (kind) => {
  const ROUTE = 'web -> node.get';

  /** What the caller got while a fault lasted, by hand or as written in the scenario, and the median time of a good answer in ms. */
  function during(fault: FaultSource | string) {
    const engine = engineOf(`
scenario: Every kind
workloads:
  people: { rate: 100/s, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { browse: { work: 0ms, calls: [node.get] } } }
  node: { kind: ${kind}, replicas: 2, zone: [east, west], workers: 1000, queue: 0, endpoints: { get: { work: 10ms } } }
links: { default: { latency: 1ms } }
faults: { ${typeof fault === 'string' ? `f: ${fault}` : ''} }
`);
    engine.advance(1);
    if (typeof fault !== 'string') command(engine, 1, { do: 'break', id: 'f', fault });
    engine.advance(5_000);
    const calls = new Reader(engine).calls(ROUTE);
    return { calls, ok: calls.ok / calls.arrived, p50: engine.sketches.quantile(engine.layout.routeSketch(1), 0.5) };
  }

  it('crash refuses', () => {
    const { calls } = during({ node: 'node', does: 'crash' });
    expect(calls.refused).toBeGreaterThan(400);
    expect(calls.ok).toBe(0);
  });

  it('crash of one replica refuses its half', () => {
    const { calls } = during({ node: 'node', replica: 2, does: 'crash' });
    expect(Math.abs(calls.refused - calls.ok)).toBeLessThanOrEqual(3);
  });

  it('hang answers nothing', () => {
    const { calls } = during({ node: 'node', does: 'hang' });
    expect(Object.keys(seen(calls))).toEqual(['arrived']);
  });

  it('slow takes that many times as long', () => {
    const { p50 } = during({ node: 'node', does: 'slow', by: '5x' });
    expect(Math.abs(p50 / 52 - 1)).toBeLessThan(0.008);
  });

  it.each(['after work', 'at once'] as const)('errors %s fail their share', (when) => {
    const { calls, ok } = during({ node: 'node', does: 'errors', share: '40%', when });
    expect(calls.error).toBeGreaterThan(0);
    // of 500 calls, 99.9 % of samples lie within 0.072
    expect(Math.abs(ok - 0.6)).toBeLessThan(0.08);
  });

  it('latency is added each way', () => {
    const { p50 } = during({ link: 'web -> node', does: 'latency', add: '20ms' });
    expect(Math.abs(p50 / 52 - 1)).toBeLessThan(0.008);
  });

  it.each([
    ['request', 0.7],
    ['reply', 0.7],
    ['both', 0.49],
  ] as const)('loss of a share, direction %s, leaves the rest', (direction, left) => {
    const { ok } = during({ link: 'web -> node', does: 'loss', share: '30%', direction });
    expect(Math.abs(ok - left)).toBeLessThan(0.08);
  });

  it.each(['request', 'reply', 'both'] as const)('a cut, direction %s, is silence', (direction) => {
    const { calls } = during({ link: 'web -> node', does: 'cut', direction });
    expect(Object.keys(seen(calls))).toEqual(['arrived']);
  });

  it('a zone that crashes takes the replicas in it along, and no other', () => {
    const { calls } = during({ zone: 'west', does: 'crash' });
    expect(Math.abs(calls.refused - calls.ok)).toBeLessThanOrEqual(3);
  });

  it('a leak takes longer and longer', () => {
    const { p50 } = during({ node: 'node', does: 'leak', by: '9x', over: '5s' });
    // in the middle of its time five times as long
    expect(p50).toBeGreaterThan(40);
    expect(p50).toBeLessThan(64);
  });

  it('a fault that comes back strikes each time', () => {
    const { ok } = during('{ node: node, does: crash, at: 0s, for: 500ms, every: 1s }');
    expect(Math.abs(ok - 0.5)).toBeLessThan(0.08);
  });

  it('a fault at random strikes one replica at a time', () => {
    const { calls, ok } = during('{ node: node, replica: random, does: crash, at: 0s, for: 500ms, off for: 1ms }');
    expect(calls.refused).toBeGreaterThan(0);
    expect(Math.abs(ok - 0.5)).toBeLessThan(0.08);
  });
});

describe('a fault changes what a queue does', () => {
  /** What publishers got in five seconds, how long it took, and what was delivered. */
  function during(fault: FaultSource | null) {
    const engine = engineOf(`
scenario: A queue
workloads:
  people: { rate: 100/s, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { browse: { work: 0ms, calls: [node.put] } } }
  node:
    kind: queue
    replicas: 2
    zone: [east, west]
    workers: 1
    queue: 100
    endpoints: { put: { work: 5ms, calls: [sink.take], deliveries: 1 } }
  sink: { workers: 1000, queue: 0, endpoints: { take: { work: 5ms } } }
links: { default: { latency: 1ms } }
`);
    engine.advance(1);
    if (fault !== null) command(engine, 1, { do: 'break', id: 'f', fault });
    engine.advance(5_000);
    const reader = new Reader(engine);
    const published = reader.calls('web -> node.put');
    return {
      published,
      ok: published.ok / published.arrived,
      delivered: reader.calls('node -> sink.take').ok / published.arrived,
      waiting: [0, 1].reduce((sum, replica) => sum + reader.replica('node', replica).queued, 0),
      dead: reader.visits('node.put')['dead letter'],
      p50: engine.sketches.quantile(engine.layout.routeSketch(1), 0.5),
    };
  }

  it('none: all is stored and delivered', () => {
    const { ok, delivered, dead, p50 } = during(null);
    expect(ok).toBeGreaterThan(0.98);
    expect(delivered).toBeGreaterThan(0.97);
    expect(dead).toBe(0);
    expect(p50).toBeCloseTo(2, 1);
  });

  it('crash refuses publishers and delivers nothing', () => {
    const { published, delivered } = during({ node: 'node', does: 'crash' });
    expect(published.refused).toBeGreaterThan(400);
    expect([published.ok, delivered]).toEqual([0, 0]);
  });

  it.each([
    ['of one replica', { node: 'node', replica: 2, does: 'crash' }],
    ['of a zone', { zone: 'west', does: 'crash' }],
  ] as const)('crash %s refuses its half', (_, fault) => {
    const { published } = during(fault);
    expect(Math.abs(published.refused - published.ok)).toBeLessThanOrEqual(3);
  });

  it.each([
    ['slow', { node: 'node', does: 'slow', by: '50x' }],
    ['leak', { node: 'node', does: 'leak', by: '100x', over: '2s' }],
  ] as const)('%s keeps messages waiting', (_, fault) => {
    const { delivered, waiting } = during(fault);
    expect(delivered).toBeLessThan(0.5);
    expect(waiting).toBeGreaterThan(100);
  });

  it('hang answers no publisher and delivers nothing', () => {
    const { published, delivered } = during({ node: 'node', does: 'hang' });
    expect([published.ok, delivered]).toEqual([0, 0]);
  });

  it('errors at once fail publishers, errors after work fail deliveries', () => {
    const atOnce = during({ node: 'node', does: 'errors', share: '40%', when: 'at once' });
    expect(Math.abs(atOnce.ok - 0.6)).toBeLessThan(0.08);
    expect(atOnce.dead).toBe(0);
    const afterWork = during({ node: 'node', does: 'errors', share: '40%', when: 'after work' });
    expect(afterWork.ok).toBeGreaterThan(0.98);
    expect(Math.abs(afterWork.dead / afterWork.published.arrived - 0.4)).toBeLessThan(0.08);
  });

  it('latency is added each way', () => {
    expect(during({ link: 'web -> node', does: 'latency', add: '20ms' }).p50).toBeGreaterThan(41);
  });

  it.each([
    ['request', 0.7, 0.7],
    ['reply', 0.7, 1],
    ['both', 0.49, 0.7],
  ] as const)(
    'loss of a share, direction %s, leaves the rest, and what was stored is delivered',
    (direction, left, stored) => {
      const { ok, delivered } = during({ link: 'web -> node', does: 'loss', share: '30%', direction });
      expect(Math.abs(ok - left)).toBeLessThan(0.08);
      expect(Math.abs(delivered - stored)).toBeLessThan(0.08);
    },
  );

  it.each([
    ['request', 0],
    ['reply', 1],
    ['both', 0],
  ] as const)('a cut, direction %s, is silence to its publishers', (direction, stored) => {
    const { published, delivered } = during({ link: 'web -> node', does: 'cut', direction });
    expect(Object.keys(seen(published))).toEqual(['arrived']);
    expect(Math.abs(delivered - stored)).toBeLessThan(0.03);
  });
});

describe('two callers of a database with two replicas', () => {
  it('load both replicas alike', () => {
    const engine = engineOf(`
scenario: Balanced
workloads:
  people:
    rate: 100/s
    journeys: { a: { share: 50%, start: one.get }, b: { share: 50%, start: two.get } }
services:
  one: { workers: 100, queue: 0, endpoints: { get: { work: 1ms, calls: [db.read] } } }
  two: { workers: 100, queue: 0, endpoints: { get: { work: 1ms, calls: [db.read, db.read] } } }
  db: { kind: database, replicas: 2, workers: 10, queue: 10, endpoints: { read: { work: 5ms } } }
`);
    engine.advance(20_000);
    const reader = new Reader(engine);
    const [first, second] = [0, 1].map((replica) => reader.visits('db.read', replica).arrived) as [number, number];
    expect(first + second).toBeGreaterThan(2_700);
    // one turn for each of the two links
    expect(Math.abs(first - second)).toBeLessThanOrEqual(2);
  });
});

describe('four threads that each wait a second for a dependency', () => {
  it('carry four requests a second, and not one more', () => {
    const engine = engineOf(`
scenario: Four threads
workloads:
  people: { rate: 40/s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 4, queue: 10, endpoints: { home: { work: 0ms, calls: [slow.get] } } }
  slow: { workers: 1000, queue: 0, endpoints: { get: { work: 1s } } }
links: { default: { latency: 0ms } }
`);
    engine.advance(10_000);
    const before = new Reader(engine).visits('web.home').ok;
    engine.advance(110_000);
    expect(new Reader(engine).visits('web.home').ok - before).toBe(400);
  });
});

describe('the time at a node', () => {
  it('has its queue wait in it, shown apart', () => {
    const engine = engineOf(`
scenario: Queue
workloads:
  people: { rate: 90/s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 1, queue: 1000, endpoints: { home: { work: 10ms } } }
links: { default: { latency: 0ms } }
`);
    engine.advance(60_000);
    const visits = engine
      .tracesSince(0)
      .traces.flatMap(({ spans }) => spans.filter(({ kind, outcome }) => kind === SpanKind.visit && outcome === 0));
    expect(visits.length).toBeGreaterThan(100);
    for (const { workFromMs, endMs } of visits) expect(endMs - workFromMs).toBeCloseTo(10, 6);
    expect(Math.max(...visits.map(({ startMs, workFromMs }) => workFromMs - startMs))).toBeGreaterThan(10);

    const { sketches, layout } = engine;
    const p50 = (sketch: number) => sketches.quantile(layout.endpointSketch(0) + sketch, 0.5);
    expect(p50(EndpointSketch.service)).toBeCloseTo(10, 0);
    // constant service time: every quantile of the whole is that of the wait and 10 ms
    expect(Math.abs(p50(EndpointSketch.good) / (p50(EndpointSketch.queueWait) + 10) - 1)).toBeLessThan(0.016);
    expect(p50(EndpointSketch.queueWait)).toBeGreaterThan(10);
    const shopper = sketches.quantile(layout.journeySketch(0), 0.5);
    expect(shopper).toBe(p50(EndpointSketch.good));
  });
});

describe('in total collapse', () => {
  it('the percentiles are those of the failures, over all of them, and there are none of successes', () => {
    const engine = engineOf(`
scenario: Collapse
workloads:
  people: { rate: 200/s, patience: 2s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 10, queue: 100000, endpoints: { home: { work: 1ms } } }
faults: { hang: { node: web, does: hang, at: 0s } }
`);
    engine.advance(22_000);
    const { layout, sketches } = engine;
    const { arrived, 'gave up': gaveUp, ok } = new Reader(engine).journey('visit');
    expect(ok).toBe(0);
    expect(gaveUp).toBeGreaterThan(arrived - 500);
    const of = (part: number, q: number) => sketches.quantile(layout.journeySketch(0) + part, q);
    for (const q of [0.5, 0.95, 0.99]) {
      expect(of(JourneySketch.good, q)).toBeNaN();
      expect(Math.abs(of(JourneySketch.failed, q) / 2_000 - 1)).toBeLessThan(0.008);
    }
  });
});

describe('an answer that nobody waits for', () => {
  it('is not good: what came too late is abandoned, and goodput is what was received in time', () => {
    const engine = engineOf(`
scenario: Too late
workloads:
  people: { rate: 50/s, patience: 300ms, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { home: { work: 0ms, calls: [slow.get] } } }
  slow: { workers: 1000, queue: 0, endpoints: { get: { work: 400ms } } }
`);
    engine.advance(20_000);
    const reader = new Reader(engine);
    expect([reader.journey('visit').ok, reader.visits('web.home').ok]).toEqual([0, 0]);
    expect(reader.visits('web.home').abandoned).toBeGreaterThan(900);
    const quantile = engine.sketches.quantile(engine.layout.endpointSketch(0) + EndpointSketch.good, 0.5);
    expect(quantile).toBeNaN();
  });
});

describe('parallel calls with retries', () => {
  it('each have their own tries, and the request fails if one of them never succeeds', () => {
    const engine = engineOf(`
scenario: Parallel
workloads:
  people: { rate: 20/s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 100, queue: 0, endpoints: { home: { work: 1ms, calls: [{ parallel: [good.get, bad.get, bad.get] }] } } }
  good: { workers: 100, queue: 0, endpoints: { get: { work: 1ms } } }
  bad: { workers: 100, queue: 0, endpoints: { get: { work: 1ms } } }
policies:
  web -> good: [{ retry: { attempts: 3, backoff: { constant: 10ms } } }]
  web -> bad: [{ retry: { attempts: 3, backoff: { constant: 10ms } } }]
faults: { fails: { node: bad, does: errors, at: 0s } }
`);
    engine.advance(20_000);
    const reader = new Reader(engine);
    const { arrived, ok, degraded, dependency } = reader.journey('visit');
    expect([ok, degraded]).toEqual([0, 0]);
    expect(dependency).toBeGreaterThan(arrived - 5);
    expect(reader.attempts('web -> good.get').arrived).toBe(reader.calls('web -> good.get').arrived);
    const { arrived: calls, error } = reader.calls('web -> bad.get');
    expect(calls).toBe(2 * reader.calls('web -> good.get').arrived);
    expect(Math.abs(reader.attempts('web -> bad.get').error - 3 * error)).toBeLessThan(10);
  });
});

describe('what is not written down', () => {
  const shop = (policies: string, work: string) => `
scenario: Defaults
workloads:
  people: { rate: 1/s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 100, queue: 0, endpoints: { home: { work: 0ms, calls: [other.get] } } }
  other: { workers: 100, queue: 0, endpoints: { get: { work: ${work} } } }
links: { default: { latency: 0ms } }
policies: { ${policies} }
`;

  it('is no timeout: a call that takes a minute is answered after a minute', () => {
    const engine = engineOf(shop('', '1min'));
    engine.advance(100_000);
    const reader = new Reader(engine);
    expect(reader.journey('visit').ok).toBeGreaterThan(20);
    expect(Object.keys(seen(reader.journey('visit')))).toEqual(['arrived', 'ok']);
  });

  it('is half a second between tries, not none', () => {
    const engine = engineOf(shop('web -> other: [{ retry: { attempts: 3 } }]', '1ms'));
    command(engine, 0, { do: 'break', id: 'f', fault: { node: 'other', does: 'errors' } });
    engine.advance(30_000);
    const tried = engine
      .tracesSince(0)
      .traces.map(({ spans }) => spans.filter(({ kind, subject }) => kind === SpanKind.attempt && subject === 1))
      .filter(({ length }) => length === 3);
    expect(tried.length).toBeGreaterThan(10);
    for (const [first, second, third] of tried) {
      expect(second!.startMs - first!.endMs).toBeCloseTo(500, 6);
      expect(third!.startMs - second!.endMs).toBeCloseTo(500, 6);
    }
  });
});

describe('load far beyond what anything can serve', () => {
  it('stops no arrivals, and time never runs backwards', () => {
    const engine = engineOf(`
scenario: Flood
workloads:
  people: { rate: 20000/s, patience: 500ms, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 4, queue: 1000, endpoints: { home: { work: 50ms, calls: [other.get] } } }
  other: { workers: 1, queue: 1, endpoints: { get: { work: 1s } } }
policies: { people -> web: [{ retry: { attempts: 2, backoff: none } }] }
`);
    let last = 0;
    for (let step = 0; step < 2_000; step++) {
      engine.stepInstant();
      expect(engine.nowMs).toBeGreaterThan(last);
      last = engine.nowMs;
    }
    engine.advance(3_000);
    const { arrived } = new Reader(engine).journey('visit');
    // Poisson: 99.9 % of samples lie within 3.3 standard deviations
    expect(Math.abs(arrived - 60_000)).toBeLessThan(3.3 * Math.sqrt(60_000));
  });
});

describe('the memory of a healthy run', () => {
  it('does not grow with simulated time', () => {
    const engine = engineOf(`
scenario: Steady
workloads:
  people: { rate: 50/s, patience: 2s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { replicas: 2, workers: 8, queue: 20, endpoints: { home: { work: { exponential: { mean: 3ms } }, calls: [db.read] } } }
  db: { kind: database, workers: 8, queue: 20, endpoints: { read: { work: { exponential: { mean: 3ms } } } } }
policies: { web -> db: [{ retry: { attempts: 2 } }, { breaker: { window: 10s } }, { bulkhead: 8 }, { timeout: 500ms }] }
`);
    engine.advance(60_000);
    const early = sizeOf(engine.snapshot());
    engine.advance(600_000);
    expect(sizeOf(engine.snapshot())).toBeLessThan(1.1 * early);
  });
});
