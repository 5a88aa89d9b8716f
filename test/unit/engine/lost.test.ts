import { describe, expect, it } from 'vitest';
import { command, engineOf, Reader } from '../support/run';
import { sizeOf } from '../support/size';

/** People ask web, web asks the catalog; every message takes 1 ms and no work fails. */
const shop = (policies: string, people = '') =>
  engineOf(`
scenario: Lost
workloads:
  people: { rate: 100/s, ${people} journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { browse: { work: 0ms, calls: [catalog.list] } } }
  catalog: { workers: 1000, queue: 0, endpoints: { list: { work: 10ms } } }
links: { default: { latency: 1ms } }
policies: { ${policies} }
faults:
  front-cut: { link: people -> web, does: cut }
  back-cut: { link: web -> catalog, does: cut }
  back-mute: { link: web -> catalog, does: cut, direction: reply }
`);

const inFlight = (tally: Record<string, number>) =>
  2 * tally['arrived']! - Object.values(tally).reduce((sum, count) => sum + count, 0);

describe('an attempt whose message was lost', () => {
  it.each(['back-cut', 'back-mute'])('is abandoned as soon as a timeout has ended the wait for it: %s', (id) => {
    const engine = shop('web -> catalog: [{ retry: { attempts: 2, backoff: none } }, { timeout: 100ms }]');
    command(engine, 0, { do: 'break', id });
    engine.advance(10_000);
    const attempts = new Reader(engine).attempts('web -> catalog.list');
    expect(attempts.arrived).toBeGreaterThan(1_900);
    // each waits for 100 ms, and 200 a second are sent
    expect(inFlight(attempts)).toBeLessThan(40);
    expect(attempts.abandoned).toBe(attempts.arrived - inFlight(attempts));
  });

  it('is abandoned as soon as the shopper has given up', () => {
    const engine = shop('', 'patience: 200ms,');
    command(engine, 0, { do: 'break', id: 'front-cut' });
    engine.advance(10_000);
    const reader = new Reader(engine);
    expect(reader.journey('browse')['gave up']).toBeGreaterThan(900);
    expect(reader.attempts('people -> web.browse').abandoned).toBe(reader.journey('browse')['gave up']);
    expect(reader.calls('people -> web.browse').abandoned).toBe(reader.journey('browse')['gave up']);
  });

  it('waits on while a bulkhead inside the timeout holds a permit for it, until the link is well again', () => {
    const engine = shop('web -> catalog: [{ timeout: 100ms }, { bulkhead: 7 }]');
    command(engine, 0, { do: 'break', id: 'back-cut' });
    engine.advance(10_000);
    const reader = new Reader(engine);
    expect(inFlight(reader.attempts('web -> catalog.list'))).toBe(7);
    expect(reader.calls('web -> catalog.list')['bulkhead full']).toBeGreaterThan(900);
    command(engine, 10_000, { do: 'heal', id: 'back-cut' });
    engine.advance(11_000);
    expect(reader.calls('web -> catalog.list').ok).toBeGreaterThan(80);
  });

  it('waits for as long as the fault lasts where nothing ends the wait, and all are reset when the last loss ends', () => {
    const engine = shop('');
    command(engine, 0, { do: 'break', id: 'back-cut' });
    command(engine, 0, { do: 'break', id: 'back-mute' });
    command(engine, 5_000, { do: 'heal', id: 'back-cut' });
    command(engine, 6_000, { do: 'heal', id: 'back-mute' });
    engine.advance(5_999);
    const reader = new Reader(engine);
    const before = inFlight(reader.attempts('web -> catalog.list'));
    expect(before).toBeGreaterThan(500);
    expect(reader.attempts('web -> catalog.list').reset).toBe(0);
    engine.advance(6_000.5);
    expect(reader.attempts('web -> catalog.list').reset).toBeGreaterThanOrEqual(before - 2);
    expect(inFlight(reader.attempts('web -> catalog.list'))).toBeLessThan(10);
  });
});

describe('the memory a run takes', () => {
  it.each([
    ['while links are cut', ['front-cut', 'back-cut'], 'web -> catalog: [{ timeout: 100ms }]'],
    ['while replies are lost', ['back-mute'], 'web -> catalog: [{ fallback: { use: default } }, { timeout: 100ms }]'],
  ])('does not grow with simulated time: %s', (_, ids, policies) => {
    const engine = shop(policies, 'patience: 1s,');
    for (const id of ids) command(engine, 0, { do: 'break', id });
    engine.advance(30_000);
    const early = sizeOf(engine.snapshot());
    engine.advance(300_000);
    expect(sizeOf(engine.snapshot())).toBeLessThan(1.25 * early);
  });
});
