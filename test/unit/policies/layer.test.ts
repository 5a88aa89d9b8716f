import { describe, expect, it } from 'vitest';
import { PLAIN_BACKOFF } from '../../../src/policies/backoff';
import { breakerBlockSize, readBreaker } from '../../../src/policies/breaker';
import { permitsInUse } from '../../../src/policies/bulkhead';
import { FALLBACK_BLOCK_SIZE, hasAnswer } from '../../../src/policies/fallback';
import { blockSizeOf, initBlock, LayerKind, layoutOf, type Layer } from '../../../src/policies/layer';
import { Outcome } from '../../../src/policies/outcome';
import { ANY_FAILURE } from '../../../src/policies/retry';
import { NO_TIMEOUT } from '../../../src/policies/timeout';
import { small } from './breaker-bench';

const retry: Layer = {
  kind: LayerKind.retry,
  name: 'again',
  params: {
    attempts: 3,
    stopAfterMs: Infinity,
    retried: ANY_FAILURE,
    backoff: PLAIN_BACKOFF,
    retryAfter: 'at least',
    evenIfNotIdempotent: false,
    budget: { kind: 'concurrency', share: 0.2, least: 3 },
  },
};
const timeout: Layer = { kind: LayerKind.timeout, name: 'wait', params: { ...NO_TIMEOUT, afterMs: 250 } };
const breaker: Layer = { kind: LayerKind.breaker, name: 'switch', params: small };
const bulkhead: Layer = { kind: LayerKind.bulkhead, name: 'cabin', params: { calls: 3, waitMs: 0, queue: 0 } };
const fallback = {
  kind: LayerKind.fallback,
  name: 'instead',
  params: { use: { kind: 'cached', maxAgeMs: Infinity, otherwise: 'fail' }, message: 'Older' },
} as const satisfies Layer;
const all: readonly Layer[] = [retry, timeout, breaker, bulkhead, fallback];

describe('the state of a layer', () => {
  it('takes as many numbers as its policy keeps', () => {
    expect(all.map(blockSizeOf)).toEqual([2, 0, breakerBlockSize(small), 1, FALLBACK_BLOCK_SIZE]);
  });

  it('begins afresh inside its own numbers and touches no others', () => {
    for (const layer of all) {
      const size = blockSizeOf(layer);
      const block = new Float64Array(size + 2).fill(42);
      initBlock(layer, block, 1, 5000);
      expect([block[0], block[size + 1]]).toEqual([42, 42]);
    }
  });

  it('begins as the policy says', () => {
    const block = new Float64Array(100).fill(42);
    initBlock(breaker, block, 10, 5000);
    expect(readBreaker(block, 10, small, 5000)).toMatchObject({ state: 'closed', seen: 0 });
    initBlock(bulkhead, block, 10, 5000);
    expect(permitsInUse(block, 10)).toBe(0);
    initBlock(fallback, block, 10, 5000);
    expect(hasAnswer(block, 10, fallback.params, Outcome.error, 5000)).toBe(false);
  });

  it('never passes between kinds, and between breakers only where the window is the same', () => {
    expect(new Set(all.map(layoutOf)).size).toBe(all.length);
    expect(layoutOf({ ...breaker, name: 'other', params: { ...small, openForMs: 1 } })).toBe(layoutOf(breaker));
    expect(layoutOf({ ...breaker, params: { ...small, halfOpenCalls: 9 } })).not.toBe(layoutOf(breaker));
    expect(layoutOf({ ...bulkhead, params: { calls: 9, waitMs: 0, queue: 0 } })).toBe(layoutOf(bulkhead));
  });
});
