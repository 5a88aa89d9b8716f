import { describe, expect, it } from 'vitest';
import { FAILS_THEN_WORKS, HEDGE, RETRY, SLOW, SLOW_THEN_QUICK, told } from '../support/story';

/* What MODEL.md says of any gate around and inside the other layers, gate by gate: what it is told of, and when. */

const GATES = {
  breaker: '{ name: gate, breaker: { window: 100 calls } }',
  bulkhead: '{ name: gate, bulkhead: 9 }',
  'rate limit': '{ name: gate, rate limit: { fixed window: 9, per: 1s, wait: 0s } }',
  'concurrency limit': '{ name: gate, concurrency limit: { algorithm: aimd } }',
  throttle: '{ name: gate, throttle: {} }',
  caps: '{ name: gate, caps: { requests: 9 } }',
} as const;

const FALLBACK = '{ fallback: { use: default } }';
const SHUT = '{ breaker: { state: forced open } }';

describe.each(Object.entries(GATES))('a %s', (_, gate) => {
  const hears = (layers: readonly string[], script: string): string[] =>
    told(`[${layers.join(', ')}]`, script, ['gate']).map((line) => line.replace(' gate', ''));

  it('inside a retry is told of each try, outside it of all together', () => {
    expect(hears([RETRY, gate], FAILS_THEN_WORKS)).toEqual([
      '0 admitted',
      '10 hears error',
      '110 admitted',
      '120 hears ok',
    ]);
    expect(hears([gate, RETRY], FAILS_THEN_WORKS)).toEqual(['0 admitted', '120 hears ok']);
  });

  it('inside a timeout is told of the late result, outside it of the timeout', () => {
    expect(hears(['{ timeout: 50ms }', gate], SLOW)).toEqual(['0 admitted', '100 hears ok late']);
    expect(hears([gate, '{ timeout: 50ms }'], SLOW)).toEqual(['0 admitted', '50 hears timeout']);
  });

  it('inside a timeout that calls off is told so at once', () => {
    expect(hears(['{ timeout: { after: 50ms, cancel: true } }', gate], SLOW)).toEqual([
      '0 admitted',
      '50 hears cancelled late',
    ]);
  });

  it('between a timeout and a retry is told that the call was abandoned when the time ends in a backoff', () => {
    expect(hears(['{ timeout: 50ms }', gate, RETRY], FAILS_THEN_WORKS)).toEqual([
      '0 admitted',
      '50 hears abandoned late',
    ]);
  });

  it('inside a hedge is told of each one sent, the loser when it ends, outside it of the winner', () => {
    expect(hears([HEDGE, gate], SLOW_THEN_QUICK)).toEqual([
      '0 admitted',
      '20 admitted',
      '30 hears ok',
      '100 hears ok late',
    ]);
    expect(hears([gate, HEDGE], SLOW_THEN_QUICK)).toEqual(['0 admitted', '30 hears ok']);
  });

  it('inside a fallback is told of the failure, outside it of the degraded answer', () => {
    expect(hears([FALLBACK, gate], FAILS_THEN_WORKS)).toEqual(['0 admitted', '10 hears error']);
    expect(hears([gate, FALLBACK], FAILS_THEN_WORKS)).toEqual(['0 admitted', '10 hears degraded']);
  });

  it('outside a gate is told of its refusal at once, inside one of what that lets pass', () => {
    expect(hears([gate, SHUT], SLOW)).toEqual(['0 admitted', '0 hears breaker open']);
    expect(hears([SHUT, gate], SLOW)).toEqual([]);
    for (const other of Object.values(GATES)) {
      const inner = other.replace('name: gate', 'name: inner');
      expect(hears([gate, inner], SLOW)).toEqual(['0 admitted', '100 hears ok']);
    }
  });
});
