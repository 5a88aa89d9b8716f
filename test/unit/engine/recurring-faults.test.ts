import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine';
import { command, engineOf } from '../support/fast';
import { Reader } from '../support/run';

const shop = (faults: string, extra = ''): string => `
scenario: Chaos
workloads:
  people: { rate: 50/s, journeys: { go: { share: 100%, start: web.go } } }
services:
  web: { workers: 100, queue: 0, zone: west, endpoints: { go: { work: 0ms, calls: [store.get] } } }
  store: { replicas: 4, workers: 100, queue: 0, zone: [east, west], endpoints: { get: { work: 10ms } } }
links: { default: { latency: 1ms } }
${extra}
faults:
${faults}
`;

interface Told {
  readonly id: string;
  readonly on: boolean;
  readonly atMs: number;
  readonly byHand: boolean;
  readonly replica: number | undefined;
}

const faultsTold = (engine: Engine): Told[] =>
  engine.log.flatMap((entry) =>
    entry.kind === 'fault'
      ? [{ id: entry.id, on: entry.on, atMs: entry.atMs, byHand: entry.byHand, replica: entry.struck?.replica }]
      : [],
  );
const beginnings = (engine: Engine): number[] => faultsTold(engine).flatMap(({ on, atMs }) => (on ? [atMs] : []));
const ends = (engine: Engine): number[] => faultsTold(engine).flatMap(({ on, atMs }) => (on ? [] : [atMs]));

function played(faults: string, forMs = 60_000, extra = ''): Engine {
  const engine = engineOf(shop(faults, extra), 3);
  engine.advance(forMs);
  return engine;
}

describe('a fault that comes back', () => {
  it('every so often, begins that long after it began', () => {
    const engine = played('  f: { node: store, does: slow, by: 2x, at: 3s, for: 2s, every: 10s }', 40_000);
    expect(beginnings(engine)).toEqual([3_000, 13_000, 23_000, 33_000]);
    expect(ends(engine)).toEqual([5_000, 15_000, 25_000, 35_000]);
  });

  it('changes nothing when it comes while it is on', () => {
    const engine = played('  f: { node: store, does: slow, by: 2x, at: 0s, for: 15s, every: 10s }', 50_000);
    expect(beginnings(engine)).toEqual([0, 20_000, 40_000]);
  });

  it('off for so long, begins that long after it ended, also the first time', () => {
    const engine = played('  f: { link: web -> store, does: cut, for: 2s, off for: 3s }', 14_000);
    expect(beginnings(engine)).toEqual([3_000, 8_000, 13_000]);
    expect(ends(engine)).toEqual([5_000, 10_000]);
  });

  it('at random, comes at its rate and lasts its time', () => {
    const chaos = `  f: { node: store, replica: random, does: crash,
      every: { exponential: { mean: 10s } }, for: { exponential: { mean: 1s } } }`;
    const engine = played(chaos, 5_000_000);
    const begun = beginnings(engine);
    // Poisson: those that come while it is on, 1 in 11, are not told.
    const expected = (500 * 10) / 11;
    expect(Math.abs(begun.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
    const lasted = ends(engine).map((at, i) => at - begun[i]!);
    const meanMs = lasted.reduce((sum, ms) => sum + ms, 0) / lasted.length;
    expect(Math.abs(meanMs - 1000)).toBeLessThan((4 * 1000) / Math.sqrt(lasted.length));
    const struck = [0, 1, 2, 3].map((replica) => faultsTold(engine).filter((told) => told.replica === replica).length);
    for (const count of struck)
      expect(Math.abs(count / 2 - begun.length / 4)).toBeLessThan(4 * Math.sqrt(begun.length / 4));
  });

  it('strikes at the same instants and places whatever the policies and the other faults', () => {
    const chaos = '  f: { node: store, replica: random, does: crash, every: { exponential: { mean: 5s } }, for: 1s }';
    const plain = faultsTold(played(chaos));
    const guarded = 'policies: { web -> store: [{ retry: { attempts: 3 } }, { timeout: 100ms }] }';
    expect(plain.length).toBeGreaterThan(8);
    expect(faultsTold(played(chaos, 60_000, guarded))).toEqual(plain);
    const other = '  e: { node: web, does: slow, by: 2x, every: 7s, for: 1s }\n';
    expect(faultsTold(played(other + chaos)).filter(({ id }) => id === 'f')).toEqual(plain);
  });

  it('is over for good when it is healed by hand, and comes back when it is broken by hand', () => {
    const engine = engineOf(shop('  f: { node: store, does: slow, by: 2x, at: 3s, for: 2s, every: 10s }'), 3);
    command(engine, 14_000, { do: 'heal', id: 'f' });
    command(engine, 50_000, { do: 'break', id: 'f' });
    engine.advance(75_000);
    expect(beginnings(engine)).toEqual([3_000, 13_000, 50_000, 60_000, 70_000]);
    expect(ends(engine)).toEqual([5_000, 14_000, 52_000, 62_000, 72_000]);
  });

  it('goes on from a snapshot as it would have gone on', () => {
    const chaos = `  f: { node: store, replica: random, does: hang, every: { exponential: { mean: 2s } }, for: 1s }
  g: { zone: west, does: leak, by: 9x, over: 3s, down for: 1s, at: 1s }`;
    const engine = played(chaos, 7_777);
    const other = engineOf(shop(chaos), 3);
    other.restore(structuredClone(engine.snapshot()));
    engine.advance(60_000);
    other.advance(60_000);
    expect(other.digest()).toBe(engine.digest());
    expect(faultsTold(other)).toEqual(faultsTold(engine));
  });
});

describe('a fault of a zone', () => {
  it('strikes every replica in it at once, and no other', () => {
    const engine = played('  f: { zone: west, does: crash, at: 10s, for: 5s }', 12_000);
    const reader = new Reader(engine);
    expect(reader.replica('web').state).toBe(2);
    expect([0, 1, 2, 3].map((replica) => reader.replica('store', replica).state)).toEqual([0, 2, 0, 2]);
    engine.advance(16_000);
    expect(reader.replica('web').state).toBe(0);
    expect(reader.replica('store', 1).state).toBe(0);
  });

  it('may strike one replica in it, left to chance', () => {
    const engine = played('  f: { zone: east, replica: random, does: slow, by: 4x, every: 1s, for: 500ms }');
    const replicas = new Set(faultsTold(engine).map(({ replica }) => replica));
    expect([...replicas].sort()).toEqual([0, 2]);
    expect(engine.census().attempts).toBeDefined();
  });
});

describe('a leak', () => {
  const slowdown = (engine: Engine): number => new Reader(engine).replica('store').slowdown;

  it('makes work longer in 64 equal steps, and stays at its worst until it ends', () => {
    const engine = engineOf(shop('  f: { node: store, does: leak, by: 9x, over: 64s, at: 10s, for: 100s }'), 3);
    for (const step of [0, 1, 8, 63, 64]) {
      engine.advance(10_500 + 1000 * step);
      expect(slowdown(engine)).toBeCloseTo(1 + (8 * step) / 64, 12);
    }
    engine.advance(109_000);
    expect(slowdown(engine)).toBe(9);
    engine.advance(111_000);
    expect(slowdown(engine)).toBe(1);
  });

  it('may end in a crash after which it begins again from nothing', () => {
    const engine = engineOf(shop('  f: { node: store, does: leak, by: 9x, over: 64s, down for: 6s, at: 0s }'), 3);
    const reader = new Reader(engine);
    engine.advance(63_500);
    expect(reader.replica('store')).toMatchObject({ state: 0, slowdown: 1 + (8 * 63) / 64 });
    engine.advance(66_000);
    expect(reader.replica('store', 3).state).toBe(2);
    engine.advance(70_500);
    expect(reader.replica('store')).toMatchObject({ state: 0, slowdown: 1 });
    engine.advance(78_500);
    expect(slowdown(engine)).toBe(2);
    command(engine, 90_000, { do: 'heal', id: 'f' });
    engine.advance(300_000);
    expect(reader.replica('store')).toMatchObject({ state: 0, slowdown: 1 });
    expect(engine.faultsOn).toEqual([]);
  });
});
