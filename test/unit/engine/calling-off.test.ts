import { describe, expect, it } from 'vitest';
import type { FaultSource } from '../../../src/scenario/fault';
import { OneShopper, rarely } from '../support/one-shopper';
import { command, engineOf, Reader, seen } from '../support/run';

/* A timeout that calls off what it waited for. One shopper at a time; messages to db take 2 ms, within the rest none. */

const shop = (policies: string, options: { db?: string; calls?: string } = {}) =>
  rarely(
    `
  web: { workers: 10, queue: 0, endpoints: { go: { work: 0ms, calls: [db.read] } } }
  db: { ${options.db ?? 'workers: 10, queue: 0'}, endpoints: { read: { work: 20ms, calls: [${options.calls ?? ''}] } } }
  disk: { workers: 10, queue: 0, endpoints: { get: { work: 50ms } } }`,
    `policies: { web -> db: ${policies} }`,
  ).replace(
    'links: { default: { latency: 0ms } }',
    'links: { default: { latency: 0ms }, web -> db: { latency: 2ms }, db -> disk: { latency: 3ms }, web -> disk: {} }',
  );

const CALL = 'web -> db.read';

describe('a timeout that calls off', () => {
  it('ends the work when word of it has come, and frees the worker', () => {
    const run = new OneShopper(shop('[timeout: { after: 10ms, cancel: true }]'));
    expect(run.calls('db.read')).toEqual(['0 to 10: timeout']);
    expect(run.visits('db.read')).toEqual(['2 to 12: cancelled']);
    expect(run.reader.replica('db').working).toBe(0);
    expect(seen(run.reader.attempts(CALL))).toEqual({ arrived: 1, cancelled: 1 });
  });

  it('lets the work go on where it does not call off', () => {
    const run = new OneShopper(shop('[timeout: 10ms]'));
    expect(run.visits('db.read')).toEqual(['2 to 22: abandoned']);
    expect(seen(run.reader.attempts(CALL))).toEqual({ arrived: 1, abandoned: 1 });
  });

  it('calls off what the callee asked of others, each a message later', () => {
    const run = new OneShopper(shop('[timeout: { after: 40ms, cancel: true }]', { calls: 'disk.get' }));
    expect(run.visits('db.read')).toEqual(['2 to 42: cancelled']);
    expect(run.calls('disk.get')).toEqual(['22 to 42: cancelled']);
    expect(run.visits('disk.get')).toEqual(['25 to 45: cancelled']);
    expect(run.engine.census().rows).toBe(0);
  });

  it('is too late for an answer that is on its way', () => {
    const run = new OneShopper(shop('[timeout: { after: 23ms, cancel: true }]'));
    expect(run.calls('db.read')).toEqual(['0 to 23: timeout']);
    expect(run.visits('db.read')).toEqual(['2 to 22: ok']);
    expect(seen(run.reader.attempts(CALL))).toEqual({ arrived: 1, cancelled: 1 });
    expect(run.engine.census().rows).toBe(0);
  });

  it('stops on arrival what is still on its way there, if word has come by then', () => {
    const slow = shop('[timeout: { after: 1ms, cancel: true }]').replace(
      'web -> db: { latency: 2ms }',
      'web -> db: { latency: { mixture: [{ share: 50%, of: 1ms }, { share: 50%, of: 9ms }] } }',
    );
    const engine = engineOf(slow.replace('0.05/s', '20/s'));
    engine.advance(60_000);
    const { arrived, cancelled, abandoned } = new Reader(engine).visits('db.read');
    expect(arrived).toBeGreaterThan(1000);
    expect(cancelled).toBe(arrived);
    expect(abandoned).toBe(0);
  });

  it('takes what waits out of the queue', () => {
    const full = shop('[timeout: { after: 30ms, cancel: true }]', { db: 'workers: 1, queue: 10' }).replace(
      'calls: [db.read]',
      'calls: [{ parallel: [db.read, db.read] }]',
    );
    const run = new OneShopper(full);
    expect(run.calls('db.read')).toEqual(['0 to 24: ok', '0 to 30: timeout']);
    expect(run.visits('db.read')).toEqual(['2 to 22: ok', '2 to 32: cancelled']);
    const queued = new OneShopper(full.replace('after: 30ms', 'after: 12ms'));
    expect(queued.visits('db.read')).toEqual(['2 to 14: cancelled', '2 to 14: cancelled']);
    expect(queued.reader.replica('db')).toMatchObject({ working: 0, queued: 0 });
  });

  it('frees cores that others share', () => {
    const shared = shop('[timeout: { after: 10ms, cancel: true }]', { db: 'cores: 1, queue: 10' }).replace(
      'calls: [db.read]',
      'calls: [{ parallel: [db.read, disk.get] }]',
    );
    const run = new OneShopper(shared);
    expect(run.visits('db.read')).toEqual(['2 to 12: cancelled']);
    expect(run.reader.replica('db').working).toBe(0);
  });

  it('is heard by a replica that hangs when it goes on', () => {
    const engine = engineOf(shop('[timeout: { after: 10ms, cancel: true }]'));
    const hang: FaultSource = { node: 'db', does: 'hang' };
    command(engine, 10_005, { do: 'break', id: 'hang', fault: hang });
    command(engine, 12_000, { do: 'heal', id: 'hang' });
    engine.advance(11_999);
    const reader = new Reader(engine);
    expect(seen(reader.attempts(CALL))).toEqual({ arrived: 1, cancelled: 1 });
    expect(reader.replica('db').working).toBe(1);
    engine.advance(12_001);
    expect(seen(reader.visits('db.read'))).toMatchObject({ arrived: 1, cancelled: 1 });
    expect(reader.replica('db').working).toBe(0);
  });

  it('may go lost, and then the work goes on', () => {
    const engine = engineOf(shop('[timeout: { after: 10ms, cancel: true }]'));
    command(engine, 10_005, { do: 'break', id: 'cut', fault: { link: 'web -> db', does: 'cut' } });
    engine.advance(15_000);
    const reader = new Reader(engine);
    expect(seen(reader.visits('db.read'))).toMatchObject({ arrived: 1, abandoned: 1 });
    expect(seen(reader.attempts(CALL))).toEqual({ arrived: 1, cancelled: 1 });
    expect(engine.census().rows).toBe(0);
  });

  it('ends at once an attempt whose message was lost', () => {
    const engine = engineOf(shop('[timeout: { after: 10ms, cancel: true }]'));
    command(engine, 9_000, { do: 'break', id: 'cut', fault: { link: 'web -> db', does: 'cut' } });
    engine.advance(10_011);
    expect(seen(new Reader(engine).attempts(CALL))).toEqual({ arrived: 1, cancelled: 1 });
    expect(engine.census().rows).toBe(0);
  });

  it('calls off the endpoint that a fallback within asked', () => {
    const asked = shop('[timeout: { after: 30ms, cancel: true }, fallback: { use: disk.get }, timeout: 10ms]');
    const run = new OneShopper(asked);
    expect(run.calls('db.read')).toEqual(['0 to 30: timeout']);
    expect(run.calls('disk.get')).toEqual(['10 to 30: cancelled']);
    expect(run.visits('disk.get')).toEqual(['10 to 30: cancelled']);
  });
});

describe('who is told what, and when', () => {
  it('a bulkhead outside the timeout gets its permit back at once, though the work goes on (Hystrix, opossum)', () => {
    const run = new OneShopper(
      shop('[bulkhead: 1, timeout: 10ms]').replace(
        'calls: [db.read]',
        'calls: [{ db.read: { times: 2, optional: true } }]',
      ),
    );
    expect(run.calls('db.read')).toEqual(['0 to 10: timeout', '10 to 20: timeout']);
    expect(run.visits('db.read')).toEqual(['2 to 22: abandoned', '12 to 32: abandoned']);
  });

  it('a bulkhead inside the timeout holds it until the work it let out has ended', () => {
    const run = new OneShopper(
      shop('[timeout: 10ms, bulkhead: 1]').replace(
        'calls: [db.read]',
        'calls: [{ db.read: { times: 2, optional: true } }]',
      ),
    );
    expect(run.calls('db.read')).toEqual(['0 to 10: timeout', '10 to 10: bulkhead full']);
  });

  it('a bulkhead inside a timeout that calls off gets it back at once', () => {
    const run = new OneShopper(
      shop('[timeout: { after: 10ms, cancel: true }, bulkhead: 1]').replace(
        'calls: [db.read]',
        'calls: [{ db.read: { times: 2, optional: true } }]',
      ),
    );
    expect(run.calls('db.read')).toEqual(['0 to 10: timeout', '10 to 20: timeout']);
  });

  it('a breaker inside counts what was called off as nothing, and a late result as what it is', () => {
    const inner = 'breaker: { window: 1 calls, minimum calls: 1, open for: 10s, half-open calls: 1 }';
    const twice = (policies: string) =>
      new OneShopper(
        shop(policies).replace('calls: [db.read]', 'calls: [{ db.read: { times: 2, optional: true } }]'),
      ).calls('db.read');
    expect(twice(`[timeout: { after: 10ms, cancel: true }, ${inner}]`)).toEqual([
      '0 to 10: timeout',
      '10 to 20: timeout',
    ]);
    // Outside, the timeout is a failure and opens it.
    expect(twice(`[${inner}, timeout: { after: 10ms, cancel: true }]`)).toEqual([
      '0 to 10: timeout',
      '10 to 10: breaker open',
    ]);
  });

  it('a retry outside tries again, one inside does not', () => {
    const again = 'retry: { attempts: 2, backoff: none }';
    const outside = new OneShopper(shop(`[${again}, timeout: { after: 10ms, cancel: true }]`));
    expect(outside.visits('db.read')).toEqual(['2 to 12: cancelled', '12 to 22: cancelled']);
    const inside = new OneShopper(shop(`[timeout: { after: 10ms, cancel: true }, ${again}]`));
    expect(inside.visits('db.read')).toEqual(['2 to 12: cancelled']);
    expect(inside.calls('db.read')).toEqual(['0 to 10: timeout']);
  });
});
