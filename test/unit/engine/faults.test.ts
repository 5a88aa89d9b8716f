import { describe, expect, it } from 'vitest';
import { command, engineOf } from '../support/fast';
import { Reader, seen } from '../support/run';
import type { FaultSource } from '../../../src/scenario/fault';

/** web calls catalog over a link of 1 ms; both have room for everything. */
const pair = (extra = '', catalog = 'workers: 1000, queue: 0, endpoints: { list: { work: 10ms } }') => `
scenario: Pair
workloads:
  people: { rate: 80/s, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { browse: { work: 1ms, calls: [catalog.list] } } }
  catalog: { ${catalog} }
links: { default: { latency: 1ms } }
${extra}`;

const broken = (fault: FaultSource, extra = '', catalog?: string) => {
  const engine = engineOf(pair(extra, catalog));
  command(engine, 10_000, { do: 'break', id: 'f', fault });
  command(engine, 20_000, { do: 'heal', id: 'f' });
  return { engine, reader: new Reader(engine) };
};

describe('a crash', () => {
  it('resets what is served and queued, then refuses, and serves again when it ends', () => {
    const { engine, reader } = broken(
      { node: 'catalog', does: 'crash' },
      '',
      'workers: 1, queue: 5, endpoints: { list: { work: 200ms } }',
    );
    engine.advance(10_000);
    const held = reader.replica('catalog').working + reader.replica('catalog').queued;
    expect(held).toBe(6);
    const before = reader.visits('catalog.list');
    engine.advance(20_000);
    const after = reader.visits('catalog.list');
    expect(after.reset).toBe(held);
    expect(after.refused).toBe(after.arrived - before.arrived);
    expect(reader.replica('catalog')).toMatchObject({ state: 2, working: 0, queued: 0 });
    engine.advance(30_000);
    expect(reader.visits('catalog.list').ok).toBeGreaterThan(before.ok + 40);
  });
});

describe('a hang', () => {
  it('holds workers and finishes nothing, and the work resumes where it stood when it ends', () => {
    const { engine, reader } = broken({ node: 'catalog', does: 'hang' });
    engine.advance(10_000);
    const { ok } = reader.visits('catalog.list');
    engine.advance(19_999);
    expect(reader.visits('catalog.list').ok).toBe(ok);
    expect(reader.replica('catalog').working).toBeGreaterThan(700);
    engine.advance(20_011.5);
    expect(reader.replica('catalog').working).toBeLessThan(5);
    engine.advance(30_000);
    const { arrived, ok: all } = reader.journey('browse');
    expect(arrived - all).toBeLessThan(10);
  });

  it('of a caller holds back the next step of what was waiting, not the answer to it', () => {
    const { engine, reader } = broken({ node: 'web', does: 'hang' });
    engine.advance(10_100);
    expect(reader.replica('catalog').working).toBe(0);
    const waiting = reader.replica('web').waiting;
    expect(waiting).toBeGreaterThan(0);
    engine.advance(19_999);
    expect(reader.replica('web').waiting).toBe(waiting);
    engine.advance(21_000);
    const { arrived, ok } = reader.journey('browse');
    expect(arrived - ok).toBeLessThan(10);
  });
});

describe('slowness', () => {
  it('stretches work already begun, and what remains of it runs at full speed afterwards', () => {
    const engine = engineOf(`
scenario: Slow
workloads:
  people: { rate: 1/s, journeys: { visit: { share: 100%, start: web.home } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { home: { work: 60s } } }
links: { default: { latency: 0ms } }
`);
    engine.advance(20_000);
    const begun = new Reader(engine).visits('web.home').arrived;
    command(engine, 20_000, { do: 'break', id: 'slow', fault: { node: 'web', does: 'slow', by: '4x' } });
    command(engine, 60_000, { do: 'heal', id: 'slow' });
    // In 40 s at a quarter of the speed 10 s of work are done: everything begun before is 30 s late.
    engine.advance(20_000 + 60_000 + 30_000);
    expect(new Reader(engine).visits('web.home').ok).toBe(begun);
  });
});

describe('errors', () => {
  it.each([
    ['after work', 11],
    ['at once', 2],
  ] as const)('%s fail the stated share of requests, and cost what they cost', (when, expectedMs) => {
    const { engine, reader } = broken({ node: 'catalog', does: 'errors', share: '30%', when });
    engine.advance(10_000);
    expect(reader.calls('web -> catalog.list').error).toBe(0);
    engine.advance(20_000);
    const { arrived, error } = reader.calls('web -> catalog.list');
    // about 800 calls in the fault's 10 s: 99.9 % of samples lie within 0.054 of 0.3
    expect(Math.abs(error / (arrived / 2) - 0.3)).toBeLessThan(0.06);
    const failed = engine.sketches.quantile(engine.layout.routeSketch(1) + 1, 0.5);
    expect(Math.abs(failed - (expectedMs === 2 ? 2 : 12))).toBeLessThan(0.2);
    engine.advance(20_100);
    const atEnd = reader.calls('web -> catalog.list').error;
    engine.advance(30_000);
    expect(reader.calls('web -> catalog.list').error).toBe(atEnd);
  });
});

describe('added latency', () => {
  it('delays every message each way while it lasts', () => {
    const { engine } = broken({ link: 'web -> catalog', does: 'latency', add: '100ms' });
    engine.advance(20_000);
    const p95 = engine.sketches.quantile(engine.layout.routeSketch(1), 0.95);
    expect(Math.abs(p95 - 212)).toBeLessThan(2);
  });
});

describe.each(['request', 'reply', 'both'] as const)('a cut of the %s direction', (direction) => {
  it('is silence: the caller waits, visibly, and every slot is back when it heals', () => {
    const { engine, reader } = broken({ link: 'web -> catalog', does: 'cut', direction });
    engine.advance(19_999);
    const waiting = reader.replica('web').waiting;
    expect(waiting).toBeGreaterThan(700);
    const reached = reader.visits('catalog.list').arrived;
    if (direction === 'reply') expect(reached).toBeGreaterThan(1500);
    else expect(reached).toBeLessThan(900);
    engine.advance(20_100);
    expect(reader.replica('web').waiting).toBeLessThan(10);
    // Those that catalog was still working on, or that were sent in the last millisecond, got their answer after all.
    const { reset } = reader.calls('web -> catalog.list');
    expect(Math.abs(waiting - reset)).toBeLessThan(8);
    engine.advance(30_000);
    const { arrived, ok, dependency } = reader.journey('browse');
    expect(dependency).toBe(reset);
    expect(arrived - ok - dependency).toBeLessThan(10);
  });

  it('is ended for its caller by a timeout', () => {
    const { engine, reader } = broken(
      { link: 'web -> catalog', does: 'cut', direction },
      'policies: { web -> catalog: [{ timeout: 100ms }] }',
    );
    engine.advance(19_999);
    expect(reader.replica('web').waiting).toBeLessThan(30);
    expect(reader.calls('web -> catalog.list').timeout).toBeGreaterThan(700);
  });
});

describe('loss', () => {
  it('loses the stated share of messages', () => {
    const { engine, reader } = broken(
      { link: 'web -> catalog', does: 'loss', share: '20%', direction: 'request' },
      'policies: { web -> catalog: [{ timeout: 100ms }] }',
    );
    engine.advance(10_000);
    const before = reader.calls('web -> catalog.list').arrived;
    engine.advance(20_000);
    const { timeout, arrived } = reader.calls('web -> catalog.list');
    // about 800 calls: 99.9 % of samples lie within 0.047 of 0.2
    expect(Math.abs(timeout / (arrived - before) - 0.2)).toBeLessThan(0.05);
  });
});

describe('any fault, once it has ended and the queues have drained', () => {
  const faults: FaultSource[] = [
    { node: 'catalog', does: 'crash' },
    { node: 'catalog', does: 'hang' },
    { node: 'catalog', does: 'slow', by: '50x' },
    { node: 'catalog', does: 'errors', share: '50%' },
    { node: 'web', does: 'crash' },
    { node: 'web', does: 'hang' },
    { link: 'web -> catalog', does: 'cut' },
    { link: 'web -> catalog', does: 'loss', share: '50%' },
    { link: 'web -> catalog', does: 'latency', add: '3s' },
    { link: 'people -> web', does: 'cut' },
    { node: 'catalog', does: 'leak', by: '50x', over: '5s', 'down for': '1s' },
    { node: 'catalog', replica: 'random', does: 'crash' },
    { zone: 'west', does: 'hang' },
  ];
  const kinds = ['service', 'web app', 'database', 'cache', 'third party', 'queue'];

  it.each(kinds.flatMap((kind) => faults.map((fault) => ({ kind, fault }))))(
    'has given back every slot: a $kind, $fault',
    ({ kind, fault }) => {
      const engine = engineOf(`
scenario: Recovery
workloads:
  people: { rate: { steps: [{ at: 0s, rate: 100/s }, { at: 30s, rate: 0/s }] }, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { replicas: 2, workers: 8, queue: 8, endpoints: { browse: { work: 1ms, calls: [catalog.list] } } }
  catalog: { kind: ${kind}, zone: west, workers: 8, queue: 8, endpoints: { list: { work: 10ms${kind === 'queue' ? ', calls: [mail.send]' : ''} } } }
  mail: { workers: 8, queue: 8, endpoints: { send: { work: 1ms } } }
policies: { web -> catalog: [{ bulkhead: 6 }, { breaker: { window: 20 calls, open for: 1s } }] }
`);
      const reader = new Reader(engine);
      command(engine, 10_000, { do: 'break', id: 'f', fault });
      engine.advance(12_000);
      const during = reader.journey('browse').ok;
      command(engine, 20_000, { do: 'heal', id: 'f' });
      engine.advance(60_000);
      expect(reader.journey('browse').ok).toBeGreaterThan(during);
      expect(
        Object.values(engine.census())
          .flat()
          .filter((held) => held !== 0),
      ).toEqual([]);
      expect([reader.replica('web', 0), reader.replica('web', 1), reader.replica('catalog')]).toEqual(
        Array(3).fill({
          state: 0,
          working: 0,
          waiting: 0,
          queued: 0,
          queueSize: 8,
          limit: 0,
          slowdown: 1,
          errorShare: 0,
          nextWaitsMs: 0,
          ejectedBy: 0,
        }),
      );
      expect(seen(reader.calls('web -> catalog.list')).ok).toBeGreaterThan(0);
    },
  );
});

describe('scheduled faults', () => {
  it('begin and end at their instants, and may be healed earlier by hand', () => {
    const engine = engineOf(pair('faults: { c: { node: catalog, does: crash, at: 10s, for: 10s } }'));
    engine.advance(10_001);
    expect(engine.faultsOn).toEqual(['c']);
    engine.advance(20_001);
    expect(engine.faultsOn).toEqual([]);
    expect(engine.log.filter(({ kind }) => kind === 'fault').map(({ atMs }) => atMs)).toEqual([10_000, 20_000]);

    const healed = engineOf(pair('faults: { c: { node: catalog, does: crash, at: 10s, for: 10s } }'));
    command(healed, 15_000, { do: 'heal', id: 'c' });
    command(healed, 16_000, { do: 'break', id: 'c' });
    healed.advance(21_000);
    expect(healed.faultsOn).toEqual(['c']);
    healed.advance(26_001);
    expect(healed.faultsOn).toEqual([]);
  });

  it('hit one replica where one is named', () => {
    const engine = engineOf(
      pair('faults: { c: { node: catalog, replica: 2, does: crash, at: 0s } }').replace(
        'catalog: {',
        'catalog: { replicas: 2,',
      ),
    );
    engine.advance(10_000);
    expect(seen(new Reader(engine).visits('catalog.list', 0)).refused).toBeUndefined();
    expect(seen(new Reader(engine).visits('catalog.list', 1)).ok).toBeUndefined();
  });

  it('refuse a command for a fault nobody knows, and one for an instant that has passed', () => {
    const engine = engineOf(pair());
    expect(engine.schedule({ atMs: 0, do: 'heal', id: 'nobody' }).ok).toBe(false);
    engine.advance(1000);
    expect(engine.schedule({ atMs: 999, do: 'break', id: 'x', fault: { node: 'web', does: 'hang' } }).ok).toBe(false);
  });
});
