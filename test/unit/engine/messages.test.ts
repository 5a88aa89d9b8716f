import { describe, expect, it } from 'vitest';
import { OneShopper, rarely } from '../support/one-shopper';
import { command, engineOf, Reader, seen } from '../support/run';

/* Queues worked out by hand. Nothing is random, and no message on a link takes any time. */

const FAILS = 'faults: { bad: { node: mail, does: errors, share: 100%, at: 0s } }';

const shop = (published: string, queue: string, endpoint = ''): string => `
  web: { workers: 1, queue: 0, endpoints: { go: { work: 0ms, calls: [${published}] } } }
  orders: { kind: queue, ${queue}, endpoints: { placed: { work: 0ms, calls: [mail.send]${endpoint} } } }
  mail: { workers: 9, queue: 0, endpoints: { send: { work: 100ms } } }`;

const THREE = '{ parallel: [{ orders.placed: optional }, { orders.placed: optional }, { orders.placed: optional }] }';

describe('a queue', () => {
  it('answers when the message is stored, and delivers as many at once as it has workers, in the order of coming', () => {
    const shopper = new OneShopper(rarely(shop(THREE, 'workers: 1, queue: 9')));
    expect(shopper.answer).toBe('0 to 0: ok');
    expect(shopper.calls('orders.placed')).toEqual(Array(3).fill('0 to 0: ok'));
    expect(shopper.visits('orders.placed')).toEqual(['0 to 100: ok', '0 to 200: ok', '0 to 300: ok']);
    expect(shopper.visits('mail.send')).toEqual(['0 to 100: ok', '100 to 200: ok', '200 to 300: ok']);
    expect(shopper.reader.visits('orders.placed')).toMatchObject({ queueWaitMs: 0 + 100 + 200, serviceMs: 300 });
  });

  it('refuses what it has no room for', () => {
    const shopper = new OneShopper(rarely(shop(THREE, 'workers: 1, queue: 1')));
    expect(shopper.answer).toBe('0 to 0: degraded');
    expect(shopper.visits('orders.placed')).toEqual(['0 to 100: ok', '0 to 200: ok', '0 to 0: queue full']);
  });

  it('delivers a message again that failed, behind the others and after the wait, then gives it up', () => {
    const text = shop('orders.placed, orders.placed', 'workers: 1, queue: 9', ', deliveries: 3, again after: 250ms');
    const shopper = new OneShopper(rarely(text, FAILS));
    expect(shopper.answer).toBe('0 to 0: ok');
    expect(shopper.visits('mail.send').map((words) => words.split(' ')[0])).toEqual([
      ...['0', '100'],
      ...['350', '450'],
      ...['700', '800'],
    ]);
    expect(shopper.visits('orders.placed')).toEqual(['0 to 800: dead letter', '0 to 900: dead letter']);
    expect(seen(shopper.reader.calls('orders -> mail.send'))).toEqual({ arrived: 6, error: 6 });
  });

  it('delivers again with chances of its own', () => {
    const faults = FAILS.replace('100%', '50%');
    const engine = engineOf(
      rarely(shop('orders.placed', 'workers: 9, queue: 9', ', deliveries: 10'), faults).replace('0.05/s', '5/s'),
    );
    engine.advance(600_000);
    const { arrived, error } = new Reader(engine).calls('orders -> mail.send');
    // 3,000 messages with two deliveries each; 99.9 % of samples of a fair coin lie within 0.022 of a half.
    expect(Math.abs(error / arrived - 0.5)).toBeLessThan(0.022);
    expect(new Reader(engine).visits('orders.placed')['dead letter']).toBeLessThan(15);
  });

  it('tells how many messages it keeps, and since when the next one waits', () => {
    const engine = engineOf(rarely(shop(THREE, 'workers: 1, queue: 9', ', deliveries: 2, again after: 1s'), FAILS));
    const gauges = (ms: number) => {
      engine.advance(10_000 + ms);
      const { working, waiting, queued, nextWaitsMs } = new Reader(engine).replica('orders');
      return [working + waiting, queued, nextWaitsMs];
    };
    expect(gauges(50)).toEqual([1, 2, 50]);
    expect(gauges(150)).toEqual([1, 2, 150]);
    // all three wait to be delivered again
    expect(gauges(500)).toEqual([0, 3, 0]);
  });
});

describe('a broken queue', () => {
  const BREAKS = 'faults: { down: { node: orders, does: crash }, stuck: { node: orders, does: hang } }';
  const text = (published: string) => rarely(shop(published, 'workers: 1, queue: 9'), BREAKS);

  it('keeps its messages through a crash, which takes nothing new, and delivers anew what it was delivering', () => {
    const engine = engineOf(text(THREE));
    command(engine, 10_150, { do: 'break', id: 'down' });
    command(engine, 30_500, { do: 'heal', id: 'down' });
    engine.advance(30_400);
    const reader = new Reader(engine);
    expect(reader.replica('orders')).toMatchObject({ working: 0, waiting: 0, queued: 2 });
    expect(seen(reader.calls('web -> orders.placed'))).toEqual({ arrived: 6, ok: 3, refused: 3 });
    expect(seen(reader.calls('orders -> mail.send'))).toEqual({ arrived: 2, ok: 1, abandoned: 1 });
    engine.advance(40_000);
    // The consumer sees the second message twice.
    expect(seen(reader.calls('orders -> mail.send'))).toEqual({ arrived: 4, ok: 3, abandoned: 1 });
    expect(reader.visits('orders.placed')).toMatchObject({ arrived: 6, ok: 3, refused: 3 });
  });

  it('answers no publisher while it hangs, and all of them afterwards, in the order of coming', () => {
    const engine = engineOf(text('orders.placed'));
    command(engine, 9_000, { do: 'break', id: 'stuck' });
    command(engine, 10_700, { do: 'heal', id: 'stuck' });
    engine.advance(10_500);
    expect(engine.census()).toMatchObject({ journeys: [1], visits: [1, 1, 0] });
    engine.advance(25_000);
    const { spans } = engine.tracesSince(0).traces[0]!;
    expect(spans[0]).toMatchObject({ startMs: 10_000, endMs: 10_700 });
    expect(seen(new Reader(engine).visits('mail.send'))).toMatchObject({ arrived: 1, ok: 1 });
  });

  it('answers publishers with a reset if it crashes while it hangs', () => {
    const engine = engineOf(text('orders.placed'));
    command(engine, 9_000, { do: 'break', id: 'stuck' });
    command(engine, 10_100, { do: 'break', id: 'down' });
    engine.advance(20_000);
    expect(seen(new Reader(engine).visits('orders.placed'))).toEqual({
      arrived: 1,
      reset: 1,
    });
  });
});

it('published = delivered + dead + waiting + in delivery, at any instant, whatever breaks', () => {
  const engine = engineOf(
    rarely(
      shop('orders.placed', 'workers: 2, queue: 20', ', again after: 300ms'),
      'faults: { bad: { node: mail, does: errors, share: 80% }, down: { node: orders, does: crash } }',
    ).replace('0.05/s', '30/s'),
  );
  const reader = new Reader(engine);
  for (const [atMs, id] of [
    [2_000, 'bad'],
    [7_000, 'down'],
  ] as const) {
    command(engine, atMs, { do: 'break', id });
    command(engine, atMs + 4_000, { do: 'heal', id });
  }
  for (let ms = 100; ms <= 30_000; ms += 100) {
    engine.advance(ms);
    const published = reader.calls('web -> orders.placed').ok;
    const { ok, 'dead letter': dead } = reader.visits('orders.placed');
    const { working, waiting, queued } = reader.replica('orders');
    expect(ok + dead + working + waiting + queued).toBe(published);
  }
  expect(reader.visits('orders.placed')['dead letter']).toBeGreaterThan(0);
  expect(reader.visits('orders.placed')['queue full']).toBeGreaterThan(0);
});
