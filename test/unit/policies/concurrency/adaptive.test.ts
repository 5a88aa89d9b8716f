import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ADAPTIVE_BLOCK_SIZE,
  drawsNext,
  initAdaptive,
  limit,
  onSample,
  type AdaptiveParams,
} from '../../../../src/policies/concurrency/adaptive';
import { findCapacity } from './replica';

const eachCall = { windowMs: 0, windowCalls: 10 };
const aimd: AdaptiveParams = {
  ...eachCall,
  algorithm: 'aimd',
  params: { initialLimit: 20, minLimit: 1, maxLimit: 200, backoff: 0.9, slowMs: 5000 },
};
const vegas: AdaptiveParams = {
  ...eachCall,
  algorithm: 'vegas',
  params: { initialLimit: 20, maxLimit: 1000, smoothing: 1, probeMultiplier: 30 },
};
const gradient2: AdaptiveParams = {
  ...eachCall,
  algorithm: 'gradient2',
  params: { initialLimit: 20, minLimit: 20, maxLimit: 200, tolerance: 1.5, smoothing: 0.2, queue: 4, longWindow: 600 },
};

interface Sample {
  rttMs: number;
  inFlight?: number;
  dropped?: boolean;
  uniform?: number;
}

/** The limit after each sample; in flight is the limit unless told. */
function limits(adaptive: AdaptiveParams, samples: readonly Sample[]): number[] {
  const block = new Float64Array(ADAPTIVE_BLOCK_SIZE).fill(7);
  initAdaptive(block, 0, adaptive);
  return samples.map(({ rttMs, inFlight = limit(block, 0), dropped = false, uniform = 0.999 }, index) => {
    onSample(block, 0, adaptive, rttMs, inFlight, dropped, index, uniform);
    return limit(block, 0);
  });
}
const times = (n: number, sample: Sample): Sample[] => Array.from({ length: n }, () => sample);

describe('a limit by additive increase and multiplicative decrease', () => {
  it('grows by one with each answer', () => {
    expect(limits(aimd, times(3, { rttMs: 10 }))).toEqual([21, 22, 23]);
  });

  it('is cut to nine tenths, rounded down, by a loss and by an answer later than 5 s', () => {
    const samples = [{ rttMs: 1, dropped: true }, { rttMs: 5000 }, { rttMs: 5000.5 }];
    expect(limits(aimd, samples)).toEqual([18, 19, 17]);
  });

  it('does not grow while less than half of it is in use', () => {
    const samples = [
      { rttMs: 1, inFlight: 9 },
      { rttMs: 1, inFlight: 10 },
    ];
    expect(limits(aimd, samples)).toEqual([20, 21]);
  });
});

describe('a limit after Vegas', () => {
  it('takes its first sample for the time without a queue, and shorter ones after it', () => {
    expect(limits(vegas, [{ rttMs: 10 }, { rttMs: 5 }])).toEqual([20, 20]);
  });

  it.each([
    ['no queue: by six', 10, 26],
    ['a queue of one: by six', 10.5, 26],
    ['a queue of two: by one', 11, 21],
    ['a queue of three: not at all', 11.5, 20],
    ['a queue of six: not at all', 14, 20],
    ['a queue of seven: down by one', 15, 19],
  ])('moves with %s', (_, rttMs, after) => {
    expect(limits(vegas, [{ rttMs: 10 }, { rttMs }])[1]).toBe(after);
  });

  it('moves ten times as coarsely per digit of the limit', () => {
    const wide: AdaptiveParams = { ...vegas, params: { ...vegas.params, initialLimit: 100 } };
    expect(limits(wide, [{ rttMs: 10 }, { rttMs: 10 }])[1]).toBe(112);
    expect(limits(wide, [{ rttMs: 10 }, { rttMs: 10, dropped: true }])[1]).toBe(98);
  });

  it('shrinks by a loss however short, and only by that while less than half of it is in use', () => {
    const samples = [{ rttMs: 10 }, { rttMs: 10, dropped: true, inFlight: 1 }, { rttMs: 90, inFlight: 9 }];
    expect(limits(vegas, samples)).toEqual([20, 19, 19]);
  });

  it('takes the time without a queue anew after 15 to 30 times the limit of samples, as drawn', () => {
    const block = new Float64Array(ADAPTIVE_BLOCK_SIZE);
    for (const [uniform, after] of [
      [0, 300],
      [0.5, 450],
    ] as const) {
      initAdaptive(block, 0, vegas);
      const drawn: number[] = [];
      for (let sample = 1; sample <= after; sample++) {
        if (drawsNext(block, 0, vegas)) drawn.push(sample);
        onSample(block, 0, vegas, sample === after ? 40 : 10, 1, false, 0, uniform);
      }
      expect(drawn).toEqual([1, after]);
      // a queue is now seen only beyond 40 ms
      onSample(block, 0, vegas, 40, 20, false, 0, uniform);
      expect(limit(block, 0)).toBe(26);
    }
  });
});

describe('a limit by the gradient of times', () => {
  it('grows by a fifth of four while nothing is slow', () => {
    expect(limits(gradient2, times(5, { rttMs: 10 }))).toEqual([20, 21, 22, 23, 24]);
  });

  it('tolerates one and a half times the long-term mean, and halves at worst', () => {
    const wide: AdaptiveParams = { ...gradient2, params: { ...gradient2.params, initialLimit: 100 } };
    const steady = times(1000, { rttMs: 10, inFlight: 1 });
    expect(limits(wide, [...steady, { rttMs: 15 }]).at(-1)).toBe(100);
    expect(limits(wide, [...steady, { rttMs: 14 }, { rttMs: 14 }]).at(-1)).toBe(101);
    // 100 x 0.8 + 0.2 (100 g + 4), g = 1.5 x (10 + 10 x 2 / 601) / 20
    expect(limits(wide, [...steady, { rttMs: 20 }]).at(-1)).toBe(95);
    expect(limits(wide, [...steady, { rttMs: 1000 }]).at(-1)).toBe(90);
  });

  it('never leaves its bounds', () => {
    expect(limits(gradient2, [...times(20, { rttMs: 10 }), ...times(50, { rttMs: 900 })]).at(-1)).toBe(20);
    expect(limits(gradient2, times(5000, { rttMs: 10 })).at(-1)).toBe(200);
  });

  it('lets a long-term mean of more than twice the present come down by a twentieth a sample', () => {
    const wide: AdaptiveParams = { ...gradient2, params: { ...gradient2.params, initialLimit: 100 } };
    const recovered = [...times(1000, { rttMs: 100, inFlight: 1 }), ...times(20, { rttMs: 10, inFlight: 1 })];
    // 100 x 0.8 + 0.2 (100 g + 4), with g = 1.5 x 36 / 100, for 100 x 0.95^20 = 36
    expect(limits(wide, [...recovered, { rttMs: 100 }]).at(-1)).toBe(91);
  });
});

describe('a window of calls', () => {
  const windowed: AdaptiveParams = { ...aimd, windowMs: 1000 };

  it('is one sample: one step for a second of calls', () => {
    const block = new Float64Array(ADAPTIVE_BLOCK_SIZE);
    initAdaptive(block, 0, windowed);
    const seen: number[] = [];
    for (let nowMs = 50; nowMs <= 3100; nowMs += 50) {
      onSample(block, 0, windowed, 10, 20, false, nowMs, 0);
      if (seen.at(-1) !== limit(block, 0)) seen.push(limit(block, 0));
    }
    expect(seen).toEqual([20, 21, 22]);
  });

  it('counts as lost when any call in it was', () => {
    const block = new Float64Array(ADAPTIVE_BLOCK_SIZE);
    initAdaptive(block, 0, windowed);
    for (let nowMs = 50; nowMs <= 1150; nowMs += 50) {
      onSample(block, 0, windowed, 10, 20, nowMs === 500, nowMs, 0);
    }
    expect(limit(block, 0)).toBe(18);
  });

  it('of fewer than ten calls is forgotten', () => {
    const block = new Float64Array(ADAPTIVE_BLOCK_SIZE);
    initAdaptive(block, 0, windowed);
    for (let nowMs = 150; nowMs <= 9000; nowMs += 150) onSample(block, 0, windowed, 10, 20, true, nowMs, 0);
    expect(limit(block, 0)).toBe(20);
  });
});

it('is a whole number of at least one call under any samples', () => {
  const sample = fc.record({
    rttMs: fc.double({ min: 0, max: 1e5, noNaN: true }),
    inFlight: fc.integer({ min: 1, max: 1000 }),
    dropped: fc.boolean(),
    uniform: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.constantFrom(aimd, vegas, gradient2), fc.array(sample, { maxLength: 300 }), (adaptive, samples) => {
      for (const value of limits(adaptive, samples)) {
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(1);
        expect(value).toBeLessThanOrEqual(adaptive.params.maxLimit);
      }
    }),
  );
});

describe('before a replica of ten workers asked twice as often as it can answer', () => {
  const windowed = { windowMs: 1000, windowCalls: 10 };
  it.each([
    ['additive increase, by refusals of a queue of ten', aimd, 10, 18, 25, 2.2],
    ['Vegas, by windows of a second', { ...vegas, ...windowed }, 1000, 12, 30, 2.8],
    [
      'the gradient, by windows of a second',
      { ...gradient2, ...windowed, params: { ...gradient2.params, minLimit: 1 } } as AdaptiveParams,
      1000,
      20,
      55,
      5,
    ],
  ])('%s finds a limit that keeps it busy and its queue short', (_, adaptive, queue, least, most, longest) => {
    const found = findCapacity(adaptive, 10, queue, 5);
    expect(found.limit).toBeGreaterThan(least);
    expect(found.limit).toBeLessThan(most);
    expect(found.share).toBeGreaterThan(0.97);
    expect(found.share).toBeLessThan(1.03);
    expect(found.time).toBeLessThan(longest);
  });

  it('Vegas call by call takes the shortest of varying times for the rule, and lets half of the workers idle', () => {
    const found = findCapacity(vegas, 10, 1000, 5);
    expect(found.limit).toBeLessThan(10);
    expect(found.share).toBeLessThan(0.75);
  });
});
