import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine';
import type { FaultSource } from '../../../src/scenario/fault';
import { command, engineOf, Reader } from '../support/run';

const LINK = 'web -> catalog';
const ROUTE = 'web -> catalog.list';
const ERRORS: FaultSource = { node: 'catalog', does: 'errors', when: 'at once' };
const HANG: FaultSource = { node: 'catalog', does: 'hang' };

/** One replica of web calls catalog, which takes 10 ms, every 10 ms; every message takes 1 ms. */
const guarded = (breaker: string) => `
scenario: Guarded
workloads:
  people: { rate: 100/s, arrivals: constant, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 10000, queue: 0, endpoints: { browse: { work: 0ms, calls: [catalog.list] } } }
  catalog: { workers: 10000, queue: 0, endpoints: { list: { work: 10ms } } }
links: { default: { latency: 1ms } }
policies: { ${LINK}: [{ breaker: ${breaker} }] }`;

/** Broken at 0, healed at `healedMs`. */
function broken(breaker: string, fault: FaultSource, healedMs: number): Engine {
  const engine = engineOf(guarded(breaker));
  command(engine, 0, { do: 'break', id: 'f', fault });
  engine.advance(healedMs);
  command(engine, healedMs, { do: 'heal', id: 'f' });
  return engine;
}

const changes = (engine: Engine): { readonly atMs: number; readonly to: string }[] =>
  engine.log.flatMap((entry) => (entry.kind === 'breaker' ? [{ atMs: entry.atMs, to: entry.to }] : []));

const HEALING = ['open', 'half-open', 'closed'];

describe('a breaker of each library in a running system', () => {
  it.each([
    '{ like: resilience4j, window: 5 calls, open for: 1s, half-open calls: 1 }',
    '{ like: polly, MinimumThroughput: 5, BreakDuration: 1s }',
    '{ like: hystrix, requestVolumeThreshold: 5, sleepWindowInMilliseconds: 1s }',
    '{ like: pybreaker, reset_timeout: 1s, called by: calling() }',
    '{ like: opossum, resetTimeout: 1s }',
    '{ like: cockatiel, ConsecutiveBreaker: 5, halfOpenAfter: 1s }',
    '{ like: gobreaker, Timeout: 1s }',
    '{ like: sentinel, grade: error ratio, count: 0.5, timeWindow: 1s }',
  ])('opens while the one called fails, tries again, and closes when it works: %s', (breaker) => {
    const engine = broken(breaker, ERRORS, 900);
    engine.advance(10_000);
    expect(changes(engine).map(({ to }) => to)).toEqual(HEALING);
    const { arrived, ok } = new Reader(engine).calls(ROUTE);
    expect(ok).toBeGreaterThan(700);
    expect(arrived).toBe(new Reader(engine).journey('browse').arrived);
  });

  it('like hystrix opens on a tick of half a second', () => {
    const engine = broken('{ like: hystrix, requestVolumeThreshold: 5 }', ERRORS, 900);
    expect(changes(engine)).toEqual([{ atMs: 500, to: 'open' }]);
  });

  it('like opossum turns half-open at the very end of its reset time, and brings its own timeout along', () => {
    const engine = broken('{ like: opossum, resetTimeout: 1s, timeout: 50ms }', HANG, 900);
    const [opened] = changes(engine);
    engine.advance(2000);
    expect(changes(engine)[1]).toEqual({ atMs: opened!.atMs + 1000, to: 'half-open' });
    expect(new Reader(engine).calls(ROUTE).timeout).toBeGreaterThan(0);
  });

  it('like opossum takes a call over its capacity for a failure', () => {
    const engine = engineOf(guarded('{ like: opossum, capacity: 1, errorThresholdPercentage: 40, timeout: false }'));
    engine.advance(1000);
    expect(new Reader(engine).calls(ROUTE)['bulkhead full']).toBeGreaterThan(0);
    expect(changes(engine)[0]!.to).toBe('open');
  });

  it('like cockatiel lets calls wait for the probe, and lets them out when it has passed', () => {
    const engine = broken('{ like: cockatiel, ConsecutiveBreaker: 3, halfOpenAfter: 500ms }', ERRORS, 400);
    engine.advance(10_000);
    const halfOpen = changes(engine).find(({ to }) => to === 'half-open')!.atMs;
    const closed = changes(engine).find(({ to }) => to === 'closed')!.atMs;
    // The probe is out for 12 ms: the call that comes 10 ms after it waits for 2 ms and is answered.
    expect(closed - halfOpen).toBeCloseTo(12, 6);
    expect(engine.sketches.quantile(engine.layout.routeSketch(1), 1)).toBeCloseTo(14, 0);
    expect(engine.census().calls.reduce((sum, calls) => sum + calls, 0)).toBeLessThanOrEqual(4);
  });

  it('like pybreaker lets one call out at a time, and refuses the one that trips it', () => {
    const serial = engineOf(guarded('{ like: pybreaker }'));
    serial.advance(1000);
    // A call takes 12 ms and one comes every 10: they line up.
    expect(serial.sketches.quantile(serial.layout.routeSketch(1), 1)).toBeGreaterThan(100);
    const tripped = broken('{ like: pybreaker, called by: calling(), fail_max: 3 }', ERRORS, 900);
    const { error } = new Reader(tripped).calls(ROUTE);
    expect(error).toBe(2);
  });

  it('is held where an edit of the policies says, and decides by itself again when another leaves it alone', () => {
    const engine = engineOf(guarded('{ like: polly }'));
    const edit = (atMs: number, breaker: string): void => {
      engine.advance(atMs);
      command(engine, atMs, { do: 'policies', yaml: `policies: { ${LINK}: [{ breaker: ${breaker} }] }` });
    };
    edit(1000, '{ like: polly, state: isolated }');
    edit(2000, '{ like: polly, BreakDuration: 1s, state: isolated }');
    edit(3000, '{ like: polly }');
    engine.advance(4000);
    expect(changes(engine)).toEqual([
      { atMs: 1000, to: 'isolated' },
      { atMs: 3000, to: 'closed' },
    ]);
    const refused = new Reader(engine).calls(ROUTE)['breaker open'];
    expect(refused).toBeGreaterThanOrEqual(199);
    expect(refused).toBeLessThanOrEqual(201);
  });

  it('goes on identically from a snapshot, waiting calls, alarms and all', () => {
    for (const breaker of [
      '{ like: cockatiel, ConsecutiveBreaker: 3, halfOpenAfter: 5ms }',
      '{ like: hystrix, requestVolumeThreshold: 5, sleepWindowInMilliseconds: 300ms }',
      '{ like: opossum, resetTimeout: 300ms }',
      '{ like: pybreaker, reset_timeout: 300ms }',
    ]) {
      const engine = broken(breaker, { ...ERRORS, share: '60%' }, 640);
      const copy = engineOf(guarded(breaker));
      copy.restore(engine.snapshot());
      engine.advance(5000);
      copy.advance(5000);
      expect(copy.digest()).toBe(engine.digest());
    }
  });
});
