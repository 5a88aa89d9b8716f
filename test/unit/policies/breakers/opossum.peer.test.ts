import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Verdict } from '../../../../src/policies/breaker';
import { STRICT } from '../../../../src/policies/breakers/dialect';
import type { OpossumParams } from '../../../../src/policies/breakers/opossum';
import { opossumOf, Unheeded } from './libraries';
import { BreakerWorld, play, type PlannedCall } from './play';

/*
 * The library itself, under fake timers, beside our dialect. So that no result and no timer fall on one instant, each kind
 * of instant has remainders of its own modulo 16: buckets turn at 0, calls come at 1, results at 3, opossum's timeouts at 6,
 * and its reset timers go off at 10 or 13.
 */
const START_MS = 1_600_000_000_000;
/** Time for all calls to come and to end. */
const UNTIL_MS = 16 * 4000;

interface Setting {
  readonly params: OpossumParams;
  readonly timeoutMs: number;
}

const anySetting: fc.Arbitrary<Setting> = fc
  .record({
    errorPercentage: fc.constantFrom(0, 25, 50, 60, 99, 100),
    resetMs: fc.constantFrom(7, 16 * 10 + 7, 16 * 60 + 7),
    buckets: fc.integer({ min: 1, max: 6 }),
    bucketMs: fc.constantFrom(16 * 4, 16 * 20),
    volumeThreshold: fc.constantFrom(0, 1, 3, 6),
    isWarmedUp: fc.boolean(),
    timeoutMs: fc.constantFrom(Infinity, 16 * 6 + 5, 16 * 30 + 5),
  })
  .map(({ isWarmedUp, timeoutMs, ...params }) => ({
    timeoutMs,
    params: {
      ...STRICT,
      ...params,
      like: 'opossum',
      steering: 'automatic',
      warmUpMs: isWarmedUp ? params.buckets * params.bucketMs : 0,
    },
  }));

const anyCalls: fc.Arbitrary<PlannedCall[]> = fc
  .array(
    fc.record({
      waitMs: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 60 })).map((steps) => 16 * steps),
      tookMs: fc
        .oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 120 }))
        .map((steps) => 16 * steps + 2),
      verdict: fc.constantFrom(Verdict.success, Verdict.failure, Verdict.failure, Verdict.ignored),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((calls) => {
    let atMs = 1;
    return calls.map(({ waitMs, ...call }) => ({ ...call, atMs: (atMs += waitMs) }));
  });

const TIED: OpossumParams = {
  ...STRICT,
  like: 'opossum',
  steering: 'automatic',
  errorPercentage: 40,
  resetMs: 100,
  buckets: 10,
  bucketMs: 1000,
  volumeThreshold: 0,
  warmUpMs: 0,
};

async function playLibrary({ params, timeoutMs }: Setting, calls: readonly PlannedCall[]): Promise<string[]> {
  const happened: string[] = [];
  const note = (words: string): void => void happened.push(`${Date.now()} ${words}`);
  const action = (call: number): Promise<void> => {
    note(`#${call} admitted`);
    const { tookMs, verdict } = calls[call]!;
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        if (verdict === Verdict.success) resolve();
        else reject(verdict === Verdict.ignored ? new Unheeded() : new Error('failed'));
      }, tookMs);
    });
  };
  const breaker = opossumOf(params, timeoutMs, action);
  let firing = -1;
  breaker.on('reject', () => note(`#${firing} refused`));
  breaker.on('open', () => note('open'));
  breaker.on('halfOpen', () => note('half-open'));
  breaker.on('close', () => note('closed'));
  for (const [call, { atMs }] of calls.entries()) {
    await vi.advanceTimersByTimeAsync(START_MS + atMs - Date.now());
    firing = call;
    breaker.fire(call).catch(() => {});
  }
  await vi.advanceTimersByTimeAsync(START_MS + UNTIL_MS - Date.now());
  breaker.shutdown();
  return happened;
}

describe('the dialect of opossum beside opossum 9.0.0', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('lets out and refuses the same calls and changes its state at the same instants, whatever comes', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anySetting, anyCalls, async (setting, calls) => {
        vi.setSystemTime(START_MS);
        const theirs = await playLibrary(setting, calls);
        const ours = play(setting.params, calls, START_MS, UNTIL_MS, setting.timeoutMs);
        expect(ours).toEqual(theirs);
        for (const line of ours) seen.add(line.replace(/^\d+ (#\d+ )?/, ''));
      }),
      { numRuns: 1000, seed: 9, endOnFailure: false },
    );
    expect([...seen].sort()).toEqual(['admitted', 'closed', 'half-open', 'open', 'refused']);
  }, 240_000);

  it('counts a result that comes just before the reset timer of its instant in the open state, as the library does', async () => {
    vi.setSystemTime(START_MS);
    const params: OpossumParams = { ...TIED, resetMs: 90 };
    // The late call is let out before the breaker opens, so that its timer was set before the reset timer was.
    const calls = [
      { atMs: 0, tookMs: 100, verdict: Verdict.success },
      { atMs: 5, tookMs: 5, verdict: Verdict.failure },
    ];
    const theirs = await playLibrary({ params, timeoutMs: Infinity }, calls);
    expect(theirs.slice(2)).toEqual([`${START_MS + 10} open`, `${START_MS + 100} half-open`]);

    const world = new BreakerWorld(params);
    world.asks(0);
    world.to(5);
    world.asks(1);
    world.to(10);
    world.ends(1, Verdict.failure);
    world.nowMs = 100;
    world.ends(0, Verdict.success);
    world.to(100);
    expect(world.state).toBe('half-open');
  });

  it('closes by a result that comes just after the reset timer of its instant', () => {
    const world = new BreakerWorld(TIED);
    world.asks(0);
    world.asks(1);
    world.ends(1, Verdict.failure);
    world.to(100);
    world.ends(0, Verdict.success);
    expect(world.state).toBe('closed');
  });

  it('counts a failure that ends as a bucket turns in the bucket that begins, as the library does', async () => {
    vi.setSystemTime(START_MS);
    // One bucket of 100 ms: the call of 10 ms is forgotten at 100 ms, when its failure comes: 1 failure of 0 calls.
    const params: OpossumParams = { ...TIED, buckets: 1, bucketMs: 100, errorPercentage: 100 };
    const calls = [{ atMs: 10, tookMs: 90, verdict: Verdict.failure }];
    const theirs = await playLibrary({ params, timeoutMs: Infinity }, calls);
    expect(theirs.map((line) => line.replace(/^\d+ /, ''))).toContain('open');
    expect(play(params, calls, START_MS, UNTIL_MS)).toEqual(theirs);
  });
});
