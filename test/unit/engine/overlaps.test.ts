import { describe, expect, it } from 'vitest';
import type { CommandBody } from '../../../src/engine/command';
import { SpanKind } from '../../../src/engine/observation/trace';
import type { FaultSource } from '../../../src/scenario/fault';
import { command, engineOf, Reader } from '../support/run';

/* Faults that overlap: what they come to together, and what is left when one of them ends. */

const pair = (catalog: string, rest = '') => `
scenario: Overlaps
workloads:
  people: { rate: 100/s, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { browse: { work: 0ms, calls: [catalog.list] } } }
  catalog: { ${catalog} }
links: { default: { latency: 1ms } }
${rest}`;

const ROOMY = 'workers: 1000, queue: 0, endpoints: { list: { work: 10ms } }';

function broken(yaml: string, faults: Record<string, FaultSource>, atMs = 0) {
  const engine = engineOf(yaml);
  for (const [id, fault] of Object.entries(faults)) command(engine, atMs, { do: 'break', id, fault });
  return { engine, reader: new Reader(engine) };
}

describe('slowdowns and a hang over one long piece of work', () => {
  const yaml = `
scenario: Long work
workloads:
  people: { rate: 0.001/s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { home: { work: 60s } } }
links: { default: { latency: 0ms } }
`;
  const firstArrival = (): number => {
    const engine = engineOf(yaml);
    while (engine.tracesSince(0).traces.length === 0) engine.stepInstant();
    return engine.tracesSince(0).traces[0]!.spans[0]!.startMs;
  };
  const slow = (by: string): FaultSource => ({ node: 'web', does: 'slow', by });

  it('leave exactly the work that was not done', () => {
    const came = firstArrival();
    const engine = engineOf(yaml);
    const after = (seconds: number, body: CommandBody) => command(engine, came + 1000 * seconds, body);
    after(10, { do: 'break', id: 'a', fault: slow('4x') });
    after(20, { do: 'break', id: 'h', fault: { node: 'web', does: 'hang' } });
    after(30, { do: 'heal', id: 'a' });
    after(35, { do: 'break', id: 'b', fault: slow('2x') });
    after(40, { do: 'heal', id: 'h' });
    after(45, { do: 'break', id: 'c', fault: slow('5x') });
    after(50, { do: 'heal', id: 'b' });
    after(55, { do: 'heal', id: 'c' });
    // Done: 10 s at full speed to 10, 10/4 to 20, nothing to 40, 5/2 to 45, 5/10 to 50, 5/5 to 55; 43.5 s are left.
    engine.advance(came + 200_000);
    const { workToMs } = engine.tracesSince(0).traces[0]!.spans.find(({ kind }) => kind === SpanKind.visit)!;
    expect(workToMs - came).toBeCloseTo(98_500, 5);
  });

  it('end work that was done at the very instant at which they began', () => {
    const came = firstArrival();
    const engine = engineOf(yaml);
    command(engine, came + 60_000, { do: 'break', id: 'h', fault: { node: 'web', does: 'hang' } });
    command(engine, came + 90_000, { do: 'heal', id: 'h' });
    engine.advance(came + 90_001);
    // A command acts before what else happens at its instant: the last of the work waits for the end of the hang.
    expect(new Reader(engine).visits('web.home').ok).toBe(1);
    expect(engine.tracesSince(0).traces[0]!.spans[0]!.endMs).toBe(came + 90_000);
  });
});

describe('a crash during a hang', () => {
  it('resets what hung; the replica hangs on, empty, when the crash ends before the hang', () => {
    const { engine, reader } = broken(pair(ROOMY), { hang: { node: 'catalog', does: 'hang' } }, 1_000);
    engine.advance(2_000);
    const held = reader.replica('catalog').working;
    expect(held).toBeGreaterThan(80);
    command(engine, 2_000, { do: 'break', id: 'crash', fault: { node: 'catalog', does: 'crash' } });
    command(engine, 3_000, { do: 'heal', id: 'crash' });
    engine.advance(3_000);
    expect(reader.visits('catalog.list').reset).toBe(held);
    expect(reader.replica('catalog')).toMatchObject({ state: 2, working: 0 });
    engine.advance(4_000);
    expect(reader.replica('catalog').state).toBe(1);
    const again = reader.replica('catalog').working;
    expect(again).toBeGreaterThan(80);
    const { ok } = reader.visits('catalog.list');
    command(engine, 4_000, { do: 'heal', id: 'hang' });
    engine.advance(4_010.5);
    expect(reader.visits('catalog.list').ok).toBe(ok + again);
    expect(reader.replica('catalog').state).toBe(0);
  });

  it('leaves a crashed replica crashed when the hang ends first', () => {
    const { engine, reader } = broken(pair(ROOMY), {
      crash: { node: 'catalog', does: 'crash' },
      hang: { node: 'catalog', does: 'hang' },
    });
    command(engine, 1_000, { do: 'heal', id: 'hang' });
    engine.advance(2_000);
    expect(reader.replica('catalog').state).toBe(2);
    command(engine, 2_000, { do: 'heal', id: 'crash' });
    engine.advance(3_000);
    expect(reader.replica('catalog').state).toBe(0);
  });
});

describe('a fault of one replica within one of its whole service', () => {
  it('holds for that replica until both have ended, in either order', () => {
    const yaml = pair(`replicas: 2, ${ROOMY}`);
    const faults: Record<string, FaultSource> = {
      one: { node: 'catalog', replica: 2, does: 'crash' },
      all: { node: 'catalog', does: 'crash' },
    };
    for (const [first, between] of [
      ['one', [2, 2]],
      ['all', [0, 2]],
    ] as const) {
      const { engine, reader } = broken(yaml, faults);
      const states = () => [0, 1].map((replica) => reader.replica('catalog', replica).state);
      command(engine, 1_000, { do: 'heal', id: first });
      command(engine, 2_000, { do: 'heal', id: first === 'one' ? 'all' : 'one' });
      engine.advance(1_000);
      expect(states()).toEqual([2, 2]);
      engine.advance(2_000);
      expect(states()).toEqual(between);
      engine.advance(3_000);
      expect(states()).toEqual([0, 0]);
    }
  });
});

describe('chances and latencies', () => {
  it('of two errors combine as independent, and each goes when its own fault ends', () => {
    const { engine, reader } = broken(pair(ROOMY), {
      a: { node: 'catalog', does: 'errors', share: '50%' },
      b: { node: 'catalog', does: 'errors', share: '50%' },
      c: { node: 'catalog', does: 'errors', share: '20%', when: 'at once' },
    });
    engine.advance(40_000);
    const share = () => {
      const { arrived, error } = reader.calls('web -> catalog.list');
      return error / arrived;
    };
    // 1 - 0.8 x 0.5 x 0.5; of 4000 calls 99.9 % of samples lie within 0.021
    expect(Math.abs(share() - 0.8)).toBeLessThan(0.025);
    expect(reader.replica('catalog').errorShare).toBeCloseTo(0.8, 12);
    for (const id of ['a', 'b', 'c']) command(engine, 40_000, { do: 'heal', id });
    engine.advance(40_001);
    expect(reader.replica('catalog').errorShare).toBe(0);
  });

  it('of two losses combine as independent, and only the end of the last one ends the silence', () => {
    const { engine, reader } = broken(pair(ROOMY), {
      a: { link: 'web -> catalog', does: 'loss', share: '50%', direction: 'request' },
      b: { link: 'web -> catalog', does: 'loss', share: '50%' },
    });
    engine.advance(8_000);
    const { arrived, ok } = reader.calls('web -> catalog.list');
    // requests come through with 1/4, replies with 1/2; of 800 calls 99.9 % of samples lie within 0.039
    expect(Math.abs(ok / arrived - 1 / 8)).toBeLessThan(0.04);
    command(engine, 8_000, { do: 'heal', id: 'a' });
    engine.advance(8_001);
    expect(reader.calls('web -> catalog.list').reset).toBe(0);
    command(engine, 9_000, { do: 'heal', id: 'b' });
    engine.advance(9_050);
    const after = reader.calls('web -> catalog.list');
    expect(after.reset).toBeGreaterThan(650);
    expect(after.arrived - after.ok - after.reset).toBeLessThan(10);
  });

  it('add up on a link', () => {
    const { engine } = broken(pair(ROOMY), {
      a: { link: 'web -> catalog', does: 'latency', add: '100ms' },
      b: { link: 'web -> catalog', does: 'latency', add: '50ms' },
    });
    engine.advance(5_000);
    const p50 = engine.sketches.quantile(engine.layout.routeSketch(1), 0.5);
    expect(Math.abs(p50 / 312 - 1)).toBeLessThan(0.008);
  });
});

describe('a caller that crashes while it waits', () => {
  it('leaves its calls to end for nobody, and what they held comes back', () => {
    const { engine, reader } = broken(
      pair(ROOMY, 'policies: { web -> catalog: [{ bulkhead: 50 }, { breaker: { window: 20 calls } }] }'),
      { hang: { node: 'catalog', does: 'hang' } },
      1_000,
    );
    command(engine, 2_000, { do: 'break', id: 'crash', fault: { node: 'web', does: 'crash' } });
    command(engine, 3_000, { do: 'heal', id: 'crash' });
    command(engine, 4_000, { do: 'heal', id: 'hang' });
    engine.advance(2_000);
    expect(reader.replica('web').waiting).toBe(50);
    engine.advance(3_000);
    expect(reader.replica('web').waiting).toBe(0);
    engine.advance(4_000);
    const full = reader.calls('web -> catalog.list')['bulkhead full'];
    engine.advance(4_100);
    expect(reader.calls('web -> catalog.list').abandoned).toBe(50);
    engine.advance(6_000);
    expect(reader.calls('web -> catalog.list')['bulkhead full']).toBeLessThanOrEqual(full + 5);
    expect(engine.readBreakers()[0]).toMatchObject({ state: 'closed', failureRate: 0 });
  });
});
