import { BrokenCircuitError, CircuitState, IsolatedCircuitError } from 'cockatiel';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Verdict } from '../../../../src/policies/breaker';
import type { CockatielParams } from '../../../../src/policies/breakers/cockatiel';
import type { CockatielCounts } from '../../../../src/policies/breakers/cockatiel-counts';
import { STRICT } from '../../../../src/policies/breakers/dialect';
import { cockatielBackoff, cockatielOf, Unheeded } from './libraries';
import { BreakerWorld, play, type PlannedCall } from './play';

/*
 * The library itself, under fake timers, beside our dialect. cockatiel's breaker has no timer, it looks at the clock. Calls
 * come at whole multiples of 64 ms, and their results one after another just behind these, so that no two kinds of thing
 * fall on one instant; a wait of 64 n - 1 ms can then end at the very instant at which a call comes.
 */
const STEP_MS = 64;
const START_MS = 1_600_000_000_000;
const UNTIL_MS = STEP_MS * 20_000;

const anyCounts: fc.Arbitrary<CockatielCounts> = fc.oneof(
  fc.record({ kind: fc.constant('consecutive' as const), failures: fc.integer({ min: 1, max: 4 }) }),
  fc
    .record({
      kind: fc.constant('count' as const),
      size: fc.integer({ min: 1, max: 8 }),
      threshold: fc.constantFrom(0.2, 0.5, 0.75),
      least: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ least, ...counts }) => ({ ...counts, minimumCalls: Math.max(1, Math.ceil(least * counts.size)) })),
  fc
    .record({
      threshold: fc.constantFrom(0.2, 0.5, 0.75),
      durationMs: fc.constantFrom(1000, 2500, 8000),
      perSecond: fc.constantFrom(0, 0.5, 2),
    })
    .map(({ threshold, durationMs, perSecond }) => {
      const parts = Math.max(5, Math.ceil(durationMs / 1000));
      return {
        kind: 'sampling' as const,
        threshold,
        parts,
        partMs: Math.round(durationMs / parts),
        minimumPerMs: perSecond === 0 ? 5 / (threshold * 1000) : perSecond / 1000,
      };
    }),
);

const anyParams: fc.Arbitrary<CockatielParams> = fc
  .record({
    counts: anyCounts,
    openForMs: fc
      .array(fc.constantFrom(0, 63, STEP_MS * 10 - 1, STEP_MS * 80 - 1), { minLength: 1, maxLength: 3 })
      .map((waits) => waits as readonly number[]),
    openBackoff: fc.option(
      fc
        .tuple(fc.constantFrom('none', 'full', 'equal', 'smooth'), fc.constantFrom(50, 1000), fc.constantFrom(2, 3))
        .map(([jitter, baseMs, factor]) => cockatielBackoff(jitter, baseMs, 3000, factor)),
    ),
  })
  .map((params) => ({ ...STRICT, like: 'cockatiel', steering: 'automatic', ...params }));

const anyCalls: fc.Arbitrary<PlannedCall[]> = fc
  .array(
    fc.record({
      waitMs: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 50 })).map((steps) => STEP_MS * steps),
      tookMs: fc
        .oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 60 }))
        .map((steps) => STEP_MS * steps + 1),
      verdict: fc.constantFrom(
        Verdict.success,
        Verdict.success,
        Verdict.failure,
        Verdict.failure,
        Verdict.failure,
        Verdict.ignored,
      ),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((calls) => {
    let atMs = 0;
    return calls.map(({ waitMs, ...call }) => ({ ...call, atMs: (atMs += waitMs) }));
  });

const WORDS = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'isolated',
};

function libraryOf(params: CockatielParams, calls: readonly PlannedCall[], isByFunction = false) {
  const happened: string[] = [];
  const note = (words: string): void => void happened.push(`${Date.now()} ${words}`);
  const breaker = cockatielOf(params, isByFunction);
  breaker.onStateChange((state) => note(WORDS[state]));
  const work = (call: number) => (): Promise<void> => {
    note(`#${call} admitted`);
    const { tookMs, verdict } = calls[call]!;
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        if (verdict === Verdict.success) resolve();
        else reject(verdict === Verdict.ignored ? new Unheeded() : new Error('failed'));
      }, tookMs);
    });
  };
  const call = (number: number): void => {
    const waits = breaker.state === CircuitState.HalfOpen;
    if (waits) note(`#${number} waits`);
    breaker.execute(work(number)).catch((error: unknown) => {
      if (error instanceof BrokenCircuitError || error instanceof IsolatedCircuitError) note(`#${number} refused`);
    });
  };
  return { breaker, happened, call };
}

async function playLibrary(
  params: CockatielParams,
  calls: readonly PlannedCall[],
  isByFunction: boolean,
): Promise<string[]> {
  vi.setSystemTime(START_MS);
  const { happened, call } = libraryOf(params, calls, isByFunction);
  for (const [number, { atMs }] of calls.entries()) {
    await vi.advanceTimersByTimeAsync(START_MS + atMs - Date.now());
    call(number);
  }
  await vi.advanceTimersByTimeAsync(START_MS + UNTIL_MS - Date.now());
  return happened;
}

/** The same numbers from [0, 1) for the library and for us, one for each open time that is drawn. */
function drawsFrom(first: number): () => number {
  let next = first;
  return () => ((next = (next * 16_807 + 11) % 65_536) + 0.5) / 65_536;
}

/** In the library a call learns that it is let out after the state has changed, and of two that learn it at once either may. */
const sorted = (happened: readonly string[]): string[] =>
  [...happened].sort((a, b) => parseInt(a, 10) - parseInt(b, 10) || (a < b ? -1 : 1));

describe('the dialect of cockatiel beside cockatiel 3.2.1', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('lets out, makes wait and refuses the same calls and changes its state at the same instants, whatever comes', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyParams, anyCalls, fc.nat(), fc.boolean(), async (params, calls, first, isByFunction) => {
        const random = vi.spyOn(Math, 'random').mockImplementation(drawsFrom(first));
        const theirs = await playLibrary(params, calls, isByFunction);
        random.mockRestore();
        const ours = play(params, calls, START_MS, UNTIL_MS, Infinity, drawsFrom(first));
        expect(sorted(ours)).toEqual(sorted(theirs));
        for (const line of ours) seen.add(line.replace(/^\d+ (#\d+ )?/, ''));
      }),
      { numRuns: 1000, seed: 7 },
    );
    expect([...seen].sort()).toEqual(['admitted', 'closed', 'half-open', 'open', 'refused', 'waits']);
  }, 240_000);

  const twice: CockatielParams = {
    ...STRICT,
    like: 'cockatiel',
    steering: 'automatic',
    counts: { kind: 'consecutive', failures: 1 },
    openForMs: [100],
    openBackoff: null,
  };

  it('makes a call wait that comes just before the result of its instant, and lets one out that comes just after', async () => {
    const calls = [
      { atMs: 0, tookMs: 1, verdict: Verdict.failure },
      { atMs: 101, tookMs: 9, verdict: Verdict.success },
      { atMs: 110, tookMs: 5, verdict: Verdict.success },
    ];
    vi.setSystemTime(START_MS);
    const { call, happened } = libraryOf(twice, calls);
    call(0);
    await vi.advanceTimersByTimeAsync(101);
    call(1);
    setTimeout(() => call(2), 9);
    await vi.advanceTimersByTimeAsync(50);
    expect(happened.slice(-2)).toEqual([`${START_MS + 110} closed`, `${START_MS + 110} #2 admitted`]);
    expect(happened).not.toContain(`${START_MS + 110} #2 waits`);
    expect(sorted(play(twice, calls, START_MS, 1000))).toEqual(sorted(happened));

    const world = new BreakerWorld(twice);
    world.asks(0);
    world.ends(0, Verdict.failure);
    world.to(100);
    world.asks(1);
    world.asks(2);
    expect(world.ends(1, Verdict.success).letOut).toEqual([2]);
    expect(world.happened.slice(-4)).toEqual(['100 #1 admitted', '100 #2 waits', '100 closed', '100 #2 admitted']);
  });

  it('refuses all while isolated, lets nobody wait on, and is closed with its count as it was when released', async () => {
    vi.setSystemTime(START_MS);
    const params: CockatielParams = { ...twice, counts: { kind: 'consecutive', failures: 2 } };
    const calls = Array.from({ length: 6 }, () => ({ atMs: 0, tookMs: 5, verdict: Verdict.failure }));
    const { breaker, call, happened } = libraryOf(params, calls);
    const world = new BreakerWorld(params, START_MS);
    const ask = (number: number): void => {
      call(number);
      world.asks(number);
    };
    const pass = async (ms: number, ...ends: readonly number[]): Promise<void> => {
      await vi.advanceTimersByTimeAsync(ms);
      world.to(Date.now());
      for (const number of ends) world.ends(number, Verdict.failure);
    };
    ask(0);
    await pass(5, 0);
    const handle = breaker.isolate();
    world.steered('isolated');
    ask(1);
    await pass(20);
    handle.dispose();
    world.steered('automatic');
    ask(2);
    await pass(5, 2);
    expect(sorted(world.happened)).toEqual(sorted(happened));
    expect(world.state).toBe('open');
  });
});
