import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/policies/outcome';
import { OUTCOME_COUNT, OUTCOME_NAMES } from '../../../src/policies/outcome';
import {
  heldBackShare,
  initThrottle,
  isAccepted,
  noteAccept,
  noteRequest,
  THROTTLE_BLOCK_SIZE,
  throttleLayout,
  type ThrottleParams,
} from '../../../src/policies/throttle';

const book: ThrottleParams = { multiple: 2, windowMs: 120_000 };

function throttle(params = book, nowMs = 0): Float64Array {
  const block = new Float64Array(THROTTLE_BLOCK_SIZE).fill(7);
  initThrottle(block, 0, params, nowMs);
  return block;
}

function note(block: Float64Array, requests: number, accepts: number, nowMs: number, params = book): void {
  for (let n = 0; n < requests; n++) noteRequest(block, 0, params, nowMs);
  for (let n = 0; n < accepts; n++) noteAccept(block, 0, params, nowMs);
}

describe('the chance to be held back', () => {
  it.each([
    [0, 0, 2, 0],
    [10, 10, 2, 0],
    [10, 5, 2, 0],
    [10, 4, 2, 2 / 11],
    [10, 0, 2, 10 / 11],
    [100, 50, 1.1, 45 / 101],
  ])('after %i requests and %i accepts with K = %d', (requests, accepts, multiple, chance) => {
    const params = { ...book, multiple };
    const block = throttle(params);
    note(block, requests, accepts, 10, params);
    expect(heldBackShare(block, 0, params, 20)).toBeCloseTo(chance, 12);
  });

  it('forgets what is older than the window, a slot of a second at a time', () => {
    const block = throttle();
    note(block, 10, 0, 500);
    note(block, 3, 3, 1_500);
    expect(heldBackShare(block, 0, book, 119_999)).toBeCloseTo(7 / 14, 12);
    expect(heldBackShare(block, 0, book, 120_000)).toBe(0);
    note(block, 7, 0, 120_500);
    expect(heldBackShare(block, 0, book, 120_999)).toBeCloseTo(4 / 11, 12);
    expect(heldBackShare(block, 0, book, 121_000)).toBeCloseTo(7 / 8, 12);
    expect(heldBackShare(block, 0, book, 500_000)).toBe(0);
  });

  it('is that of the formula over what the window holds, at any instants', () => {
    const event = fc.record({ gap: fc.integer({ min: 0, max: 40_000 }), accepted: fc.boolean() });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        const block = throttle();
        const seen: { slot: number; accepted: boolean }[] = [];
        let nowMs = 0;
        for (const { gap, accepted } of events) {
          nowMs += gap;
          const slot = Math.floor(nowMs / 1000);
          const held = seen.filter((other) => slot - other.slot < 120);
          const accepts = held.filter((other) => other.accepted).length;
          const expected = Math.max(0, (held.length - 2 * accepts) / (held.length + 1));
          expect(heldBackShare(block, 0, book, nowMs)).toBeCloseTo(expected, 12);
          note(block, 1, accepted ? 1 : 0, nowMs);
          seen.push({ slot, accepted });
        }
      }),
    );
  });
});

it('takes for accepted what was worked on, even in vain, and what ended for nobody', () => {
  const accepted = OUTCOME_NAMES.filter((_, outcome) => isAccepted(outcome as Outcome));
  expect(OUTCOME_NAMES).toHaveLength(OUTCOME_COUNT);
  expect(accepted).toEqual([
    'ok',
    'degraded',
    'error',
    'dependency',
    'gave up',
    'abandoned',
    'conflict',
    'dead letter',
    'cancelled',
  ]);
});

it('lets on average K times as many out as are accepted, when none but a few are', () => {
  // the one called accepts 10 of the 100 that want to go out each second, first come first served
  const params: ThrottleParams = { multiple: 2, windowMs: 12_000 };
  const block = throttle(params);
  let state = 12345;
  const uniform = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  let sent = 0;
  for (let second = 0; second < 600; second++) {
    let accepts = 0;
    for (let call = 0; call < 100; call++) {
      const nowMs = second * 1000 + call * 10;
      const chance = heldBackShare(block, 0, params, nowMs);
      noteRequest(block, 0, params, nowMs);
      if (uniform() < chance) continue;
      if (second >= 60) sent++;
      if (accepts++ < 10) noteAccept(block, 0, params, nowMs);
    }
  }
  expect(sent / 540).toBeGreaterThan(19);
  expect(sent / 540).toBeLessThan(22);
});

it('goes on with its counts under another K, and begins anew with another window', () => {
  expect(throttleLayout(book)).toBe(throttleLayout({ ...book, multiple: 3 }));
  expect(throttleLayout(book)).not.toBe(throttleLayout({ ...book, windowMs: 60_000 }));
});
