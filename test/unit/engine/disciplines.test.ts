import { describe, expect, it } from 'vitest';
import { engineOf } from '../support/fast';
import { interval99 } from '../support/interval';
import { Reader, seen } from '../support/run';
import { EndpointSketch } from '../../../src/engine/observation/layout';

/** Twice as many requests as ten workers can do, in ten seconds; patience of a second where it is said. */
const overload = (service: string, workload = 'patience: 1s', rate = '200/s'): string => `
scenario: Overload
workloads:
  people: { rate: ${rate}, ${workload}, journeys: { go: { share: 100%, start: store.get } } }
services:
  store: { workers: 10, ${service}, endpoints: { get: { work: exponential mean 100ms } } }
links: { default: { latency: 0ms } }
`;

const SEEDS = Array.from({ length: 10 }, (_, n) => n + 1);

const played = (yaml: string, seed: number, untilMs = 20_000) => {
  const engine = engineOf(yaml, seed);
  engine.advance(untilMs);
  const visits = new Reader(engine).visits('store.get');
  const waits = engine.sketches.quantile(engine.layout.endpointSketch(0) + EndpointSketch.queueWait, 0.5);
  return { engine, visits, medianWaitMs: waits };
};

describe('under twice the load', () => {
  it('CoDel keeps the time in the queue near its target, where a FIFO queue is as long as it may be', () => {
    const median = (queue: string) =>
      interval99(
        SEEDS.map((seed) => played(overload(`queue: ${queue}`, 'patience: 1h', '150/s'), seed, 60_000).medianWaitMs),
      );
    const fifo = median('200');
    const codel = median('{ size: 200, discipline: codel }');
    // 200 requests wait behind 100 a second that are done.
    expect(fifo.mean - fifo.half).toBeGreaterThan(1_500);
    expect(codel.mean + codel.half).toBeLessThan(200);
  });

  it('LIFO and adaptive LIFO answer many in time, where FIFO answers hardly any', () => {
    const ok = (queue: string) => {
      const shares = SEEDS.map((seed) => {
        const { engine } = played(overload(`queue: ${queue}`), seed);
        const { ok, arrived } = new Reader(engine).journey('go');
        return ok / arrived;
      });
      return interval99(shares);
    };
    const fifo = ok('400');
    const lifo = ok('{ size: 400, discipline: lifo }');
    const adaptive = ok('{ size: 400, discipline: adaptive lifo }');
    const deadline = ok('{ size: 400, discipline: deadline }');
    expect(fifo.mean + fifo.half).toBeLessThan(0.2);
    for (const better of [lifo, adaptive, deadline]) expect(better.mean - better.half).toBeGreaterThan(0.3);
  });
});

describe('at hardly any load', () => {
  it.each(['lifo', 'adaptive lifo', 'codel', 'deadline'])('%s is what FIFO is', (discipline) => {
    const few = (queue: string) => played(overload(`queue: ${queue}`, 'patience: 1h', '30/s'), 3).visits;
    expect(seen(few(`{ size: 100, discipline: ${discipline} }`))).toEqual(seen(few('100')));
  });
});

describe('shedding by priority', () => {
  const yaml = overload('queue: 100, shed: {}', 'patience: 1h').replace(
    'go: { share: 100%, start: store.get }',
    'ads: { share: 40%, priority: low, start: store.get }, browse: { share: 30%, start: store.get }, pay: { share: 30%, priority: critical, start: store.get }',
  );

  it('turns low ones away first and keeps what is critical', () => {
    const { engine } = played(yaml, 1);
    const reader = new Reader(engine);
    const shed = ['ads', 'browse', 'pay'].map((name) => {
      const tally = reader.journey(name);
      return tally.dependency / tally.arrived;
    });
    expect(shed[0]).toBeGreaterThan(0.9);
    expect(shed[1]).toBeGreaterThan(0.05);
    expect(shed[1]).toBeLessThan(0.6);
    expect(shed[2]).toBe(0);
    expect(reader.visits('store.get')['queue full']).toBe(0);
  });

  it('holds for everything that is asked for a journey’s sake', () => {
    const deep = yaml
      .replace(
        'services:',
        'services:\n  web: { workers: 10000, queue: 0, endpoints: { go: { work: 0ms, calls: [store.get] } } }',
      )
      .replaceAll('start: store.get', 'start: web.go');
    const reader = new Reader(played(deep, 1).engine);
    expect(reader.journey('pay').dependency).toBe(0);
    expect(reader.journey('ads').dependency).toBeGreaterThan(100);
  });

  it('is of a workload where its journeys do not say', () => {
    const low = overload('queue: 100, shed: { queue: { low: 10% } }', 'patience: 1h, priority: low');
    expect(played(low, 1).visits.shed).toBeGreaterThan(1_000);
    expect(played(low.replace('priority: low', 'priority: high'), 1).visits.shed).toBe(0);
  });
});

describe('a limit at a service', () => {
  it.each(['vegas', 'aimd', 'gradient2'])('%s refuses what would only queue', (algorithm) => {
    const { visits } = played(overload(`queue: 1000, limit: ${algorithm}`, 'patience: 1h'), 2);
    expect(visits['limit reached']).toBeGreaterThan(500);
    expect(visits['queue full']).toBe(0);
    expect(visits.ok).toBeGreaterThan(1_000);
  });
});

describe.each([
  'queue: { size: 50, discipline: codel }',
  'queue: { size: 50, discipline: adaptive lifo }',
  'queue: { size: 50, discipline: deadline }, shed: { workers: { normal: 100% } }',
  'queue: 50, limit: vegas, shed: {}',
])('%s', (service) => {
  it('goes on from a snapshot as it would have gone on, and loses nobody', () => {
    const yaml = overload(service);
    const engine = engineOf(yaml);
    engine.advance(5_000);
    const other = engineOf(yaml);
    other.restore(structuredClone(engine.snapshot()));
    engine.advance(9_000);
    other.advance(9_000);
    expect(other.digest()).toBe(engine.digest());
    const { arrived, queueWaitMs, serviceMs, ...outcomes } = new Reader(engine).visits('store.get');
    const ended = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    expect(queueWaitMs + serviceMs).toBeGreaterThan(0);
    expect(arrived).toBe(ended + engine.census().visits[0]!);
  });
});
