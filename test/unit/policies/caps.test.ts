import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Admission } from '../../../src/policies/admission';
import {
  admitToCaps,
  admitWaitingToCaps,
  CAPS_BLOCK_SIZE,
  initCaps,
  releaseFromCaps,
  type CapParams,
} from '../../../src/policies/caps';

const ENVOY: CapParams = {
  connections: 1024,
  pending: 1024,
  requests: 1024,
  retries: 3,
  requestsPerConnection: Infinity,
};
const { admitted, refused, waits } = Admission;

const fresh = (): Float64Array => {
  const block = new Float64Array(CAPS_BLOCK_SIZE).fill(42);
  initCaps(block, 0);
  return block;
};

const ask = (block: Float64Array, params: CapParams, times: number, isRetry = false): Admission[] =>
  Array.from({ length: times }, () => admitToCaps(block, 0, params, isRetry, 0));

describe('caps', () => {
  it('let as many requests out as there may be, and refuse the next', () => {
    expect(ask(fresh(), { ...ENVOY, requests: 2 }, 3)).toEqual([admitted, admitted, refused]);
    expect(ask(fresh(), ENVOY, 1025).at(-2)).toBe(admitted);
    expect(ask(fresh(), ENVOY, 1025).at(-1)).toBe(refused);
  });

  it('let the next wait for a connection, and refuse whom there is no room for to wait', () => {
    const block = fresh();
    const params = { ...ENVOY, connections: 1, pending: 2 };
    expect(ask(block, params, 2)).toEqual([admitted, waits]);
    expect(admitToCaps(block, 0, params, false, 1)).toBe(waits);
    expect(admitToCaps(block, 0, params, false, 2)).toBe(refused);
    expect(admitToCaps(block, 0, { ...params, pending: 0 }, false, 0)).toBe(refused);
  });

  it('tell one that waits to wait on, however few may, until a connection is free', () => {
    const block = fresh();
    const params = { ...ENVOY, connections: 1, pending: 0 };
    ask(block, params, 1);
    expect(admitWaitingToCaps(block, 0, params, false)).toBe(waits);
    releaseFromCaps(block, 0, false);
    expect(admitWaitingToCaps(block, 0, params, false)).toBe(admitted);
  });

  it('let three retries out, whatever else is, and the next when one is back', () => {
    const block = fresh();
    ask(block, ENVOY, 100);
    expect(ask(block, ENVOY, 4, true)).toEqual([admitted, admitted, admitted, refused]);
    releaseFromCaps(block, 0, false);
    expect(ask(block, ENVOY, 1, true)).toEqual([refused]);
    releaseFromCaps(block, 0, true);
    expect(ask(block, ENVOY, 1, true)).toEqual([admitted]);
  });

  it('hold at once when lowered, and take nothing from those who are out', () => {
    const block = fresh();
    ask(block, ENVOY, 10);
    const lower = { ...ENVOY, requests: 5 };
    for (let back = 0; back < 5; back++) {
      expect(ask(block, lower, 1)).toEqual([refused]);
      releaseFromCaps(block, 0, false);
    }
    expect(ask(block, lower, 1)).toEqual([refused]);
    releaseFromCaps(block, 0, false);
    expect(ask(block, lower, 1)).toEqual([admitted]);
  });

  it('are never passed, whoever comes and goes', () => {
    fc.assert(
      fc.property(
        fc.record({
          connections: fc.integer({ min: 1, max: 9 }),
          requests: fc.integer({ min: 1, max: 9 }),
          requestsPerConnection: fc.constantFrom(1, Infinity),
          retries: fc.nat(4),
        }),
        fc.array(fc.record({ isRetry: fc.boolean(), comes: fc.boolean() }), { maxLength: 100 }),
        (caps, steps) => {
          const block = fresh();
          const out: boolean[] = [];
          for (const { isRetry, comes } of steps) {
            if (comes) {
              if (admitToCaps(block, 0, { ...caps, pending: 0 }, isRetry, 0) === admitted) out.push(isRetry);
            } else if (out.length > 0) releaseFromCaps(block, 0, out.pop()!);
            expect(out.length).toBeLessThanOrEqual(Math.min(caps.connections, caps.requests));
            expect(out.filter(Boolean).length).toBeLessThanOrEqual(caps.retries);
          }
        },
      ),
    );
  });
});
