import { describe, expect, it } from 'vitest';
import { command, engineOf, Reader, seen } from '../support/run';

/** Work of 100 ms for 100 requests a second that come evenly: ten are out at once, if they may be. */
const shop = (layers: string): string => `
scenario: Caps
workloads:
  people: { rate: 100/s, arrivals: constant, journeys: { go: { share: 100%, start: web.go } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { go: { calls: [store.get], work: 0ms } } }
  store: { replicas: 3, workers: 100, queue: 100, endpoints: { get: { work: 100ms } } }
links: { default: { latency: 0ms } }
policies: { web -> store: [${layers}] }
`;

const played = (layers: string, untilMs = 1_000) => {
  const engine = engineOf(shop(layers));
  engine.advance(untilMs);
  return engine;
};
const calls = (layers: string, untilMs?: number) => seen(new Reader(played(layers, untilMs)).calls('web -> store.get'));

describe('caps on a link', () => {
  it('refuse requests beyond theirs, over all replicas of the one called', () => {
    const { arrived, ok, 'over the cap': over } = calls('{ caps: { requests: 6 } }');
    expect([arrived, ok]).toEqual([100, 54]);
    expect(over).toBe(40);
  });

  it('change nothing where they are not reached', () => {
    const plain = engineOf(shop(''));
    plain.advance(1_000);
    expect(calls('{ caps: { like: envoy } }')).toEqual(seen(new Reader(plain).calls('web -> store.get')));
    expect(calls('{ caps: { like: istio } }')).toEqual(calls('{ caps: { like: envoy } }'));
  });

  it('make requests wait for a connection, first come first served', () => {
    const engine = engineOf(shop('{ caps: { connections: 5, pending: 20 } }'));
    engine.advance(300);
    const reader = new Reader(engine);
    // Thirty came; five at a time went out at 5 ms to 45 ms, and again with each that came back.
    expect(seen(reader.attempts('web -> store.get')).arrived).toBe(15);
    expect(seen(reader.calls('web -> store.get'))).toEqual({ arrived: 30, ok: 10 });
    engine.advance(1_000);
    expect(reader.calls('web -> store.get')['over the cap']).toBeGreaterThan(10);
  });

  it('count retries, of which three may be out at once', () => {
    const layers = '{ retry: { attempts: 2, backoff: none } }, { timeout: 10ms }, { caps: { like: envoy } }';
    const engine = engineOf(shop(layers).replace('rate: 100/s', 'rate: 1000/s'));
    engine.advance(100);
    const { arrived, 'over the cap': over } = new Reader(engine).calls('web -> store.get');
    const attempts = new Reader(engine).attempts('web -> store.get').arrived;
    expect(attempts).toBe(arrived + 3);
    expect(over).toBeGreaterThan(80);
  });

  it('hold at once when edited, also for those who wait', () => {
    const engine = engineOf(shop('{ caps: { connections: 1, pending: 100 } }'));
    engine.advance(500);
    const attempts = () => new Reader(engine).attempts('web -> store.get').arrived;
    expect(attempts()).toBe(5);
    const yaml = 'policies: { web -> store: [{ caps: { connections: 100 } }] }';
    command(engine, 500, { do: 'policies', yaml });
    engine.advance(501);
    expect(attempts()).toBe(50);
  });

  it('hand waiting requests over to a snapshot', () => {
    const yaml = shop('{ caps: { connections: 3, pending: 10 } }');
    const engine = engineOf(yaml);
    engine.advance(455);
    const other = engineOf(yaml);
    other.restore(structuredClone(engine.snapshot()));
    engine.advance(3_000);
    other.advance(3_000);
    expect(other.digest()).toBe(engine.digest());
  });
});
