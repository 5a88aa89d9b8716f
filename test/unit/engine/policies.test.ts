import { describe, expect, it } from 'vitest';
import type { FaultSource } from '../../../src/scenario/fault';
import { command, engineOf, Reader } from '../support/run';

/** web calls catalog, which takes 10 ms, and may ask spare instead; every message takes 1 ms. */
const guarded = (policies: string, options: { catalog?: string; rate?: string } = {}) => `
scenario: Guarded
workloads:
  people: { rate: ${options.rate ?? '100/s'}, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { replicas: 2, workers: 1000, queue: 0, endpoints: { browse: { work: 0ms, calls: [catalog.list] } } }
  catalog: { ${options.catalog ?? 'workers: 1000, queue: 0'}, endpoints: { list: { work: 10ms } } }
  spare: { workers: 1000, queue: 0, endpoints: { list: { work: 30ms } } }
links: { default: { latency: 1ms }, web -> spare: {} }
policies: { web -> catalog: ${policies} }`;

const ROUTE = 'web -> catalog.list';
const HANG: FaultSource = { node: 'catalog', does: 'hang' };
const ERRORS: FaultSource = { node: 'catalog', does: 'errors', when: 'at once' };

function run(policies: string, fault: FaultSource | null, untilMs: number, options = {}) {
  const engine = engineOf(guarded(policies, options));
  if (fault) command(engine, 0, { do: 'break', id: 'f', fault });
  engine.advance(untilMs);
  return { engine, reader: new Reader(engine) };
}

describe('a timeout', () => {
  it('ends the wait and frees the caller while the work goes on, counted as abandoned', () => {
    const { engine, reader } = run('[{ timeout: 5ms }]', null, 10_000);
    expect(reader.calls(ROUTE).timeout).toBeGreaterThan(900);
    expect(reader.calls(ROUTE).ok).toBe(0);
    expect(reader.visits('catalog.list').abandoned).toBeGreaterThan(900);
    expect(reader.attempts(ROUTE).abandoned).toBeGreaterThan(900);
    expect(reader.replica('web').waiting + reader.replica('web', 1).waiting).toBeLessThan(5);
    expect(engine.sketches.quantile(engine.layout.routeSketch(1) + 1, 1)).toBeCloseTo(5, 1);
  });

  it('does nothing to a call that is answered in time', () => {
    const { reader } = run('[{ timeout: 13ms }]', null, 10_000);
    expect(reader.calls(ROUTE).timeout).toBe(0);
  });
});

describe('a retry', () => {
  it('tries as often as it may, and over layers tries multiply: 4 attempts over 3 layers make 64', () => {
    const engine = engineOf(`
scenario: Amplification
workloads:
  people: { rate: 1/s, journeys: { browse: { share: 100%, start: a.get } } }
services:
  a: { workers: 1000, queue: 0, endpoints: { get: { work: 1ms, calls: [b.get] } } }
  b: { workers: 1000, queue: 0, endpoints: { get: { work: 1ms, calls: [c.get] } } }
  c: { workers: 1000, queue: 0, endpoints: { get: { work: 1ms } } }
policies:
  people -> a: [{ retry: { attempts: 4, backoff: { constant: 1ms } } }]
  a -> b: [{ retry: { attempts: 4, backoff: { constant: 1ms } } }]
  b -> c: [{ retry: { attempts: 4, backoff: { constant: 1ms } } }]
faults: { f: { node: c, does: errors, at: 0s } }
`);
    engine.advance(100_000);
    command(engine, 100_000, { do: 'heal', id: 'f' });
    const before = new Reader(engine);
    const roots = before.journey('browse').dependency;
    const tries = before.attempts('b -> c.get').arrived;
    const open = before.journey('browse').arrived - roots;
    expect(open).toBeLessThanOrEqual(2);
    expect(Math.floor(tries / 64)).toBeGreaterThanOrEqual(roots);
    expect(tries).toBeLessThanOrEqual(64 * (roots + open));
  });

  it('recovers a call whose failures are independent, at the cost in attempts that theory gives', () => {
    const { reader } = run(
      '[{ retry: { attempts: 4, backoff: none } }]',
      { node: 'catalog', does: 'errors', share: '20%' },
      200_000,
    );
    const { arrived, ok } = reader.calls(ROUTE);
    // success 1 - 0.2^4 = 0.9984, attempts (1 - 0.2^4) / 0.8 = 1.248
    expect(Math.abs(ok / arrived - 0.9984)).toBeLessThan(0.002);
    expect(Math.abs(reader.attempts(ROUTE).arrived / arrived - 1.248)).toBeLessThan(0.02);
  });

  it('stops during a backoff when an outer timeout has ended the wait', () => {
    const { reader } = run(
      '[{ timeout: 50ms }, { retry: { attempts: 3, backoff: { constant: 100ms } } }]',
      ERRORS,
      10_000,
    );
    expect(reader.calls(ROUTE).timeout).toBeGreaterThan(900);
    expect(reader.attempts(ROUTE).arrived).toBe(reader.calls(ROUTE).arrived);
  });

  it('bounds each attempt when the timeout stands inside it', () => {
    const { engine, reader } = run('[{ retry: { attempts: 3, backoff: none } }, { timeout: 50ms }]', HANG, 3_000);
    expect(reader.calls(ROUTE).timeout).toBeGreaterThan(250);
    expect(engine.sketches.quantile(engine.layout.routeSketch(1) + 1, 0.5)).toBeCloseTo(150, -0.5);
  });
});

describe('a breaker', () => {
  const BREAKER = '{ breaker: { window: 10 calls, open for: 1s, half-open calls: 2 } }';

  it('stops calling once failures fill its window, separately for each replica of the caller, and tries again later', () => {
    const { engine, reader } = run(`[${BREAKER}]`, ERRORS, 900);
    expect(reader.attempts(ROUTE).arrived).toBe(20);
    expect(reader.calls(ROUTE)['breaker open']).toBe(reader.calls(ROUTE).arrived - 20);
    const opened = engine.log.filter((entry) => entry.kind === 'breaker');
    expect(opened.map((entry) => entry.kind === 'breaker' && [entry.instance, entry.to])).toEqual(
      expect.arrayContaining([
        [0, 'open'],
        [1, 'open'],
      ]),
    );
    engine.advance(1_900);
    expect(reader.attempts(ROUTE).arrived).toBe(24);
    command(engine, 1_900, { do: 'heal', id: 'f' });
    engine.advance(10_000);
    expect(engine.readBreakers().map((breaker) => breaker.state)).toEqual(['closed', 'closed']);
  });

  it('inside a retry sees every attempt, outside only the call', () => {
    const inside = run(`[{ retry: { attempts: 2, backoff: none } }, ${BREAKER}]`, ERRORS, 900).reader;
    const outside = run(`[${BREAKER}, { retry: { attempts: 2, backoff: none } }]`, ERRORS, 900).reader;
    expect(inside.attempts(ROUTE).arrived).toBe(20);
    expect(outside.attempts(ROUTE).arrived).toBe(40);
  });

  it('still hears of a result that comes after its caller stopped waiting', () => {
    const { engine } = run(`[{ timeout: 5ms }, ${BREAKER}]`, null, 2_000);
    expect(engine.readBreakers().map(({ state, seen }) => [state, seen])).toEqual([
      ['closed', 10],
      ['closed', 10],
    ]);
  });
});

describe('a bulkhead', () => {
  it('keeps no more than its calls of each caller replica in flight, and refuses the others at once', () => {
    const { reader } = run('[{ bulkhead: 7 }]', HANG, 10_000);
    expect(reader.replica('catalog').working).toBe(14);
    expect(reader.calls(ROUTE)['bulkhead full']).toBe(reader.calls(ROUTE).arrived - 14);
  });

  it('gets its permits back only when the call it let through has ended, whoever still waits', () => {
    const { engine, reader } = run('[{ timeout: 5ms }, { bulkhead: 7 }]', HANG, 10_000);
    expect(reader.attempts(ROUTE).arrived).toBe(14);
    command(engine, 10_000, { do: 'heal', id: 'f' });
    engine.advance(10_100);
    expect(reader.attempts(ROUTE).arrived).toBeGreaterThan(14);
  });
});

describe('a fallback', () => {
  it('by default answers degraded, with its message on the trace', () => {
    const { engine, reader } = run('[{ fallback: { use: default, message: No prices now } }]', ERRORS, 10_000);
    const { arrived, degraded, ok } = reader.journey('browse');
    expect([ok, arrived - degraded < 5]).toEqual([0, true]);
    const { traces } = engine.tracesSince(0);
    const finished = traces.find(({ spans }) => spans[0]!.outcome >= 0)!;
    expect(finished.spans[0]!.message).toBe('No prices now');
    expect(finished.spans.find((span) => span.covered >= 0)).toMatchObject({ kind: 1, covered: 2, outcome: 1 });
  });

  it('says nothing where it has no message, and another part of the page may have one', () => {
    const engine = engineOf(`
scenario: Two parts
workloads:
  people: { rate: 20/s, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 10, queue: 0, endpoints: { browse: { work: 1ms, calls: [quiet.get, loud.get] } } }
  quiet: { workers: 10, queue: 0, endpoints: { get: { work: 1ms } } }
  loud: { workers: 10, queue: 0, endpoints: { get: { work: 1ms } } }
policies:
  web -> quiet: [{ fallback: { use: default } }]
  web -> loud: [{ fallback: { use: default, message: No offers now } }]
faults: { q: { node: quiet, does: crash, at: 0s }, l: { node: loud, does: crash, at: 1s } }
`);
    engine.advance(2_000);
    const pages = engine.tracesSince(0).traces.map(({ spans }) => spans[0]!);
    const messages = (fromMs: number, toMs: number) => [
      ...new Set(pages.filter(({ startMs, endMs }) => startMs > fromMs && endMs < toMs).map(({ message }) => message)),
    ];
    expect(messages(0, 1_000)).toEqual(['']);
    expect(messages(1_000, 2_000)).toEqual(['No offers now']);
  });

  it('cached answers while the last good answer is young enough, then fails', () => {
    const engine = engineOf(guarded('[{ fallback: { use: cached, up to: 2s old, otherwise: fail, message: Old } }]'));
    command(engine, 1_000, { do: 'break', id: 'f', fault: ERRORS });
    engine.advance(2_900);
    const reader = new Reader(engine);
    expect(reader.journey('browse').dependency).toBe(0);
    expect(reader.journey('browse').degraded).toBeGreaterThan(150);
    const young = reader.journey('browse').degraded;
    engine.advance(3_100);
    const kept = reader.journey('browse').degraded;
    engine.advance(5_000);
    expect(kept).toBeGreaterThanOrEqual(young);
    expect(reader.journey('browse').degraded).toBe(kept);
    expect(reader.journey('browse').dependency).toBeGreaterThan(150);
  });

  it('has nothing to answer from before the first good answer', () => {
    const { reader } = run('[{ fallback: { use: cached, up to: 2s, otherwise: fail, message: Old } }]', ERRORS, 5_000);
    expect(reader.journey('browse').degraded).toBe(0);
  });

  it('may ask another endpoint, which fails for the caller only if that fails too', () => {
    const policy = '[{ fallback: { use: spare.list, message: From the spare } }]';
    const { engine, reader } = run(policy, ERRORS, 10_000);
    expect(reader.calls('web -> spare.list').ok).toBeGreaterThan(900);
    expect(reader.journey('browse').degraded).toBeGreaterThan(900);
    command(engine, 10_000, { do: 'break', id: 'g', fault: { node: 'spare', does: 'crash' } });
    engine.advance(20_000);
    expect(reader.journey('browse').dependency).toBeGreaterThan(900);
  });
});

describe('an edit while running', () => {
  const edit = (list: string) => ({ do: 'policies', yaml: `policies: { web -> catalog: ${list} }` }) as const;

  it('is taken by new calls, while calls in flight finish under the policies they began with', () => {
    const { engine, reader } = run('[]', HANG, 1_000);
    const begun = reader.calls(ROUTE).arrived;
    command(engine, 1_000, edit('[{ timeout: 100ms }]'));
    engine.advance(2_000);
    expect(reader.calls(ROUTE).arrived - reader.calls(ROUTE).timeout - begun).toBeLessThan(25);
    expect(engine.readOldCalls()).toEqual([{ list: 'web -> catalog', calls: begun, untilMs: Infinity }]);
    expect(engine.policies).toMatchObject({ version: 2, sinceMs: 1_000 });
    command(engine, 2_000, { do: 'heal', id: 'f' });
    engine.advance(2_100);
    expect(engine.readOldCalls()).toEqual([]);
  });

  it('tells of calls that began without policies too', () => {
    const engine = engineOf(guarded('[]'));
    command(engine, 0, { do: 'policies', yaml: 'policies: {}' });
    command(engine, 0, { do: 'break', id: 'f', fault: HANG });
    engine.advance(1_000);
    const begun = new Reader(engine).calls(ROUTE).arrived;
    command(engine, 1_000, edit('[{ timeout: 100ms }]'));
    engine.advance(2_000);
    expect(begun).toBeGreaterThan(50);
    expect(engine.readOldCalls()).toEqual([{ list: ROUTE, calls: begun, untilMs: Infinity }]);
  });

  it('tells until when calls under the old policies can last, where a timeout bounds them', () => {
    const { engine } = run('[{ retry: { attempts: 2, backoff: { constant: 1s } } }, { timeout: 5s }]', HANG, 1_000);
    command(engine, 1_000, edit('[]'));
    engine.advance(1_001);
    const [old] = engine.readOldCalls();
    expect(old!.untilMs).toBeGreaterThan(11_000);
    expect(old!.untilMs).toBeLessThanOrEqual(12_000);
  });

  it('tells it of a fallback too, which may ask another endpoint when the time is up', () => {
    const policies = (spare: string) =>
      guarded('[{ fallback: { use: spare.list } }, { timeout: 1s }]').replace('policies: {', `policies: { ${spare}`);
    const untilMs = (spare: string) => {
      const engine = engineOf(policies(spare));
      command(engine, 0, { do: 'break', id: 'f', fault: HANG });
      command(engine, 0, { do: 'break', id: 'g', fault: { node: 'spare', does: 'hang' } });
      command(engine, 500, { do: 'policies', yaml: `policies: { ${spare} web -> catalog: [{ timeout: 10ms }] }` });
      engine.advance(501);
      return engine.readOldCalls()[0]!.untilMs;
    };
    expect(untilMs('')).toBe(Infinity);
    const bounded = untilMs('web -> spare: [{ timeout: 2s }],');
    expect(bounded).toBeGreaterThan(3_000);
    expect(bounded).toBeLessThanOrEqual(3_500);
  });

  it('hands a window and permits on to the same policy while their shape is unchanged', () => {
    const { engine, reader } = run('[{ bulkhead: 7 }, { breaker: { window: 50 calls } }]', HANG, 1_000);
    command(engine, 1_000, edit('[{ bulkhead: 9 }, { breaker: { window: 50 calls, failure rate: 80% } }]'));
    engine.advance(2_000);
    expect(reader.attempts(ROUTE).arrived).toBe(18);
    expect(engine.log.find((entry) => entry.kind === 'policies')).toMatchObject({ version: 2, fresh: [] });
    command(engine, 2_000, { do: 'heal', id: 'f' });
    engine.advance(2_100);
    expect(engine.readBreakers()[0]!.seen).toBeGreaterThanOrEqual(9);
  });

  it('starts a policy afresh where the shape has changed, says so, and permits go back to whoever gave them', () => {
    const { engine, reader } = run('[{ breaker: { window: 50 calls } }]', ERRORS, 300);
    expect(engine.readBreakers()[0]!.seen).toBeGreaterThan(5);
    command(engine, 300, edit('[{ breaker: { window: 40 calls } }, { bulkhead: 3 }]'));
    engine.advance(301);
    expect(engine.readBreakers()[0]!.seen).toBeLessThan(2);
    expect(engine.log.find((entry) => entry.kind === 'policies')).toMatchObject({ fresh: ['web -> catalog: breaker'] });
    engine.advance(5_000);
    expect(reader.calls(ROUTE)['bulkhead full']).toBe(0);
  });

  it('gives a new policy no state that calls in flight still use: late permits go back to where they came from', () => {
    const { engine, reader } = run('[{ bulkhead: 5 }]', HANG, 1_000);
    expect(reader.replica('catalog').working).toBe(10);
    command(engine, 1_000, edit('[]'));
    command(engine, 1_100, edit('[{ bulkhead: 5 }]'));
    engine.advance(2_000);
    const unguarded = reader.replica('catalog').working - 20;
    expect(unguarded).toBeGreaterThan(0);
    expect(unguarded).toBeLessThan(25);
    command(engine, 2_000, { do: 'heal', id: 'f' });
    command(engine, 2_100, { do: 'break', id: 'f' });
    engine.advance(4_000);
    expect(reader.replica('catalog').working).toBe(10);
    for (let ms = 4_000; ms < 4_500; ms += 10) command(engine, ms, edit(ms % 20 === 0 ? '[]' : '[{ bulkhead: 1 }]'));
    command(engine, 4_500, edit('[{ bulkhead: 5 }]'));
    command(engine, 4_600, { do: 'heal', id: 'f' });
    command(engine, 4_700, { do: 'break', id: 'f' });
    engine.advance(6_000);
    expect(reader.replica('catalog').working).toBe(10);
    expect(engine.readOldCalls()).toEqual([]);
  });

  it('is refused whole, with its problems, when it makes no sense', () => {
    const { engine } = run('[]', null, 100);
    const refused = engine.schedule({ atMs: 100, do: 'policies', yaml: 'policies: { web -> nowhere: [] }' });
    expect(refused.ok).toBe(false);
    engine.advance(200);
    expect(engine.policies.version).toBe(1);
  });
});
