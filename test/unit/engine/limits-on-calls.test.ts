import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine';
import { SpanKind } from '../../../src/engine/observation/trace';
import { Outcome, OUTCOME_NAMES } from '../../../src/policies/outcome';
import { command, engineOf } from '../support/fast';
import { Reader, seen } from '../support/run';

/* Bulkheads where calls wait, rate limits, throttling and adaptive limits, call by call. */

const ROUTE = 'caller -> api.get';

const scripted = (script: string, layers: string) => `
scenario: Limited
workloads:
  caller: { script: ${script}, journeys: { call: { share: 100%, start: api.get } } }
services:
  api: { workers: 100, queue: 10, endpoints: { get: { work: 7ms } } }
links: { default: { latency: 0ms } }
policies: { caller -> api: ${layers} }`;

/** Arrivals at these instants, each with the time its work takes. */
const arrivals = (...each: readonly (readonly [number, number])[]): string =>
  `[${each.map(([at, takes]) => `{ at: ${at}ms, takes: ${takes}ms }`).join(', ')}]`;

const edit = (layers: string) => ({ do: 'policies', yaml: `policies: { caller -> api: ${layers} }` }) as const;

function played(script: string, layers: string, edits: readonly (readonly [number, string])[] = []): Engine {
  const engine = engineOf(scripted(script, layers));
  for (const [atMs, to] of edits) command(engine, atMs, edit(to));
  engine.advance(20_000);
  return engine;
}

/** Of every call, from when to when, and how it ended. */
const calls = (engine: Engine): string[] =>
  engine
    .tracesSince(0)
    .traces.flatMap(({ spans }) => spans)
    .filter(({ kind }) => kind === SpanKind.call)
    .map(({ startMs, endMs, outcome }) => `${startMs} to ${endMs}: ${OUTCOME_NAMES[outcome] ?? 'going on'}`);

describe('a bulkhead where calls wait', () => {
  it('lets the longest waiting go on when a permit comes back, and refuses who waited too long', () => {
    const engine = played(arrivals([0, 50], [10, 5], [30, 5], [49, 5]), '[{ bulkhead: { calls: 1, wait: 30ms } }]');
    expect(calls(engine)).toEqual(['0 to 50: ok', '10 to 40: bulkhead full', '30 to 55: ok', '49 to 60: ok']);
  });

  it('keeps a queue of so many and refuses the next at once', () => {
    const engine = played(arrivals([0, 50], [1, 5], [2, 5], [3, 5]), '[{ bulkhead: { calls: 1, queue: 2 } }]');
    expect(calls(engine)).toEqual(['0 to 50: ok', '1 to 55: ok', '2 to 60: ok', '3 to 3: bulkhead full']);
  });

  it('lets nobody wait who is not waited for any more, and gives the permit to the next', () => {
    const engine = played(
      arrivals([0, 50], [1, 5], [30, 5]),
      '[{ timeout: 40ms }, { bulkhead: { calls: 1, queue: 5 } }]',
    );
    expect(calls(engine)).toEqual(['0 to 40: timeout', '1 to 41: timeout', '30 to 55: ok']);
    expect(new Reader(engine).attempts(ROUTE).arrived).toBe(2);
  });

  it('lets calls go on as soon as an edit gives it more permits', () => {
    const engine = played(arrivals([0, 500], [1, 5], [2, 5], [3, 5]), '[{ bulkhead: { calls: 1, queue: 5 } }]', [
      [100, '[{ bulkhead: { calls: 2, queue: 5 } }]'],
    ]);
    expect(calls(engine)).toEqual(['0 to 500: ok', '1 to 105: ok', '2 to 110: ok', '3 to 115: ok']);
  });

  it('keeps who waits waiting for as long as they were told, whatever an edit says to those who come', () => {
    const engine = played(arrivals([0, 500], [50, 5], [150, 5]), '[{ bulkhead: { calls: 1, wait: 200ms } }]', [
      [100, '[{ bulkhead: { calls: 1, wait: 20ms } }]'],
    ]);
    expect(calls(engine)).toEqual(['0 to 500: ok', '50 to 250: bulkhead full', '150 to 170: bulkhead full']);
  });
});

describe('a rate limit', () => {
  it('refuses what comes too fast, and counts it apart', () => {
    const engine = played(
      arrivals([0, 1], [1, 1], [2, 1], [99, 1], [100, 1]),
      '[{ rate limit: { token bucket: 10/s, burst: 2 } }]',
    );
    expect(seen(new Reader(engine).calls(ROUTE))).toEqual({ arrived: 5, ok: 3, 'rate limited': 2 });
    expect(new Reader(engine).attempts(ROUTE).arrived).toBe(3);
  });

  it('makes calls wait for their turn', () => {
    const engine = played(
      arrivals([0, 1], [1, 1], [2, 1], [3, 1]),
      '[{ rate limit: { leaky bucket: 10/s, queue: 2 } }]',
    );
    expect(calls(engine)).toEqual(['0 to 1: ok', '1 to 101: ok', '2 to 201: ok', '3 to 3: rate limited']);
  });

  it('lets a call out whose turn comes at the very end of its wait', () => {
    const engine = played(
      arrivals([600, 1], [700, 1], [700, 1], [2699, 1]),
      '[{ rate limit: { fixed window: 1, per: 1s, wait: 300ms } }]',
    );
    expect(calls(engine)).toEqual([
      '600 to 601: ok',
      '700 to 1001: ok',
      '700 to 1000: rate limited',
      '2699 to 2700: ok',
    ]);
  });

  it('waits up to 5 s for a permit of a later window, as in resilience4j', () => {
    const engine = played(
      arrivals(...Array.from({ length: 8 }, () => [500, 1] as const)),
      '[{ rate limit: { fixed window: 1, per: 1s } }]',
    );
    expect(calls(engine)).toEqual([
      '500 to 501: ok',
      ...[1001, 2001, 3001, 4001, 5001].map((end) => `500 to ${end}: ok`),
      '500 to 5500: rate limited',
      '500 to 5500: rate limited',
    ]);
  });

  it('gives the turn of a call that left to the next', () => {
    const engine = played(
      arrivals([0, 1], [0, 1], [50, 1]),
      '[{ timeout: 80ms }, { rate limit: { leaky bucket: 10/s, queue: 9 } }]',
    );
    expect(calls(engine)).toEqual(['0 to 1: ok', '0 to 80: timeout', '50 to 101: ok']);
  });

  it('goes at its new pace as soon as it is edited', () => {
    const engine = played(arrivals([0, 1], [1, 1], [2, 1]), '[{ rate limit: { leaky bucket: 1/s, queue: 9 } }]', [
      [300, '[{ rate limit: { leaky bucket: 5/s, queue: 9 } }]'],
    ]);
    expect(calls(engine)).toEqual(['0 to 1: ok', '1 to 301: ok', '2 to 501: ok']);
  });

  it('does not wait for the outcome of what is lost, which is given up with the wait', () => {
    const engine = engineOf(
      scripted(
        arrivals([10, 1]),
        '[{ timeout: 50ms }, { rate limit: { token bucket: 10/s } }, { retry: { attempts: 1 } }]',
      ),
    );
    command(engine, 0, { do: 'break', id: 'f', fault: { link: 'caller -> api', does: 'cut' } });
    engine.advance(1000);
    expect(calls(engine)).toEqual(['10 to 60: timeout']);
  });
});

describe('client throttling', () => {
  const shop = (layers: string, workers = 10) => `
scenario: Throttled
workloads: { caller: { rate: 400/s, journeys: { call: { share: 100%, start: api.get } } } }
services: { api: { workers: ${workers}, queue: 0, endpoints: { get: { work: 50ms } } } }
links: { default: { latency: 0ms } }
policies: { caller -> api: ${layers} }`;

  it('holds nothing back while more than one in K is accepted', () => {
    const engine = engineOf(shop('[{ throttle: {} }]', 18));
    // before the first answers are back, it does not know of any accepted
    engine.advance(1_000);
    const before = new Reader(engine).calls(ROUTE).throttled;
    engine.advance(60_000);
    expect(new Reader(engine).calls(ROUTE).throttled).toBe(before);
    expect(new Reader(engine).calls(ROUTE)['queue full']).toBeGreaterThan(1000);
  });

  it('sends about K times as many as are accepted', () => {
    const engine = engineOf(shop('[{ throttle: { multiple: 1.2x, window: 10s } }]'));
    engine.advance(30_000);
    const before = new Reader(engine).calls(ROUTE);
    engine.advance(150_000);
    const after = new Reader(engine).calls(ROUTE);
    const accepted = after.ok - before.ok;
    const sent = after.arrived - before.arrived - (after.throttled - before.throttled);
    expect(sent / accepted).toBeGreaterThan(1.17);
    expect(sent / accepted).toBeLessThan(1.23);
  });

  it('sends more and more once the one called is well again, until it holds nothing back', () => {
    const engine = engineOf(shop('[{ throttle: { window: 10s } }]', 100));
    command(engine, 0, { do: 'break', id: 'down', fault: { node: 'api', does: 'crash' } });
    command(engine, 20_000, { do: 'heal', id: 'down' });
    engine.advance(20_000);
    const { arrived, throttled } = new Reader(engine).calls(ROUTE);
    expect(throttled / arrived).toBeGreaterThan(0.95);
    engine.advance(140_000);
    const well = new Reader(engine).calls(ROUTE).throttled;
    engine.advance(200_000);
    expect(new Reader(engine).calls(ROUTE).throttled).toBe(well);
  });

  it('draws anew for each try of a call', () => {
    const engine = engineOf(shop('[{ retry: { attempts: 3, backoff: none } }, { throttle: {} }]'));
    engine.advance(30_000);
    const heldBack = engine
      .tracesSince(0)
      .traces.filter(({ spans }) =>
        spans.some(({ kind, outcome }) => kind === SpanKind.call && outcome === Outcome.throttled),
      );
    const sentBefore = heldBack.filter(({ spans }) => spans.some(({ kind }) => kind === SpanKind.attempt));
    // were it one draw for all tries, hardly any would have gone out before it was held back
    expect(sentBefore.length).toBeGreaterThan(heldBack.length / 5);
    expect(sentBefore.length).toBeLessThan(heldBack.length);
  });
});

describe('an adaptive limit on calls', () => {
  const overloaded = (layers: string, queue: number) => `
scenario: Too many
workloads: { caller: { rate: 2000/s, journeys: { call: { share: 100%, start: api.get } } } }
services: { api: { workers: 10, queue: ${queue}, endpoints: { get: { work: exponential mean 10ms } } } }
links: { default: { latency: 0ms } }
policies: { caller -> api: ${layers} }`;

  /** After a warm-up: answers per second, how long they waited for a worker, and how many calls the limit refused. */
  function measured(layers: string, queue: number): { perSecond: number; waitedMs: number; refused: number } {
    const engine = engineOf(overloaded(layers, queue), 3);
    engine.advance(15_000);
    const before = new Reader(engine).calls(ROUTE);
    const visits = new Reader(engine).visits('api.get');
    engine.advance(35_000);
    const after = new Reader(engine).calls(ROUTE);
    const now = new Reader(engine).visits('api.get');
    const waitedMs = (now.queueWaitMs - visits.queueWaitMs) / (now.ok - visits.ok);
    return {
      perSecond: (after.ok - before.ok) / 20,
      waitedMs,
      refused: after['limit reached'] - before['limit reached'],
    };
  }

  it.each([
    ['aimd, by the refusals of a short queue', '[{ concurrency limit: { algorithm: aimd, minimum: 1 } }]', 10, 10],
    ['vegas, by samples of a second', '[{ concurrency limit: { algorithm: vegas, window: 1s } }]', 1000, 20],
    ['gradient2', '[{ concurrency limit: { algorithm: gradient2, minimum: 1, initial: 20 } }]', 1000, 50],
  ])('keeps ten workers busy and the queue before them short: %s', (_, layers, queue, mostMs) => {
    const found = measured(layers, queue);
    expect(found.perSecond).toBeGreaterThan(960);
    expect(found.perSecond).toBeLessThan(1040);
    expect(found.waitedMs).toBeLessThan(mostMs);
    expect(found.refused).toBeGreaterThan(10_000);
  });

  it('lets nothing out beyond its limit, and more once what was out has come back', () => {
    const limit = '[{ concurrency limit: { algorithm: aimd, initial: 2, minimum: 1, maximum: 2 } }]';
    const engine = played(arrivals([0, 50], [1, 50], [2, 50], [60, 5]), limit);
    expect(calls(engine)).toEqual(['0 to 50: ok', '1 to 51: ok', '2 to 2: limit reached', '60 to 65: ok']);
  });

  it('gives back what a call took that was given up for an outer timeout, once it has ended', () => {
    const layers =
      '[{ timeout: 20ms }, { concurrency limit: { algorithm: aimd, initial: 1, minimum: 1, maximum: 1 } }]';
    const engine = played(arrivals([0, 50], [30, 5], [60, 5]), layers);
    expect(calls(engine)).toEqual(['0 to 20: timeout', '30 to 30: limit reached', '60 to 65: ok']);
  });

  it('goes on with its limit under other bounds, and begins anew under another algorithm', () => {
    const engine = engineOf(overloaded('[{ concurrency limit: vegas }]', 1000));
    engine.advance(5_000);
    command(engine, 5_000, edit('[{ concurrency limit: { algorithm: vegas, maximum: 900 } }]'));
    command(engine, 5_001, edit('[{ concurrency limit: aimd }]'));
    engine.advance(5_002);
    expect(engine.log.flatMap((entry) => (entry.kind === 'policies' ? [entry.fresh.length] : []))).toEqual([0, 1]);
  });
});
