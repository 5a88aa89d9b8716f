import {
  decorrelatedJitterGenerator,
  DelegateBackoff,
  ExponentialBackoff,
  fullJitterGenerator,
  halfJitterGenerator,
  IterableBackoff,
  noJitterGenerator,
} from 'cockatiel';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Draws } from '../../../src/kernel/draws';
import {
  backoffMs,
  backoffState,
  longestWaitsMs,
  PLAIN_BACKOFF,
  type BackoffParams,
} from '../../../src/policies/backoff';
import { kolmogorovSmirnovP, SIGNIFICANCE } from '../kernel/statistics';

const doubling: BackoffParams = { ...PLAIN_BACKOFF, kind: 'exponential', baseMs: 100, factor: 2, capMs: 500 };

/** The waits before retry 1, 2, 3 … with these draws. */
function waits(params: BackoffParams, uniforms: readonly number[]): number[] {
  let state = NaN;
  return uniforms.map((uniform, index) => {
    const waitMs = backoffMs(params, index + 1, uniform, state);
    state = backoffState(params, index + 1, uniform, waitMs);
    return waitMs;
  });
}

const half = (times: number): number[] => Array.from({ length: times }, () => 0.5);

describe('the wait before a retry', () => {
  it('grows by the factor up to the cap when exponential', () => {
    expect(waits(doubling, half(6))).toEqual([100, 200, 400, 500, 500, 500]);
  });

  it('stays the same when constant, and grows by the first wait when linear', () => {
    expect(waits({ ...doubling, kind: 'constant' }, half(3))).toEqual([100, 100, 100]);
    expect(waits({ ...doubling, kind: 'linear', capMs: 350 }, half(4))).toEqual([100, 200, 300, 350]);
  });

  it('is as a list says, the last for all further, and is drawn and capped as any other', () => {
    const listed: BackoffParams = { ...PLAIN_BACKOFF, kind: 'listed', baseMs: 100, listMs: [100, 700, 0, 300] };
    expect(waits(listed, half(6))).toEqual([100, 700, 0, 300, 300, 300]);
    expect(waits({ ...listed, jitter: 'full' }, half(4))).toEqual([50, 350, 0, 150]);
    expect(waits({ ...listed, jitter: 'equal' }, half(2))).toEqual([75, 525]);
    expect(longestWaitsMs(listed, 3)).toBe(800);
    expect(longestWaitsMs(listed, 1_000_000)).toBe(800 + 300 * 999_997);
    expect(longestWaitsMs({ ...listed, listMs: [100, 100, 700] }, 4)).toBe(100 + 100 + 700 + 700);
  });

  it('is nothing without backoff, jittered or not', () => {
    expect(waits({ ...doubling, kind: 'none', jitter: 'full' }, half(3))).toEqual([0, 0, 0]);
  });

  it('is capped even before the first retry', () => {
    expect(backoffMs({ ...doubling, baseMs: 900 }, 1, 0, NaN)).toBe(500);
  });

  it('is finite however many retries there were, with a cap or without', () => {
    expect(backoffMs(doubling, 1_000_000, 0, NaN)).toBe(500);
    const uncapped = { ...doubling, capMs: Infinity };
    for (const jitter of ['none', 'equal', 'full', 'proportional', 'smooth'] as const) {
      expect(backoffMs({ ...uncapped, jitter, jitterShare: 1 }, 1_000_000, 0.5, 1)).toBeLessThan(Infinity);
    }
  });

  it('is capped before the jitter, so that full jitter reaches from 0 to the cap and equal from its half', () => {
    expect(backoffMs({ ...doubling, jitter: 'full' }, 6, 0, NaN)).toBe(0);
    expect(backoffMs({ ...doubling, jitter: 'full' }, 6, 0.5, NaN)).toBe(250);
    expect(backoffMs({ ...doubling, jitter: 'equal' }, 6, 0, NaN)).toBe(250);
    expect(backoffMs({ ...doubling, jitter: 'equal' }, 6, 0.5, NaN)).toBe(375);
  });

  it('is capped after the jitter where that is the rule, so that a jitter below the cap remains', () => {
    const after: BackoffParams = { ...doubling, jitter: 'proportional', jitterShare: 0.5, capsJitter: true };
    expect(backoffMs(after, 4, 0, NaN)).toBe(400);
    expect(backoffMs(after, 4, 0.5, NaN)).toBe(500);
    const before = { ...after, capsJitter: false };
    expect(backoffMs(before, 4, 0, NaN)).toBe(250);
    expect(backoffMs(before, 4, 1, NaN)).toBe(750);
  });

  it('is at least the least wait, even where the cap is less', () => {
    expect(waits({ ...doubling, leastMs: 250 }, half(4))).toEqual([250, 250, 400, 500]);
    expect(waits({ ...doubling, leastMs: 900 }, half(2))).toEqual([900, 900]);
  });

  it('is drawn by full jitter from the least wait on', () => {
    const params: BackoffParams = { ...doubling, jitter: 'full', leastMs: 50 };
    expect([0, 0.5, 1].map((uniform) => backoffMs(params, 2, uniform, NaN))).toEqual([50, 125, 200]);
  });

  it('has something added by added jitter, and is capped after it', () => {
    const params: BackoffParams = { ...doubling, jitter: 'added', jitterMs: 200, capsJitter: true };
    expect([0, 0.5, 1].map((uniform) => backoffMs(params, 3, uniform, NaN))).toEqual([400, 500, 500]);
  });

  it('never leaves its bounds', () => {
    const microseconds = (max: number) => fc.integer({ min: 0, max }).map((us) => us / 1000);
    const arbitrary = fc.record({
      kind: fc.constantFrom('none' as const, 'constant' as const, 'linear' as const, 'exponential' as const),
      baseMs: microseconds(1e8),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
      capMs: microseconds(1e9),
    });
    const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 1, max: 40 }), uniform, (shape, retry, u) => {
        const wait = (jitter: BackoffParams['jitter']) =>
          backoffMs({ ...PLAIN_BACKOFF, ...shape, jitter, jitterShare: 0.2 }, retry, u, NaN);
        const steady = wait('none');
        expect(steady).toBeLessThanOrEqual(shape.capMs);
        expect(wait('full')).toBeGreaterThanOrEqual(0);
        expect(wait('full')).toBeLessThanOrEqual(steady);
        expect(wait('equal')).toBeGreaterThanOrEqual(steady / 2);
        expect(wait('equal')).toBeLessThanOrEqual(steady);
        expect(wait('proportional')).toBeGreaterThanOrEqual(0.8 * steady * (1 - 1e-15));
        expect(wait('proportional')).toBeLessThanOrEqual(1.2 * steady * (1 + 1e-15));
      }),
    );
  });
});

describe('decorrelated jitter', () => {
  const params: BackoffParams = { ...doubling, baseMs: 5, capMs: 100, jitter: 'decorrelated' };

  it('draws from the base to three times the wait before, which is the base before the first retry', () => {
    expect([0, 0.5, 1].map((u) => backoffMs(params, 1, u, NaN))).toEqual([5, 10, 15]);
    expect([0, 0.5, 1].map((u) => backoffMs(params, 2, u, 15))).toEqual([5, 25, 45]);
  });

  it('never waits longer than its cap', () => {
    expect(backoffMs(params, 3, 1, 40)).toBe(100);
  });

  it('is known by its longest waits', () => {
    expect(longestWaitsMs(params, 4)).toBe(15 + 45 + 100 + 100);
  });
});

describe('the longest waits of a call', () => {
  it('are the sum of the longest before each retry', () => {
    expect(longestWaitsMs(doubling, 4)).toBe(100 + 200 + 400 + 500);
    expect(longestWaitsMs({ ...doubling, kind: 'linear' }, 3)).toBe(100 + 200 + 300);
    expect(longestWaitsMs({ ...doubling, jitter: 'proportional', jitterShare: 0.25 }, 1)).toBe(125);
    expect(longestWaitsMs(doubling, 0)).toBe(0);
  });

  it('are found at once for tries without end', () => {
    expect(longestWaitsMs(doubling, 1_000_000)).toBe(700 + 500 * 999_997);
    expect(longestWaitsMs({ ...doubling, kind: 'none' }, 1_000_000)).toBe(0);
  });

  it('bound smooth waits, which add up to less', () => {
    const smooth: BackoffParams = { ...doubling, capMs: Infinity, jitter: 'smooth' };
    const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(uniform, { minLength: 1, maxLength: 20 }), (uniforms) => {
        const sum = waits(smooth, uniforms).reduce((total, wait) => total + wait, 0);
        expect(sum).toBeLessThanOrEqual(longestWaitsMs(smooth, uniforms.length) * (1 + 1e-12));
      }),
    );
  });
});

describe('resilience4j’s waits', () => {
  const growing: BackoffParams = {
    ...PLAIN_BACKOFF,
    kind: 'exponential',
    baseMs: 500,
    factor: 1.5,
    capsJitter: true,
    stepMs: 1,
    stepsGrowth: true,
  };

  it('are cut to whole milliseconds before the next grows from them', () => {
    expect(waits(growing, half(6))).toEqual([500, 750, 1125, 1687, 2530, 3795]);
  });

  it('are cut again when drawn, and capped last', () => {
    const drawn: BackoffParams = { ...growing, jitter: 'proportional', jitterShare: 0.5, capMs: 2000 };
    expect(waits(drawn, [0.333, 0.333, 0.333, 0.333, 0.333])).toEqual([416, 624, 937, 1405, 2000]);
  });
});

describe('cockatiel’s waits', () => {
  afterEach(() => vi.restoreAllMocks());

  const OPTIONS = { initialDelay: 128, maxDelay: 30_000, exponent: 3 };
  const cockatiel: BackoffParams = { ...PLAIN_BACKOFF, kind: 'exponential', baseMs: 128, factor: 2, capMs: 30_000 };

  it('are those of the library itself: one by one, by a list or by a function of the attempt', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { minLength: 1, maxLength: 6 }), (listMs) => {
        const params: BackoffParams = { ...PLAIN_BACKOFF, kind: 'listed', baseMs: listMs[0]!, listMs };
        const ours = waits(params, half(8));
        // The retry policy makes the first wait for its first retry, and each next one of that before.
        const contextOf = (attempt: number) => ({ attempt }) as never;
        const played = (factory: { next(context: never): unknown }): number[] => {
          let at = factory as { next(context: never): typeof at; duration: number };
          return ours.map((_, index) => (at = at.next(contextOf(index + 1))).duration);
        };
        expect(played(new IterableBackoff(listMs))).toEqual(ours);
        const table = ({ attempt }: { attempt: number }) => listMs[Math.min(attempt, listMs.length) - 1]!;
        expect(played(new DelegateBackoff(table))).toEqual(ours);
      }),
    );
  });

  it.each([
    ['no', noJitterGenerator, { ...cockatiel, stepMs: 1 }],
    ['full', fullJitterGenerator, { ...cockatiel, jitter: 'full', stepMs: 1 }],
    ['half', halfJitterGenerator, { ...cockatiel, jitter: 'equal', stepMs: 1 }],
    ['decorrelated', decorrelatedJitterGenerator, { ...cockatiel, factor: 3, jitter: 'smooth' }],
  ] as const)('are those of the library itself: %s jitter', (_, generator, params) => {
    const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(uniform, { minLength: 1, maxLength: 12 }), (uniforms) => {
        let turn = 0;
        vi.spyOn(Math, 'random').mockImplementation(() => uniforms[turn++]!);
        // One type of state or another, which the library keeps to itself.
        const backoff = new ExponentialBackoff({ ...OPTIONS, generator: generator as typeof noJitterGenerator });
        let next = backoff.next();
        const theirs = uniforms.map((_, index) => {
          if (index > 0) next = next.next(undefined);
          return next.duration;
        });
        waits(params, uniforms).forEach((ours, index) => expect(ours).toBeCloseTo(theirs[index]!, 7));
      }),
    );
  });
});

describe('the waits of many calls', () => {
  const SAMPLES = 20_000;

  /** Of the n-th wait, each call by itself, as the engine draws them. */
  function sampled(params: BackoffParams, retry: number): Float64Array {
    const draws = new Draws().of(2026, 305, 1);
    return Float64Array.from({ length: SAMPLES }, () =>
      waits(
        params,
        Array.from({ length: retry }, () => draws.uniform()),
      ).at(-1)!,
    );
  }

  const uniformCdf = (low: number, high: number) => (x: number) => Math.min(1, Math.max(0, (x - low) / (high - low)));

  it.each([
    ['full', doubling, 3, 0, 400],
    ['equal', doubling, 3, 200, 400],
    ['proportional', { ...doubling, jitterShare: 0.2 }, 2, 160, 240],
    ['added', { ...doubling, jitterMs: 1000, capsJitter: true, capMs: Infinity }, 2, 200, 1200],
  ] as const)('are uniform between their bounds under %s jitter', (jitter, params, retry, low, high) => {
    const p = kolmogorovSmirnovP(sampled({ ...params, jitter }, retry), uniformCdf(low, high));
    expect(p).toBeGreaterThan(SIGNIFICANCE);
  });

  /** W1 is uniform on [b, 3 b]; W2, given it, on [b, 3 W1]: P(W2 <= x) is the mean of (x - b) / (3 W1 - b). */
  it('have the second law of decorrelated jitter', () => {
    const b = 100;
    const cdf = (x: number): number => {
      if (x <= b) return 0;
      // Where 3 w <= x, all of it lies below x.
      const edge = Math.min(3 * b, Math.max(b, x / 3));
      const below = (edge - b) / (2 * b);
      const above = ((x - b) * (Math.log(3 * (3 * b) - b) - Math.log(3 * edge - b))) / (3 * 2 * b);
      return Math.min(1, below + above);
    };
    const params: BackoffParams = { ...doubling, capMs: Infinity, jitter: 'decorrelated' };
    expect(kolmogorovSmirnovP(sampled(params, 2), cdf)).toBeGreaterThan(SIGNIFICANCE);
  });

  /** The first is f(U) base / 1.4 with f growing, so its law is the inverse of f. */
  it('have the first law of smooth jitter', () => {
    const f = (t: number): number => 2 ** t * Math.tanh(Math.sqrt(4 * t));
    const cdf = (x: number): number => {
      let [low, high] = [0, 1];
      for (let step = 0; step < 60; step++) {
        const middle = (low + high) / 2;
        if ((f(middle) / 1.4) * 100 < x) low = middle;
        else high = middle;
      }
      return low;
    };
    const params: BackoffParams = { ...doubling, capMs: Infinity, jitter: 'smooth' };
    expect(kolmogorovSmirnovP(sampled(params, 1), cdf)).toBeGreaterThan(SIGNIFICANCE);
  });

  it('bring retries at times whose medians are near base, 2 base and 4 base under smooth jitter', () => {
    const params: BackoffParams = { ...doubling, capMs: Infinity, jitter: 'smooth' };
    const draws = new Draws().of(2026, 305, 1);
    [1, 2, 3].forEach((retry) => {
      const times = Float64Array.from({ length: SAMPLES }, () =>
        waits(
          params,
          Array.from({ length: retry }, () => draws.uniform()),
        ).reduce((total, wait) => total + wait, 0),
      );
      const median = times.sort()[SAMPLES / 2]! / (100 * 2 ** (retry - 1));
      expect(median).toBeGreaterThan(0.88);
      expect(median).toBeLessThan(1.02);
    });
  });
});
