import { describe, expect, it } from 'vitest';
import { engineOf, Reader, seen } from '../support/run';

const oneService = (web: string, rate: string, rest = '') => `
scenario: One service
workloads:
  people: { rate: ${rate}, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: ${web}
links: { default: { latency: 0ms } }
${rest}`;

describe('a threaded replica', () => {
  it('carries no more than workers / time: 4 workers that wait 1 s each carry 4 requests a second', () => {
    const engine = engineOf(`
scenario: Pool
workloads:
  people: { rate: 40/s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 4, queue: 10, endpoints: { home: { work: 0ms, calls: [slow.get] } } }
  slow: { workers: 1000, queue: 0, endpoints: { get: { work: 1s } } }
links: { default: { latency: 0ms } }
`);
    engine.advance(100_000);
    expect(new Reader(engine).journey('visit').ok / 100).toBeCloseTo(4, 0);
    expect(new Reader(engine).replica('web')).toMatchObject({ working: 0, waiting: 4, queued: 10 });
  });

  it('shows queue wait and service time apart, and they add up to the time at the service', () => {
    const engine = engineOf(oneService('{ workers: 1, queue: 1000, endpoints: { home: { work: 8ms } } }', '100/s'));
    engine.advance(600_000);
    const { ok, queueWaitMs, serviceMs } = new Reader(engine).visits('web.home');
    expect(serviceMs / ok).toBeCloseTo(8, 9);
    // Pollaczek-Khinchine for constant work at load 0.8: wait = rho x / (2 (1 - rho)) = 16 ms
    expect(Math.abs(queueWaitMs / ok / 16 - 1)).toBeLessThan(0.05);
  });
});

describe('an async replica', () => {
  it('holds its worker only while it computes', () => {
    const engine = engineOf(`
scenario: Async
workloads:
  people: { rate: 40/s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { mode: async, workers: 1, queue: 100, endpoints: { home: { work: 1ms, calls: [slow.get] } } }
  slow: { workers: 1000, queue: 0, endpoints: { get: { work: 1s } } }
links: { default: { latency: 0ms } }
`);
    engine.advance(100_000);
    expect(new Reader(engine).journey('visit').ok / 100).toBeGreaterThan(37);
    expect(new Reader(engine).replica('web').waiting).toBe(0);
  });
});

describe('a full queue', () => {
  it('refuses the next request at once and keeps the others waiting', () => {
    const engine = engineOf(oneService('{ workers: 1, queue: 2, endpoints: { home: { work: 1h } } }', '100/s'));
    engine.advance(10_000);
    const visits = new Reader(engine).visits('web.home');
    expect(visits['queue full']).toBe(visits.arrived - 3);
    expect(engine.log.map((entry) => entry.kind)).toEqual(['workers', 'queue']);
  });
});

describe('a plan of calls', () => {
  const shop = (calls: string) => `
scenario: Plan
workloads:
  people: { rate: 10/s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 100, queue: 0, endpoints: { home: { work: 0ms, calls: ${calls} } } }
  a: { workers: 100, queue: 0, endpoints: { get: { work: 30ms } } }
  b: { workers: 100, queue: 0, endpoints: { get: { work: 50ms } } }
links: { default: { latency: 1ms } }
faults: { b-fails: { node: b, does: errors, at: 0s } }
`;
  const latency = (yaml: string): number => {
    const engine = engineOf(yaml.replace(/faults:.*/, ''));
    engine.advance(60_000);
    return engine.sketches.quantile(engine.layout.journeySketch(0), 0.5);
  };

  it('makes calls one after another, and those of a parallel group at once', () => {
    expect(Math.abs(latency(shop('[a.get, b.get]')) - 86)).toBeLessThan(1);
    expect(Math.abs(latency(shop('[{ parallel: [a.get, b.get] }]')) - 54)).toBeLessThan(1);
  });

  it('fails when a required call fails, without making the calls after it', () => {
    const engine = engineOf(shop('[b.get, a.get]'));
    engine.advance(60_000);
    const reader = new Reader(engine);
    expect(reader.journey('visit').ok).toBe(0);
    expect(reader.journey('visit').dependency).toBeGreaterThan(500);
    expect(reader.calls('web -> a.get').arrived).toBe(0);
  });

  it('fails when any required call of a parallel group fails, after all of them have ended', () => {
    const engine = engineOf(shop('[{ parallel: [b.get, a.get, a.get] }]'));
    engine.advance(60_000);
    const reader = new Reader(engine);
    expect(reader.journey('visit').ok).toBe(0);
    expect(reader.calls('web -> a.get').ok).toBeGreaterThan(1000);
  });

  it('answers degraded when only an optional call fails, and counts that apart from good', () => {
    const engine = engineOf(shop('[a.get, { b.get: optional }]'));
    engine.advance(60_000);
    const { arrived, ok, degraded } = new Reader(engine).journey('visit');
    expect(ok).toBe(0);
    expect(degraded).toBeGreaterThan(arrived - 10);
  });

  it('makes a call with a probability that often', () => {
    const engine = engineOf(shop('[{ a.get: { probability: 30% } }]'));
    engine.advance(1_000_000);
    const share = new Reader(engine).calls('web -> a.get').arrived / new Reader(engine).journey('visit').arrived;
    // 99 % of samples of 10,000 lie within 0.012 of 0.3
    expect(Math.abs(share - 0.3)).toBeLessThan(0.012);
  });
});

describe('replicas', () => {
  it('get the requests in turn', () => {
    const engine = engineOf(
      oneService('{ replicas: 3, workers: 10, queue: 0, endpoints: { home: { work: 1ms } } }', '100/s'),
    );
    engine.advance(30_000);
    const arrived = [0, 1, 2].map((replica) => new Reader(engine).visits('web.home', replica).arrived);
    expect(Math.max(...arrived) - Math.min(...arrived)).toBeLessThanOrEqual(1);
  });
});

describe('a workload', () => {
  it('sends shoppers at the rate of the moment: steps and ramps', () => {
    const engine = engineOf(
      oneService(
        '{ workers: 1000, queue: 0, endpoints: { home: { work: 1ms } } }',
        '{ steps: [{ at: 0s, rate: 10/s }, { at: 100s, rate: 100/s }] }',
      ),
    );
    engine.advance(100_000);
    const before = new Reader(engine).journey('visit').arrived;
    engine.advance(200_000);
    const after = new Reader(engine).journey('visit').arrived - before;
    // Poisson: 99.9 % within 3.3 standard deviations
    expect(Math.abs(before - 1000)).toBeLessThan(3.3 * Math.sqrt(1000));
    expect(Math.abs(after - 10_000)).toBeLessThan(3.3 * Math.sqrt(10_000));

    const ramp = engineOf(
      oneService(
        '{ workers: 1000, queue: 0, endpoints: { home: { work: 1ms } } }',
        '{ ramp: { from: 0/s, to: 100/s, over: 100s } }',
      ),
    );
    ramp.advance(50_000);
    expect(Math.abs(new Reader(ramp).journey('visit').arrived - 1250)).toBeLessThan(3.3 * Math.sqrt(1250));
    ramp.advance(100_000);
    expect(Math.abs(new Reader(ramp).journey('visit').arrived - 5000)).toBeLessThan(3.3 * Math.sqrt(5000));
  });

  it('gives up when patience ends; the work begun goes on and is counted as abandoned', () => {
    const engine = engineOf(`
scenario: Patience
workloads:
  people: { rate: 10/s, patience: 100ms, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 100, queue: 0, endpoints: { home: { work: 1s } } }
`);
    engine.advance(60_000);
    const reader = new Reader(engine);
    const { arrived } = reader.journey('visit');
    expect(reader.journey('visit')['gave up']).toBeGreaterThan(arrived - 5);
    expect(seen(reader.visits('web.home')).ok).toBeUndefined();
    expect(reader.visits('web.home').abandoned).toBeGreaterThan(arrived - 20);
    expect(reader.replica('web').working).toBeGreaterThan(5);
  });

  it('counts a percentile over failures too: in total collapse the failures have a p99 of their own', () => {
    const engine = engineOf(`
scenario: Collapse
workloads:
  people: { rate: 10/s, patience: 3s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 1, queue: 10, endpoints: { home: { work: 1ms } } }
faults: { hangs: { node: web, does: hang, at: 0s } }
`);
    engine.advance(8_000);
    const { sketches, layout } = engine;
    expect(sketches.count(layout.journeySketch(0))).toBe(0);
    expect(Math.abs(sketches.quantile(layout.journeySketch(0) + 1, 0.99) / 3000 - 1)).toBeLessThan(0.01);
  });
});

describe('the log', () => {
  it('tells of a busy replica once, not at every request, and of its recovery when that has lasted a second', () => {
    const engine = engineOf(
      oneService(
        '{ workers: 1, queue: 1000, endpoints: { home: { work: { exponential: { mean: 9ms } } } } }',
        '{ steps: [{ at: 0s, rate: 100/s }, { at: 60s, rate: 2/s }] }',
      ),
    );
    engine.advance(120_000);
    const told = engine.log.flatMap((entry) => (entry.kind === 'workers' ? [[entry.exhausted, entry.atMs]] : []));
    expect(told.length).toBeLessThan(40);
    expect(told[0]![0]).toBe(true);
    told.forEach(([exhausted], i) => expect(exhausted).toBe(i % 2 === 0));
    const lastBusy = told.filter(([exhausted]) => exhausted).at(-1)!;
    expect(told.at(-1)![0]).toBe(false);
    expect((told.at(-1)![1] as number) - (lastBusy[1] as number)).toBeGreaterThan(1000);
  });

  it('tells of the end of a jam only when it has been over for a second, however long it lasted', () => {
    const engine = engineOf(
      oneService('{ workers: 1, queue: 10, endpoints: { home: { work: 1ms } } }', '20/s') +
        'faults: { hangs: { node: web, does: hang, at: 5s, for: 45s } }',
    );
    engine.advance(60_000);
    const told = (kind: string) =>
      engine.log.flatMap((entry) => (entry.kind === kind && entry.atMs > 5_000 ? [entry.atMs] : []));
    for (const [began, ended] of [told('workers'), told('queue')]) {
      expect(began).toBeLessThan(6_000);
      expect(ended).toBeGreaterThan(51_000);
    }
  });

  it('tells when a replica without a queue runs out of workers and turns requests away, and when it has some again', () => {
    const engine = engineOf(
      oneService('{ workers: 2, queue: 0, endpoints: { home: { work: 1ms } } }', '20/s') +
        'faults: { hangs: { node: web, does: hang, at: 5s, for: 5s } }',
    );
    engine.advance(20_000);
    expect(new Reader(engine).visits('web.home')['queue full']).toBeGreaterThan(50);
    const told = engine.log.filter(({ kind }) => kind === 'workers' || kind === 'queue');
    expect(told).toMatchObject([
      { kind: 'workers', exhausted: true },
      { kind: 'workers', exhausted: false },
    ]);
    expect(told[0]!.atMs).toBeLessThan(6_000);
    expect(told[1]!.atMs).toBeGreaterThan(10_000);
  });
});
