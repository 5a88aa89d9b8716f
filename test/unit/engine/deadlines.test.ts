import { describe, expect, it } from 'vitest';
import { OneShopper, rarely } from '../support/one-shopper';
import { command, engineOf, Reader, seen } from '../support/run';

/* Timeouts that tell by when an answer is of use, and those for connections. Messages take 2 ms, 3 ms from db to disk. */

const shop = (policies: string, options: { db?: string; calls?: string; more?: string; plan?: string } = {}) =>
  rarely(
    `
  web: { workers: 10, queue: 0, endpoints: { go: { work: 0ms, calls: [${options.plan ?? 'db.read'}] } } }
  db: { ${options.db ?? 'workers: 10, queue: 9'}, endpoints: { read: { work: 20ms, calls: [${options.calls ?? ''}] } } }
  disk: { workers: 10, queue: 0, endpoints: { get: { work: 50ms } } }`,
    `policies:\n  web -> db: ${policies}\n${options.more ?? ''}`,
  ).replace(
    'links: { default: { latency: 0ms } }',
    'links: { default: { latency: 0ms }, web -> db: { latency: 2ms }, db -> disk: { latency: 3ms } }',
  );

const until = (ms: number): string => `[timeout: { after: ${ms}ms, propagate: true }]`;

describe('a deadline', () => {
  it('keeps work from being begun when it has passed', () => {
    const two = { db: 'workers: 1, queue: 9', plan: '{ parallel: [db.read, db.read] }' };
    const run = new OneShopper(shop(until(21), two));
    expect(run.visits('db.read')).toEqual(['2 to 22: abandoned', '2 to 22: deadline passed']);
    const told = new OneShopper(shop('[timeout: 21ms]', two));
    expect(told.visits('db.read')).toEqual(['2 to 22: abandoned', '2 to 42: abandoned']);
  });

  it('turns away what arrives after it', () => {
    const run = new OneShopper(shop(until(1)));
    expect(run.visits('db.read')).toEqual(['2 to 2: deadline passed']);
    expect(run.reader.visits('db.read').serviceMs).toBe(0);
  });

  it('is told to those whom the callee calls, who get what remains', () => {
    const run = new OneShopper(shop(until(24), { calls: 'disk.get' }));
    // It arrives at disk after 25 ms, a millisecond too late.
    expect(run.visits('disk.get')).toEqual(['25 to 25: deadline passed']);
  });

  it('ends the waiting for calls when it has come, and frees the worker', () => {
    const run = new OneShopper(shop(until(40), { calls: 'disk.get' }));
    expect(run.visits('db.read')).toEqual(['2 to 40: deadline passed']);
    expect(run.calls('disk.get')).toEqual(['22 to 78: abandoned']);
    const untold = new OneShopper(shop('[timeout: 40ms]', { calls: 'disk.get' }));
    expect(untold.visits('db.read')).toEqual(['2 to 78: abandoned']);
  });

  it('lets no stage begin after it', () => {
    const run = new OneShopper(shop(until(21), { calls: 'disk.get' }));
    expect(run.visits('db.read')).toEqual(['2 to 22: deadline passed']);
    expect(run.calls('disk.get')).toEqual([]);
  });

  it('leaves alone what is done in time', () => {
    const run = new OneShopper(shop(until(100), { calls: 'disk.get' }));
    expect(run.answer).toBe('0 to 80: ok');
  });

  it('is that of the nearest timeout that tells one, and never later than that of the caller', () => {
    const nested = (outer: number, inner: number) =>
      new OneShopper(
        shop(until(outer), {
          calls: 'disk.get',
          more: `  db -> disk: [timeout: { after: ${inner}ms, propagate: true }]`,
        }),
      );
    // disk is told 22 + 2 ms: its work cannot begin; the caller of db waits for longer.
    expect(nested(100, 2).visits('disk.get')).toEqual(['25 to 25: deadline passed']);
    expect(nested(24, 60).visits('disk.get')).toEqual(['25 to 25: deadline passed']);
  });

  it('lets no further try go out when it has passed', () => {
    const retried = (policies: string) =>
      new OneShopper(
        shop(policies, {
          calls: 'disk.get',
          more: '  db -> disk: [retry: { attempts: 9, backoff: { constant: 30ms } }, timeout: 5ms]',
        }),
      );
    const run = retried(until(50));
    // Tries at 22 and 57 ms; the first has no successor after 50 ms.
    expect(run.visits('disk.get').length).toBe(1);
    expect(retried('[timeout: 50ms]').visits('disk.get').length).toBeGreaterThan(1);
  });

  it('is none of a call that nobody waits for', () => {
    const run = new OneShopper(shop(until(24), { calls: '{ disk.get: { wait: no } }' }));
    expect(run.visits('disk.get')).toEqual(['25 to 75: ok']);
  });
});

describe('a timeout for connections', () => {
  const connected = (policies: string, connect = '15ms') =>
    shop(policies).replace(
      'web -> db: { latency: 2ms }',
      `web -> db: { latency: 2ms, connections: { connect: ${connect} } }`,
    );

  it('ends an attempt that has no connection in time, and nothing is sent', () => {
    const run = new OneShopper(connected('[timeout: { after: 1s, connect: 10ms }]'));
    expect(run.calls('db.read')).toEqual(['0 to 10: connect timeout']);
    expect(run.visits('db.read')).toEqual([]);
    expect(seen(run.reader.attempts('web -> db.read'))).toEqual({ arrived: 1, 'connect timeout': 1 });
    expect(run.engine.census().rows).toBe(0);
  });

  it('says nothing of how long the answer may take', () => {
    const run = new OneShopper(connected('[timeout: { connect: 16ms }]'));
    expect(run.calls('db.read')).toEqual(['0 to 39: ok']);
  });

  it('tells a dead way from a slow answer', () => {
    const engine = engineOf(connected('[timeout: { after: 1s, connect: 20ms }]'));
    command(engine, 9_000, { do: 'break', id: 'cut', fault: { link: 'web -> db', does: 'cut', direction: 'reply' } });
    engine.advance(10_021);
    expect(seen(new Reader(engine).calls('web -> db.read'))).toEqual({ arrived: 1, 'connect timeout': 1 });
  });

  it('is for each attempt by itself', () => {
    const run = new OneShopper(
      connected('[retry: { attempts: 3, backoff: none }, timeout: { after: 1s, connect: 10ms }]'),
    );
    expect(run.calls('db.read')).toEqual(['0 to 30: connect timeout']);
  });
});
