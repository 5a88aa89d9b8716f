import { describe, expect, it } from 'vitest';
import type { Engine as AnEngine } from '../../../src/engine/engine';
import { JourneyGauge, JourneySketch } from '../../../src/engine/observation/layout';
import { command, engineOf, Reader, seen } from '../support/run';

/* Closed loops, and journeys of several steps. */

const shop = (workload: string, policies = '') => `
scenario: Users
workloads:
  people: { ${workload} }
services:
  web: { workers: 100, queue: 0, endpoints: { browse: { work: 20ms }, buy: { work: 30ms }, vary: { work: exponential mean 20ms } } }
  spare: { workers: 100, queue: 0, endpoints: { browse: { work: 1ms } } }
links: { default: { latency: 0ms }, people -> spare: {} }
${policies}`;

const closed = (users: string, more = '', start = 'web.browse') =>
  shop(`users: ${users}, think: 100ms, ${more} journeys: { go: { share: 100%, start: ${start} } }`);

const arrived = (engine: AnEngine): number => new Reader(engine).journey('go').arrived;

/** The instant of the next arrival. */
function nextArrival(engine: AnEngine): number {
  const before = arrived(engine);
  while (arrived(engine) === before) engine.stepInstant();
  return engine.nowMs;
}

const gaugeOf = (engine: AnEngine, gauge: number): number => {
  const gauges = new Float64Array(engine.layout.gaugeLength);
  engine.readGauges(gauges);
  return gauges[engine.layout.journeyGauge(0) + gauge]!;
};

describe('a user of a closed loop', () => {
  it('makes a journey, waits for its end, thinks, and makes the next', () => {
    const engine = engineOf(closed('1'));
    const first = nextArrival(engine);
    expect(first).toBeLessThan(100);
    for (let n = 1; n < 20; n++) expect(nextArrival(engine)).toBeCloseTo(first + 120 * n, 6);
  });

  it('thinks also after a journey that failed', () => {
    const engine = engineOf(closed('1'));
    command(engine, 0, { do: 'break', id: 'down', fault: { node: 'web', does: 'crash' } });
    const first = nextArrival(engine);
    for (let n = 1; n < 20; n++) expect(nextArrival(engine)).toBeCloseTo(first + 100 * n, 6);
    expect(seen(new Reader(engine).journey('go'))).toEqual({ arrived: 20, dependency: 20 });
  });

  it('thinks also after giving up', () => {
    const engine = engineOf(closed('1', 'patience: 50ms,'));
    command(engine, 0, { do: 'break', id: 'stuck', fault: { node: 'web', does: 'hang' } });
    const first = nextArrival(engine);
    for (let n = 1; n < 20; n++) expect(nextArrival(engine)).toBeCloseTo(first + 150 * n, 6);
    expect(seen(new Reader(engine).journey('go'))).toEqual({ arrived: 20, 'gave up': 19 });
  });

  it('begins at random within a first thought', () => {
    const engine = engineOf(closed('1000'));
    const starts = Array.from({ length: 10 }, (_, tenth) => {
      engine.advance(10 * (tenth + 1));
      return arrived(engine);
    });
    // Of 1000 users within the first tenths of 100 ms, three standard deviations of a binomial.
    starts.forEach((count, tenth) => {
      const share = (tenth + 1) / 10;
      expect(Math.abs(count - 1000 * share)).toBeLessThan(1 + 3 * Math.sqrt(1000 * share * (1 - share)));
    });
  });

  it('is one of so many, and stays away while there is no place', () => {
    const engine = engineOf(closed('{ steps: [{ at: 0s, users: 5 }, { at: 2s, users: 0 }, { at: 4s, users: 10 }] }'));
    engine.advance(2_000);
    expect(Math.abs(arrived(engine) - 5 * (2_000 / 120))).toBeLessThan(5);
    const before = arrived(engine);
    engine.advance(4_000);
    expect(arrived(engine)).toBe(before);
    expect(engine.census().rows).toBe(0);
    engine.advance(8_000);
    expect(Math.abs(arrived(engine) - before - 10 * (4_000 / 120))).toBeLessThan(10);
    expect(gaugeOf(engine, JourneyGauge.inFlight)).toBeLessThanOrEqual(10);
  });

  it('asks for the same work on visit n, whenever that begins', () => {
    const workOfVisits = (engine: AnEngine): number => {
      while (new Reader(engine).journey('go').ok < 200) engine.stepInstant();
      return new Reader(engine).visits('web.vary').serviceMs;
    };
    const early = engineOf(closed('1', '', 'web.vary'), 4);
    const late = engineOf(closed('1', '', 'web.vary'), 4);
    command(late, 0, { do: 'break', id: 'far', fault: { link: 'people -> web', does: 'latency', add: '37ms' } });
    expect(workOfVisits(late)).toBeCloseTo(workOfVisits(early), 6);
    expect(late.nowMs).toBeGreaterThan(early.nowMs + 10_000);
  });
});

describe('a journey of several steps', () => {
  /** Somebody comes at 1 s, 3 s, 5 s … */
  const session = (steps: string, more = '', policies = '') =>
    engineOf(
      shop(`rate: 0.5/s, arrivals: constant, ${more} journeys: { go: { share: 100%, steps: [${steps}] } }`, policies),
    );
  const CALM = 'web.browse, { think: 400ms }, web.buy';

  it('makes its requests one after another with thoughts between them', () => {
    const engine = session(CALM);
    engine.advance(3_000);
    const [trace] = engine.tracesSince(0).traces;
    const calls = trace!.spans.filter(({ parent }) => parent === 0);
    expect(calls.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [1000, 1020],
      [1420, 1450],
    ]);
    expect(trace!.spans[0]).toMatchObject({ startMs: 1000, endMs: 1450, outcome: 0 });
    expect(seen(new Reader(engine).journey('go'))).toEqual({ arrived: 1, ok: 1 });
  });

  it('takes the time that its shopper waits, without the thoughts', () => {
    const engine = session(CALM);
    engine.advance(60_000);
    const median = engine.sketches.quantile(engine.layout.journeySketch(0) + JourneySketch.good, 0.5);
    expect(Math.abs(median / 50 - 1)).toBeLessThan(0.01);
  });

  it('is in flight while its shopper thinks, but not overdue, for nobody waits', () => {
    const engine = session('web.browse, { think: 1.5s }, web.buy', 'answer within: 25ms,');
    engine.advance(2_000);
    expect(gaugeOf(engine, JourneyGauge.inFlight)).toBe(1);
    expect(gaugeOf(engine, JourneyGauge.overdue)).toBe(0);
    expect(engine.census().journeys).toEqual([1]);
    engine.advance(2_530);
    expect(gaugeOf(engine, JourneyGauge.overdue)).toBe(0);
    engine.advance(2_549);
    expect(gaugeOf(engine, JourneyGauge.overdue)).toBe(1);
  });

  it('gives up the rest when a step fails, and ends as that step did', () => {
    const engine = session(CALM);
    command(engine, 0, { do: 'break', id: 'down', fault: { node: 'web', does: 'crash' } });
    engine.advance(2_900);
    expect(seen(new Reader(engine).journey('go'))).toEqual({ arrived: 1, dependency: 1 });
    expect(new Reader(engine).calls('people -> web.buy').arrived).toBe(0);
  });

  it('ends as its last step did, though one before was answered by less', () => {
    const degraded = 'policies: { people -> web.browse: [{ fallback: { use: spare.browse, message: Old } }] }';
    const engine = session(CALM, '', degraded);
    command(engine, 0, { do: 'break', id: 'down', fault: { node: 'web', does: 'crash' } });
    command(engine, 1_100, { do: 'heal', id: 'down' });
    engine.advance(2_900);
    expect(new Reader(engine).calls('people -> web.browse').degraded).toBe(1);
    expect(seen(new Reader(engine).journey('go'))).toEqual({ arrived: 1, ok: 1 });
  });

  it('has its shopper’s patience anew for each step', () => {
    const patient = session(CALM, 'patience: 40ms, answer within: 40ms,');
    patient.advance(2_900);
    expect(seen(new Reader(patient).journey('go'))).toEqual({ arrived: 1, ok: 1 });
    const slow = session(CALM, 'patience: 40ms, answer within: 40ms,');
    command(slow, 1_430, { do: 'break', id: 'slow', fault: { node: 'web', does: 'slow', by: '9x' } });
    slow.advance(1_459);
    expect(seen(new Reader(slow).journey('go'))).toEqual({ arrived: 1 });
    slow.advance(1_461);
    expect(seen(new Reader(slow).journey('go'))).toEqual({ arrived: 1, 'gave up': 1 });
  });
});

describe('several workloads', () => {
  const TWO_LOOPS_AND_A_RATE = `
scenario: Three workloads
workloads:
  few: { users: 3, think: 100ms, journeys: { a: { share: 100%, start: web.get } } }
  some: { rate: 50/s, arrivals: constant, journeys: { b: { share: 100%, start: web.get } } }
  many: { users: 20, think: 300ms, journeys: { c: { share: 100%, start: web.get } } }
services:
  web: { workers: 100, queue: 0, endpoints: { get: { work: 20ms } } }
links: { default: { latency: 0ms } }
`;

  it('come side by side, each as if alone', () => {
    const engine = engineOf(TWO_LOOPS_AND_A_RATE);
    engine.advance(12_000);
    const reader = new Reader(engine);
    expect(Math.abs(reader.journey('a').arrived - 3 * (12_000 / 120))).toBeLessThanOrEqual(3);
    expect(reader.journey('b').arrived).toBe(600);
    expect(Math.abs(reader.journey('c').arrived - 20 * (12_000 / 320))).toBeLessThanOrEqual(20);
    expect(engine.census().journeys.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(24);
  });
});
