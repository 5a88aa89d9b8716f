import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/policies/outcome';
import { SpanKind } from '../../../src/engine/observation/trace';
import { command, engineOf, Reader } from '../support/run';

/** Web asks the catalog, which fails at once, and may ask spare instead: 30 ms of work. Every message takes 1 ms. */
const shop = (policies: string, options: { people?: string; faults?: string } = {}) =>
  engineOf(`
scenario: Fallback calls
workloads:
  people: { rate: 100/s, ${options.people ?? ''} journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { browse: { work: 0ms, calls: [catalog.list] } } }
  catalog: { workers: 1000, queue: 0, endpoints: { list: { work: 10ms } } }
  spare: { workers: 1000, queue: 0, endpoints: { list: { work: 30ms } } }
links: { default: { latency: 1ms }, web -> spare: {}, people -> spare: {} }
policies: { ${policies} }
faults:
  catalog-fails: { node: catalog, does: errors, when: at once, at: 0s }
  ${options.faults ?? ''}
`);

const PERMITS = 20;

describe('a call of another endpoint by which a fallback answers', () => {
  it('goes on when a timeout around the fallback has fired, and then gives back what the policies between took', () => {
    const engine = shop(
      `web -> catalog: [{ timeout: 20ms }, { bulkhead: ${PERMITS} }, { fallback: { use: spare.list } }]`,
    );
    engine.advance(10_000);
    const reader = new Reader(engine);
    expect(reader.calls('web -> catalog.list').timeout).toBeGreaterThan(900);
    expect(reader.calls('web -> spare.list').abandoned).toBeGreaterThan(900);
    expect(reader.calls('web -> catalog.list')['bulkhead full']).toBe(0);
  });

  it('goes on when the shopper has given up, and then gives back what the policies around it took', () => {
    const engine = shop(`people -> web: [{ bulkhead: ${PERMITS} }, { fallback: { use: spare.list } }]`, {
      people: 'patience: 20ms,',
      faults: 'web-down: { node: web, does: crash, at: 0s }',
    });
    engine.advance(10_000);
    const reader = new Reader(engine);
    expect(reader.journey('browse')['gave up']).toBeGreaterThan(900);
    expect(reader.calls('people -> web.browse')['bulkhead full']).toBe(0);
  });

  it('is another piece of work each time a retry comes to it again', () => {
    const engine = shop(
      'web -> catalog: [{ retry: { attempts: 5, backoff: none } }, { fallback: { use: spare.list } }]',
      { faults: 'spare-fails: { node: spare, does: errors, share: 50%, when: at once, at: 0s }' },
    );
    engine.advance(20_000);
    const { arrived, degraded } = new Reader(engine).calls('web -> catalog.list');
    // 1 in 32 calls finds five failures; of 2000 calls, 99.9 % of samples lie within 0.013 of that
    expect(Math.abs(1 - degraded / arrived - 1 / 32)).toBeLessThan(0.015);
  });

  it('covers a failure on the trace only if its answer came in time', () => {
    const engine = shop(
      'web -> catalog: [{ timeout: 500ms }, { retry: { attempts: 2, backoff: none } }, { timeout: 25ms }, { fallback: { use: spare.list } }]',
    );
    command(engine, 515, { do: 'heal', id: 'catalog-fails' });
    engine.advance(1_000);
    const spans = engine.tracesSince(0).traces.flatMap((trace) => trace.spans);
    const calls = spans.filter(({ kind, subject }) => kind === SpanKind.call && subject === 1);
    const ended = [Outcome.ok, Outcome.timeout].map((outcome) => calls.filter((call) => call.outcome === outcome));
    for (const some of ended) expect(some.length).toBeGreaterThan(0);
    for (const { covered } of ended.flat()) expect(covered).toBe(-1);
  });
});
