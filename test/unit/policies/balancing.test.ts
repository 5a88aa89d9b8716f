import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Balancing,
  balancingBlockSize,
  balancingBy,
  betterByPeak,
  betterOf,
  initBalancing,
  leastBusy,
  nearShare,
  nextInTurn,
  noteEnded,
  noteSent,
  stickyTo,
} from '../../../src/policies/balancing';

const PEAK = balancingBy(Balancing.peakEwma);
const fresh = (hosts: number): Float64Array => {
  const block = new Float64Array(balancingBlockSize(hosts)).fill(42);
  initBalancing(block, 0, hosts);
  return block;
};
const list = (...replicas: number[]): Int32Array => Int32Array.from(replicas);
const all = (hosts: number): Int32Array => Int32Array.from({ length: hosts }, (_, replica) => replica);
const sent = (block: Float64Array, ...hosts: number[]): void => hosts.forEach((host) => noteSent(block, 0, host));

describe('in turn', () => {
  it('goes round, and past those who may not be asked', () => {
    const block = fresh(4);
    const turns = (among: Int32Array, times: number): number[] =>
      Array.from({ length: times }, () => nextInTurn(block, 0, 4, among, among.length));
    expect(turns(all(4), 6)).toEqual([0, 1, 2, 3, 0, 1]);
    expect(turns(list(0, 3), 4)).toEqual([3, 0, 3, 0]);
    expect(turns(all(4), 2)).toEqual([1, 2]);
  });

  it('asks everybody who may be asked equally often, whoever that is', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(19), { minLength: 1 }), fc.nat(19), (replicas, before) => {
        const among = Int32Array.from(replicas).sort();
        const block = fresh(20);
        for (let turn = 0; turn < before; turn++) nextInTurn(block, 0, 20, all(20), 20);
        const counts = new Map<number, number>();
        for (let turn = 0; turn < 3 * among.length; turn++) {
          const replica = nextInTurn(block, 0, 20, among, among.length);
          counts.set(replica, (counts.get(replica) ?? 0) + 1);
        }
        expect([...counts.keys()].sort((a, b) => a - b)).toEqual([...among]);
        expect([...counts.values()].every((count) => count === 3)).toBe(true);
      }),
    );
  });
});

describe('by what is outstanding', () => {
  it('takes the better of two, and the first of equals', () => {
    const block = fresh(3);
    sent(block, 0, 0, 1);
    expect([betterOf(block, 0, 0, 1), betterOf(block, 0, 1, 0), betterOf(block, 0, 2, 2)]).toEqual([1, 1, 2]);
    sent(block, 1);
    expect([betterOf(block, 0, 0, 1), betterOf(block, 0, 1, 0)]).toEqual([0, 1]);
  });

  it('takes the least busy of those who may be asked, in turn where several are', () => {
    const block = fresh(4);
    sent(block, 0, 1, 2, 3);
    const least = (among: Int32Array): number => leastBusy(block, 0, 4, among, among.length);
    expect([least(all(4)), least(all(4)), least(all(4))]).toEqual([0, 1, 2]);
    sent(block, 0, 1);
    expect(least(list(0, 1))).toBe(0);
    expect(least(list(0, 1, 2))).toBe(2);
    noteEnded(block, 0, balancingBy(Balancing.leastRequests), 1, 5, 5);
    noteEnded(block, 0, balancingBy(Balancing.leastRequests), 1, 5, 5);
    expect(least(all(4))).toBe(1);
  });
});

describe('peak EWMA', () => {
  const answered = (block: Float64Array, host: number, tookMs: number, nowMs: number): void => {
    noteSent(block, 0, host);
    noteEnded(block, 0, PEAK, host, tookMs, nowMs);
  };
  const better = (block: Float64Array, first: number, second: number, nowMs: number): number =>
    betterByPeak(block, 0, first, second, PEAK.decayMs, nowMs);

  it('takes a peak over at once and what is better slowly', () => {
    const block = fresh(3);
    answered(block, 0, 100, 0);
    answered(block, 1, 60, 0);
    answered(block, 0, 10, 1);
    expect(better(block, 0, 1, 1)).toBe(1);
    answered(block, 1, 200, 2);
    expect(better(block, 0, 1, 2)).toBe(0);
  });

  it('forgets a peak to 1/e in its decay time', () => {
    const block = fresh(2);
    answered(block, 0, 100, 0);
    answered(block, 1, 36.78, 10_000);
    expect(better(block, 0, 1, 10_000)).toBe(1);
    const other = fresh(2);
    answered(other, 0, 100, 0);
    answered(other, 1, 36.79, 10_000);
    expect(better(other, 0, 1, 10_000)).toBe(0);
  });

  it('weighs by what is outstanding, this attempt with it', () => {
    const block = fresh(2);
    answered(block, 0, 10, 0);
    answered(block, 1, 25, 0);
    sent(block, 0);
    expect(better(block, 0, 1, 0)).toBe(0);
    sent(block, 0);
    expect(better(block, 0, 1, 0)).toBe(1);
  });

  it('tries whom it does not know, and then waits for the answer', () => {
    const block = fresh(2);
    answered(block, 0, 1, 0);
    expect(better(block, 0, 1, 0)).toBe(1);
    sent(block, 1);
    expect(better(block, 0, 1, 0)).toBe(0);
    expect(better(block, 1, 0, 0)).toBe(0);
  });
});

describe('sticky', () => {
  const of = (key: number, among: Int32Array): number => stickyTo(among, among.length, 7, key);
  const KEYS = Array.from({ length: 4000 }, (_, key) => Math.imul(key, 0x9e3779b1));

  it('keeps a key with one replica, and shares keys out evenly', () => {
    const counts = [0, 0, 0, 0];
    for (const key of KEYS) {
      expect(of(key, all(4))).toBe(of(key, all(4)));
      counts[of(key, all(4))]! += 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(750));
  });

  it('moves only those who were with a replica that drops out, and spreads them over the others', () => {
    const moved = KEYS.filter((key) => of(key, all(4)) !== of(key, list(0, 1, 3)));
    expect(moved.every((key) => of(key, all(4)) === 2)).toBe(true);
    const counts = [0, 0, 0, 0];
    for (const key of moved) counts[of(key, list(0, 1, 3))]! += 1;
    expect(counts[2]).toBe(0);
    for (const count of [counts[0]!, counts[1]!, counts[3]!]) expect(count).toBeGreaterThan(0.25 * moved.length);
  });
});

describe('near replicas first', () => {
  it('keeps all attempts near down to 1 / 1.4 of them healthy, and then less and less', () => {
    const share = (near: number, healthy: number): number => nearShare(PEAK, near, healthy);
    expect([share(10, 10), share(10, 8), share(5, 0), share(0, 0)]).toEqual([1, 1, 0, 0]);
    expect(share(10, 7)).toBeCloseTo(0.98, 12);
    expect(share(4, 2)).toBeCloseTo(0.7, 12);
  });
});
