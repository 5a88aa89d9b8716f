import { describe, expect, it } from 'vitest';
import { BALANCINGS } from '../../../src/policies/balancing';
import { SpanKind } from '../../../src/engine/observation/trace';
import { endpointName } from '../../../src/scenario/naming';
import { command, engineOf } from '../support/fast';
import { Reader } from '../support/run';

const shop = (balancing: string, latency = '1ms', link = '{}'): string => `
scenario: Replicas
workloads:
  people: { rate: 200/s, journeys: { go: { share: 100%, start: web.go } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { go: { calls: [store.get], work: 0ms } } }
  store: { replicas: 4, workers: 100, queue: 100, balancing: ${balancing}, endpoints: { get: { work: 10ms } } }
links: { default: { latency: ${latency} }, web -> store: ${link} }
`;

const REPLICAS = [0, 1, 2, 3];
const played = (yaml: string, slow = false) => {
  const engine = engineOf(yaml, 5);
  if (slow) command(engine, 0, { do: 'break', id: 's', fault: { node: 'store', replica: 2, does: 'slow', by: '20x' } });
  engine.advance(100_000);
  const reader = new Reader(engine);
  return REPLICAS.map((replica) => reader.visits('store.get', replica).arrived);
};

describe.each(BALANCINGS)('balancing by %s', (balancing) => {
  it('loads replicas that are alike alike', () => {
    const arrived = played(shop(balancing));
    const each = arrived.reduce((sum, count) => sum + count, 0) / 4;
    for (const count of arrived) expect(Math.abs(count - each)).toBeLessThan(0.04 * each);
  });

  it('goes on from a snapshot as it would have gone on', () => {
    const engine = engineOf(shop(balancing));
    engine.advance(3_210);
    const snapshot = structuredClone(engine.snapshot());
    const other = engineOf(shop(balancing));
    other.restore(snapshot);
    engine.advance(6_000);
    other.advance(6_000);
    expect(other.digest()).toBe(engine.digest());
  });

  it('sends the only replica everything', () => {
    const engine = engineOf(shop(balancing).replace('replicas: 4', 'replicas: 1'));
    engine.advance(1_000);
    expect(new Reader(engine).visits('store.get').ok).toBeGreaterThan(100);
  });
});

describe('a slow replica', () => {
  it('gets its full share in turn and at random, less by the better of two, least by least requests', () => {
    const shares = BALANCINGS.map((balancing) => {
      const arrived = played(shop(balancing), true);
      return arrived[1]! / arrived.reduce((sum, count) => sum + count, 0);
    });
    expect(shares[0]).toBeCloseTo(0.25, 3);
    expect(shares[1]).toBeCloseTo(0.25, 2);
    expect(shares[2]).toBeLessThan(0.15);
    expect(shares[3]).toBeLessThan(shares[2]!);
  });
});

it('a link may balance in its own way', () => {
  const own = played(shop('round robin', '1ms', '{ balancing: least requests }'), true);
  expect(own).toEqual(played(shop('least requests'), true));
});

it('is by attempts over the link that have yet to end: one that nobody answers weighs for as long as it hangs', () => {
  const engine = engineOf(shop('least requests'), 5);
  command(engine, 0, { do: 'break', id: 'h', fault: { node: 'store', replica: 1, does: 'hang' } });
  engine.advance(10_000);
  const hung = new Reader(engine).visits('store.get', 0);
  expect(hung.ok).toBe(0);
  expect(hung.arrived).toBeLessThanOrEqual(10);
});

it('draws by keys: random choices stay with their attempts when policies change', () => {
  const plain = shop('random').replace('work: 10ms', 'work: 1ms');
  const guarded = `${plain}policies: { web -> store: [{ breaker: { window: 20 calls } }, { timeout: 5s }] }\n`;
  expect(played(guarded)).toEqual(played(plain));
});

describe('on a fleet of which one replica is slow', () => {
  const p99Of = (balancing: string): number => {
    const engine = engineOf(shop(balancing), 5);
    command(engine, 0, { do: 'break', id: 's', fault: { node: 'store', replica: 2, does: 'slow', by: '20x' } });
    engine.advance(100_000);
    const { layout, sketches } = engine;
    return sketches.quantile(layout.journeySketch(0), 0.99);
  };

  it('peak ewma learns from the first slow answers, and the slowest of a hundred requests no longer meet it', () => {
    const random = p99Of('random');
    expect(random).toBeGreaterThan(200);
    expect(p99Of('peak ewma')).toBeLessThan(random / 2);
  });
});

describe('sticky balancing', () => {
  /** How many replicas were asked. */
  const asked = (to: string, users: number, callers: number): number => {
    const engine = engineOf(
      `
scenario: Sticky
workloads:
  people: { users: ${users}, think: 50ms, journeys: { go: { share: 100%, start: web.go } } }
services:
  web: { replicas: ${callers}, workers: 1000, queue: 0, endpoints: { go: { calls: [store.get, store.get], work: 0ms } } }
  store: { replicas: 4, workers: 100, queue: 100, endpoints: { get: { work: 10ms } } }
links: { default: { latency: 1ms }, web -> store: { balancing: { by: sticky, to: ${to} } } }`,
      5,
    );
    engine.advance(10_000);
    const reader = new Reader(engine);
    return REPLICAS.filter((replica) => reader.visits('store.get', replica).arrived > 0).length;
  };

  it('keeps a user with one replica, whatever replica of the caller serves them, and spreads users over all', () => {
    expect(asked('session', 1, 3)).toBe(1);
    expect(asked('session', 40, 3)).toBe(4);
  });

  it('keeps a replica of the caller with one replica, whoever it serves', () => {
    expect(asked('caller', 40, 1)).toBe(1);
    expect(asked('caller', 40, 20)).toBe(4);
  });
});

it('balancing near first keeps attempts in the zone of the caller', () => {
  const engine = engineOf(
    `
scenario: Near
workloads:
  people: { rate: 100/s, journeys: { go: { share: 100%, start: web.go } } }
services:
  web: { replicas: 2, zone: [east, west], workers: 1000, queue: 0, endpoints: { go: { calls: [store.get], work: 0ms } } }
  store: { replicas: 4, zone: [east, west], workers: 100, queue: 100, endpoints: { get: { work: 10ms } } }
links: { default: { latency: 1ms }, web -> store: { balancing: { by: random, zones: near first } } }`,
    5,
  );
  engine.advance(10_000);
  const ways = engine.tracesSince(0).traces.flatMap(({ spans }) => {
    const visits = spans.filter(({ kind }) => kind === SpanKind.visit);
    const at = (name: string) => visits.find(({ subject }) => endpointName(engine.model, subject) === name);
    const [web, store] = [at('web.go'), at('store.get')];
    return web === undefined || store === undefined ? [] : [web.replica % 2 === store.replica % 2];
  });
  expect(ways.length).toBeGreaterThan(20);
  expect(ways.every((stays) => stays)).toBe(true);
});
