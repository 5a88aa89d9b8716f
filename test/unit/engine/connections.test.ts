import { describe, expect, it } from 'vitest';
import type { Engine as AnEngine } from '../../../src/engine/engine';
import { SpanKind } from '../../../src/engine/observation/trace';
import { command, engineOf, Reader } from '../support/run';

/*
 * Connections by hand: somebody comes every 2 s from 1 s on, a message travels for 1 ms and work takes 10 ms, so an attempt
 * over a connection that is there takes 12 ms.
 */
const shop = (connections: string, rate = '0.5/s', calls = 'db.read', more = '') => `
scenario: Connections
workloads:
  people: { rate: ${rate}, arrivals: constant, journeys: { go: { share: 100%, start: web.get } } }
services:
  web: { workers: 100, queue: 0, endpoints: { get: { work: 0ms, calls: [${calls}] } } }
  db: { workers: 100, queue: 0, endpoints: { read: { work: 10ms } } }
links:
  people -> web: { latency: 0ms }
  web -> db: { latency: 1ms, connections: { ${connections} } }
${more}`;

/** How long each attempt at the database took so far, and how long its connection was being made; NaN: it was there. */
function attempts(engine: AnEngine): { tookMs: number; madeMs: number }[] {
  const route = engine.model.routes.findIndex(({ link }) => engine.model.links[link]!.from.kind === 'service');
  const ours = engine
    .tracesSince(0)
    .traces.flatMap(({ spans }) => spans)
    .filter(({ kind, subject }) => kind === SpanKind.attempt && subject === route);
  return ours.map(({ startMs, endMs, workFromMs }) => ({
    tookMs: Number((endMs - startMs).toFixed(6)),
    madeMs: Number((workFromMs - startMs).toFixed(6)),
  }));
}

const times = (engine: AnEngine): number[] => attempts(engine).map(({ tookMs }) => tookMs);

function after(ms: number, engine: AnEngine): AnEngine {
  engine.advance(ms);
  return engine;
}

describe('connections', () => {
  it('are made by the first attempt and used again', () => {
    const engine = after(6_000, engineOf(shop('connect: 5ms')));
    expect(attempts(engine)).toEqual([
      { tookMs: 17, madeMs: 5 },
      { tookMs: 12, madeMs: NaN },
      { tookMs: 12, madeMs: NaN },
    ]);
  });

  it('are closed when they have been idle for too long', () => {
    expect(times(after(6_000, engineOf(shop('connect: 5ms, keep alive: 1s'))))).toEqual([17, 17, 17]);
  });

  it('are as many as there are attempts at once, of which so many are kept', () => {
    const both = '{ parallel: [db.read, db.read, db.read] }';
    const kept = (pool: number) => times(after(4_000, engineOf(shop(`connect: 5ms, pool: ${pool}`, '0.5/s', both))));
    expect(kept(3)).toEqual([17, 17, 17, 12, 12, 12]);
    expect(kept(2)).toEqual([17, 17, 17, 12, 12, 17]);
    expect(kept(0)).toEqual([17, 17, 17, 17, 17, 17]);
  });

  it('end with the replica at either end', () => {
    for (const node of ['web', 'db']) {
      const engine = engineOf(shop('connect: 5ms'));
      command(engine, 2_000, { do: 'break', id: 'down', fault: { node, does: 'crash' } });
      command(engine, 2_500, { do: 'heal', id: 'down' });
      expect(times(after(6_000, engine))).toEqual([17, 17, 12]);
    }
  });

  it('are closed by whoever stops waiting', () => {
    const timeout = 'policies: { web -> db: [{ timeout: 50ms }] }';
    const engine = engineOf(shop('connect: 5ms', '0.5/s', 'db.read', timeout));
    command(engine, 2_000, { do: 'break', id: 'slow', fault: { node: 'db', does: 'slow', by: '9x' } });
    command(engine, 4_000, { do: 'heal', id: 'slow' });
    expect(times(after(8_000, engine))).toEqual([17, 92, 17, 12]);
    expect(new Reader(engine).attempts('web -> db.read').abandoned).toBe(1);
  });

  describe('that may carry so many requests', () => {
    const capped = (caps: string) =>
      engineOf(shop('connect: 5ms', '0.5/s', 'db.read', `policies: { web -> db: [${caps}] }`));

    it('are closed by the last of these, and the next request makes a new one', () => {
      const three = capped('{ caps: { requests per connection: 3 } }');
      expect(times(after(16_000, three))).toEqual([17, 12, 12, 17, 12, 12, 17, 12]);
      expect(times(after(6_000, capped('{ caps: { max_requests_per_connection: 1 } }')))).toEqual([17, 17, 17]);
      const unlimited = capped('{ caps: { like: istio, maxRequestsPerConnection: 0 } }');
      expect(times(after(6_000, unlimited))).toEqual([17, 12, 12]);
    });

    it('count what they carried before an edit, and are looked at when a request that began after it has ended', () => {
      const engine = capped('{ timeout: 1s }');
      const edit = (caps: string) => `policies: { web -> db: [{ caps: { ${caps} } }] }`;
      // One has carried three; under a limit of two it carries a fourth, and is closed then.
      command(engine, 6_000, { do: 'policies', yaml: edit('requests per connection: 2') });
      command(engine, 12_000, { do: 'policies', yaml: edit('requests: 9') });
      expect(times(after(18_000, engine))).toEqual([17, 12, 12, 12, 17, 12, 17, 12, 12]);
    });

    it('count each by itself, and the newest that is idle is used', () => {
      const both = '{ parallel: [db.read, db.read] }';
      const two = 'policies: { web -> db: [{ caps: { requests per connection: 2 } }] }';
      const engine = after(6_000, engineOf(shop('connect: 5ms', '0.5/s', both, two)));
      expect(times(engine)).toEqual([17, 17, 12, 12, 17, 17]);
    });
  });

  it('take a fault’s latency there and back too', () => {
    const engine = engineOf(shop('connect: 5ms'));
    command(engine, 0, { do: 'break', id: 'far', fault: { link: 'web -> db', does: 'latency', add: '20ms' } });
    expect(times(after(4_000, engine))).toEqual([97, 52]);
  });
});

describe('a lookup of an address', () => {
  it('is paid before a connection is made, as long as its answer does not hold', () => {
    const engine = engineOf(shop('connect: 5ms, pool: 0, dns: { lookup: 30ms, ttl: 3s }'));
    expect(times(after(8_000, engine))).toEqual([47, 17, 47, 17]);
  });

  it('is shared by those who come while it is under way', () => {
    const engine = engineOf(shop('connect: 5ms, dns: { lookup: 200ms, ttl: 3s }', '10/s'));
    engine.advance(500);
    expect(times(engine).slice(0, 4)).toEqual([217, 117, 17, 12]);
  });

  it('is not needed over a connection that is there', () => {
    const engine = engineOf(shop('connect: 5ms, dns: { lookup: 30ms, ttl: 1s }'));
    expect(times(after(6_000, engine))).toEqual([47, 12, 12]);
  });
});

it('a run goes on from a snapshot with its connections', () => {
  const yaml = shop(
    'connect: exponential mean 5ms, pool: 3, keep alive: 40ms, dns: { lookup: 30ms, ttl: 300ms }',
    '80/s',
    'db.read',
    'policies: { web -> db: [{ caps: { requests per connection: 4 } }] }',
  );
  const engine = after(2_000, engineOf(yaml));
  const snapshot = structuredClone(engine.snapshot());
  engine.advance(6_000);
  const another = engineOf(yaml, 9);
  another.restore(snapshot);
  another.advance(6_000);
  expect(another.digest()).toBe(engine.digest());
});
