import { describe, expect, it } from 'vitest';
import { hasCached, initFallback, noteGood, type FallbackParams } from '../../../src/policies/fallback';

const cached = (maxAgeMs: number): FallbackParams => ({
  use: { kind: 'cached', maxAgeMs, otherwise: 'fail' },
  message: 'Price from a few minutes ago',
});

function fresh(): Float64Array {
  const block = new Float64Array(1);
  initFallback(block, 0);
  return block;
}

describe('a fallback to the last good answer', () => {
  it('has none before the first, however old it may be', () => {
    expect(hasCached(fresh(), 0, cached(1000), 0)).toBe(false);
    expect(hasCached(fresh(), 0, cached(Infinity), 1e9)).toBe(false);
  });

  it('has one up to and including its greatest age', () => {
    const block = fresh();
    noteGood(block, 0, 500);
    expect(hasCached(block, 0, cached(1000), 500)).toBe(true);
    expect(hasCached(block, 0, cached(1000), 1500)).toBe(true);
    expect(hasCached(block, 0, cached(1000), 1500.001)).toBe(false);
  });

  it('counts the age from the newest', () => {
    const block = fresh();
    noteGood(block, 0, 0);
    noteGood(block, 0, 5000);
    expect(hasCached(block, 0, cached(1000), 5900)).toBe(true);
  });

  it('is only for those that use the cache', () => {
    const block = fresh();
    noteGood(block, 0, 0);
    expect(hasCached(block, 0, { use: { kind: 'default' }, message: '' }, 0)).toBe(false);
    expect(hasCached(block, 0, { use: { kind: 'endpoint', route: 0 }, message: '' }, 0)).toBe(false);
  });
});
