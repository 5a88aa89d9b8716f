import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/engine/engine';
import { command, engineOf, Reader, seen } from '../support/run';

/** One shopper a second; the page asks the catalog, which takes 10 ms and fails from `fails` on. No message takes time. */
const shop = (policies: string, fails = '30s', optional = false) =>
  engineOf(`
scenario: Fallbacks
workloads:
  people: { rate: 1/s, arrivals: constant, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 100, queue: 0, endpoints: { browse: { work: 0ms, calls: [${optional ? '{ catalog.list: optional }' : 'catalog.list'}] } } }
  catalog: { workers: 100, queue: 0, endpoints: { list: { work: 10ms } } }
  later: { kind: queue, workers: 1, queue: 100, endpoints: { put: { work: 0ms, calls: [catalog.list], deliveries: 5, again after: 10s } } }
links: { web -> later: {} }
policies: { ${policies} }
faults:
  catalog-fails: { node: catalog, does: errors, when: at once, at: ${fails} }
`);

const ROUTE = 'web -> catalog.list';

describe('stale-if-error', () => {
  it('serves a fresh answer in full and without a call, and a stale one only for a failure', () => {
    // Shoppers at 0.5 s, 1.5 s, …; answers come at 510 ms and, fresh for 4 s, again at 5510 ms, and so on.
    const engine = shop(
      'web -> catalog: [{ fallback: { use: stale-if-error, fresh for: 4s, stale for: 6s, message: Old } }]',
    );
    engine.advance(30_000);
    const reader = new Reader(engine);
    expect(seen(reader.calls(ROUTE))).toEqual({ arrived: 30, ok: 30 });
    expect(seen(reader.attempts(ROUTE))).toEqual({ arrived: 6, ok: 6 });
    // The last full answer, of 25.51 s, is fresh until 29.51 s and good enough for an error until 35.51 s.
    engine.advance(60_000);
    expect(seen(reader.calls(ROUTE))).toEqual({ arrived: 60, ok: 30, degraded: 6, error: 24 });
    expect(engine.readMessages()).toEqual([{ journey: 0, text: 'Old', shoppers: 6 }]);
  });

  it('keeps what another fallback inside it made up, and serves it as that: degraded, with its words', () => {
    const engine = shop(
      'web -> catalog: [{ fallback: { use: stale-if-error, fresh for: 1h } }, { fallback: { use: default, message: Made up } }]',
      '0s',
    );
    engine.advance(10_000);
    const reader = new Reader(engine);
    expect(seen(reader.calls(ROUTE))).toEqual({ arrived: 10, degraded: 10 });
    expect(seen(reader.attempts(ROUTE))).toEqual({ arrived: 1, error: 1 });
    expect(engine.readMessages()).toEqual([{ journey: 0, text: 'Made up', shoppers: 10 }]);
  });

  it('is heard by the layers around it and not by those inside it', () => {
    const breaker = '{ breaker: { window: 100 calls } }';
    const inside = shop(`web -> catalog: [{ fallback: { use: stale-if-error, fresh for: 1h } }, ${breaker}]`);
    const outside = shop(`web -> catalog: [${breaker}, { fallback: { use: stale-if-error, fresh for: 1h } }]`);
    inside.advance(10_000);
    outside.advance(10_000);
    expect([inside.readBreakers()[0]!.seen, outside.readBreakers()[0]!.seen]).toEqual([1, 10]);
  });

  it('hands what it keeps over to an edit of its times', () => {
    const policies = (freshFor: string) =>
      `web -> catalog: [{ fallback: { use: stale-if-error, fresh for: ${freshFor} } }]`;
    const engine = shop(policies('1h'));
    command(engine, 5_000, { do: 'policies', yaml: `policies: { ${policies('2h')} }` });
    command(engine, 20_000, { do: 'policies', yaml: `policies: { ${policies('500ms')} }` });
    engine.advance(20_000);
    expect(new Reader(engine).attempts(ROUTE).arrived).toBe(1);
    engine.advance(25_000);
    expect(new Reader(engine).attempts(ROUTE).arrived).toBe(6);
  });
});

describe('a feature', () => {
  it('is left out of the page when its call fails', () => {
    const engine = shop('web -> catalog: [{ fallback: { use: feature off, message: No list today } }]', '5s', true);
    engine.advance(10_000);
    const reader = new Reader(engine);
    expect(seen(reader.calls(ROUTE))).toEqual({ arrived: 10, ok: 5, degraded: 5 });
    expect(reader.attempts(ROUTE).arrived).toBe(10);
    expect(seen(reader.journey('browse'))).toEqual({ arrived: 10, ok: 5, degraded: 5 });
    expect(engine.readMessages()).toEqual([{ journey: 0, text: 'No list today', shoppers: 5 }]);
  });

  it('that is switched off calls nobody, and is back with the next edit', () => {
    const engine = shop('web -> catalog: [{ fallback: { use: feature off } }]');
    const off = 'policies: { web -> catalog: [{ fallback: { use: feature off, call: never, message: Off } }] }';
    command(engine, 3_000, { do: 'policies', yaml: off });
    command(engine, 8_000, { do: 'policies', yaml: 'policies: {}' });
    engine.advance(10_000);
    const reader = new Reader(engine);
    expect(seen(reader.attempts(ROUTE))).toEqual({ arrived: 5, ok: 5 });
    expect(seen(reader.journey('browse'))).toEqual({ arrived: 10, ok: 5, degraded: 5 });
    expect(engine.readMessages()).toEqual([{ journey: 0, text: 'Off', shoppers: 5 }]);
  });
});

describe('queued for later', () => {
  const policies =
    'web -> catalog: [{ fallback: { use: queue for later, queue: later.put, message: We will write to you } }]';

  it('is accepted at once and delivered by the rules of the queue', () => {
    const engine = shop(policies, '0s');
    command(engine, 5_000, { do: 'heal', id: 'catalog-fails' });
    engine.advance(4_900);
    const reader = new Reader(engine);
    expect(seen(reader.journey('browse'))).toEqual({ arrived: 5, degraded: 5 });
    expect(seen(reader.calls('web -> later.put'))).toEqual({ arrived: 5, ok: 5 });
    expect(reader.visits('later.put').ok).toBe(0);
    engine.advance(60_000);
    expect(seen(reader.journey('browse'))).toEqual({ arrived: 60, ok: 55, degraded: 5 });
    expect(reader.visits('later.put').ok).toBe(5);
    expect(engine.readMessages()).toEqual([{ journey: 0, text: 'We will write to you', shoppers: 5 }]);
  });

  it('fails where the queue takes nothing', () => {
    const engine = shop(policies, '0s');
    command(engine, 0, { do: 'break', id: 'no-queue', fault: { node: 'later', does: 'crash' } });
    engine.advance(10_000);
    const reader = new Reader(engine);
    expect(seen(reader.calls(ROUTE))).toEqual({ arrived: 10, refused: 10 });
    expect(seen(reader.journey('browse'))).toEqual({ arrived: 10, dependency: 10 });
  });
});

describe('messages shown to shoppers', () => {
  it('are counted by text, those without any too, and go on from a snapshot', () => {
    const engine = shop('web -> catalog: [{ fallback: { use: default, message: Sorry } }]', '0s', true);
    command(engine, 4_000, {
      do: 'policies',
      yaml: 'policies: { web -> catalog: [{ fallback: { use: default, message: Back soon } }] }',
    });
    command(engine, 7_000, { do: 'policies', yaml: 'policies: {}' });
    engine.advance(5_000);
    const saved = engine.snapshot();
    engine.advance(10_000);
    const told = [
      { journey: 0, text: '', shoppers: 3 },
      { journey: 0, text: 'Sorry', shoppers: 4 },
      { journey: 0, text: 'Back soon', shoppers: 3 },
    ];
    expect(engine.readMessages()).toEqual(told);
    const again = new Engine(engine.model, 1);
    again.restore(saved);
    again.advance(10_000);
    expect(again.readMessages()).toEqual(told);
  });
});
