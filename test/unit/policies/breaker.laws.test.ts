import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Admission } from '../../../src/policies/admission';
import {
  admitToBreaker,
  breakerBlockSize,
  breakerStateName,
  breakerStateNumber,
  initBreaker,
  readBreaker,
  reportToBreaker,
  Verdict,
} from '../../../src/policies/breaker';
import type { Resilience4jParams } from '../../../src/policies/breakers/resilience4j';
import { small } from './breaker-bench';

const stateOf = (block: Float64Array, params: Resilience4jParams): string =>
  breakerStateName(params, breakerStateNumber(block, AT));

/** The same rules written the slow way: every result is kept, and the window is counted anew each time. */
class NaiveBreaker {
  state: 'closed' | 'open' | 'half-open' = 'closed';
  openUntilMs = NaN;
  private permits = 0;
  private probing = false;
  private results: { readonly atMs: number; readonly failed: boolean; readonly slow: boolean }[] = [];

  constructor(private readonly params: Resilience4jParams) {}

  asks(nowMs: number): boolean {
    if (this.state === 'open' && nowMs > this.openUntilMs) {
      Object.assign(this, { state: 'half-open', probing: true, results: [], permits: this.params.halfOpenCalls });
    }
    if (this.state === 'half-open') return this.permits > 0 && this.permits-- > 0;
    return this.state === 'closed';
  }

  reports(verdict: Verdict, durationMs: number, nowMs: number): void {
    if (verdict === Verdict.ignored) {
      if (this.state === 'half-open') this.permits++;
      return;
    }
    const { slowCallMs, openForMs, failureRate, slowRate } = this.params;
    this.results.push({ atMs: nowMs, failed: verdict === Verdict.failure, slow: durationMs > slowCallMs });
    const rates = this.rates(nowMs);
    if (this.state === 'open' || Number.isNaN(rates.failureRate)) return;
    if (rates.failureRate >= failureRate || rates.slowRate >= slowRate) {
      Object.assign(this, { state: 'open', openUntilMs: nowMs + openForMs });
    } else if (this.state === 'half-open') {
      Object.assign(this, { state: 'closed', probing: false, results: [] });
    }
  }

  rates(nowMs: number): { seen: number; failureRate: number; slowRate: number } {
    const { window, halfOpenCalls, minimumCalls } = this.params;
    const calls = this.probing ? halfOpenCalls : window.kind === 'calls' ? window.size : Infinity;
    const counted =
      calls === Infinity && window.kind === 'time'
        ? this.results.filter(({ atMs }) => slotOf(nowMs, window) - slotOf(atMs, window) < window.count)
        : this.results.slice(-calls);
    const seen = counted.length;
    if (seen === 0 || seen < Math.min(minimumCalls, calls)) return { seen, failureRate: NaN, slowRate: NaN };
    return {
      seen,
      failureRate: counted.filter(({ failed }) => failed).length / seen,
      slowRate: counted.filter(({ slow }) => slow).length / seen,
    };
  }
}

const slotOf = (ms: number, { slotMs }: { slotMs: number }): number => Math.floor(ms / slotMs);

const anyParams: fc.Arbitrary<Resilience4jParams> = fc
  .record({
    failureRate: fc.constantFrom(0.2, 0.5, 0.75, 1),
    slowRate: fc.constantFrom(0.5, 1),
    slowCallMs: fc.constant(100),
    window: fc.oneof(
      fc.record({ kind: fc.constant('calls' as const), size: fc.integer({ min: 1, max: 8 }) }),
      fc.record({
        kind: fc.constant('time' as const),
        count: fc.integer({ min: 1, max: 5 }),
        slotMs: fc.constantFrom(1000, 250),
      }),
    ),
    minimumCalls: fc.integer({ min: 1, max: 10 }),
    openForMs: fc.constantFrom(0, 500, 1000, 3000),
    halfOpenCalls: fc.integer({ min: 1, max: 10 }),
  })
  .map((drawn) => ({ ...small, ...drawn }));

type Step = { readonly waitMs: number } & (
  { readonly do: 'ask' } | { readonly do: 'report'; readonly verdict: Verdict; readonly durationMs: number }
);

// Waits of multiples of 250 ms meet the ends of seconds and of open times exactly and often.
const waitMs = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 14 }).map((quarters) => quarters * 250) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 12_000, noNaN: true }) },
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ waitMs, do: fc.constant('ask' as const) }),
  fc.record({
    waitMs,
    do: fc.constant('report' as const),
    verdict: fc.constantFrom(Verdict.success, Verdict.success, Verdict.failure, Verdict.failure, Verdict.ignored),
    durationMs: fc.constantFrom(1, 100, 101),
  }),
);
const anyStory = fc.array(anyStep, { minLength: 1, maxLength: 120 });

/** The block lies between other policies' numbers, which must stay as they are. */
const AT = 3;
const STRANGER = 42;

function arena(params: Resilience4jParams): Float64Array {
  const block = new Float64Array(AT + breakerBlockSize(params) + 3).fill(STRANGER);
  initBreaker(block, AT, params, 0);
  return block;
}

describe('a breaker, whatever happens to it', () => {
  it('does, at every step, what the rules written the slow way do', () => {
    fc.assert(
      fc.property(anyParams, anyStory, (params, story) => {
        const block = arena(params);
        const naive = new NaiveBreaker(params);
        let nowMs = 0;
        for (const step of story) {
          nowMs += step.waitMs;
          if (step.do === 'ask') {
            expect(admitToBreaker(block, AT, params, nowMs) === Admission.admitted).toBe(naive.asks(nowMs));
          } else {
            reportToBreaker(block, AT, params, 0, step.verdict, step.durationMs, nowMs);
            naive.reports(step.verdict, step.durationMs, nowMs);
          }
          const { state, seen, failureRate, slowRate, openUntilMs } = readBreaker(block, AT, params, nowMs);
          expect({ state, seen, failureRate, slowRate }).toEqual({ state: naive.state, ...naive.rates(nowMs) });
          expect(openUntilMs).toBe(naive.state === 'open' ? naive.openUntilMs : NaN);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('lets nothing out before its open time is over, and never more than its permits while half-open', () => {
    fc.assert(
      fc.property(anyParams, anyStory, (params, story) => {
        const block = arena(params);
        let [nowMs, openedMs, probesLeft] = [0, 0, 0];
        for (const step of story) {
          nowMs += step.waitMs;
          const before = stateOf(block, params);
          if (step.do === 'ask') {
            const admitted = admitToBreaker(block, AT, params, nowMs) === Admission.admitted;
            if (before === 'open') {
              expect(admitted).toBe(nowMs > openedMs + params.openForMs);
              if (admitted) probesLeft = params.halfOpenCalls;
            }
            if (admitted && before !== 'closed') expect(--probesLeft).toBeGreaterThanOrEqual(0);
          } else {
            reportToBreaker(block, AT, params, 0, step.verdict, step.durationMs, nowMs);
            if (before === 'half-open' && step.verdict === Verdict.ignored) probesLeft++;
            if (before !== 'open' && stateOf(block, params) === 'open') openedMs = nowMs;
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps to its own block, and reading it changes nothing', () => {
    fc.assert(
      fc.property(anyParams, anyStory, (params, story) => {
        const block = arena(params);
        let nowMs = 0;
        for (const step of story) {
          nowMs += step.waitMs;
          if (step.do === 'ask') admitToBreaker(block, AT, params, nowMs);
          else reportToBreaker(block, AT, params, 0, step.verdict, step.durationMs, nowMs);
          const before = block.slice();
          readBreaker(block, AT, params, nowMs + 1e6);
          expect(block).toEqual(before);
        }
        expect([...block.subarray(0, AT), ...block.subarray(-3)]).toEqual(Array(AT + 3).fill(STRANGER));
      }),
      { numRuns: 100 },
    );
  });

  it('goes on identically from a copy of its block', () => {
    fc.assert(
      fc.property(anyParams, anyStory, anyStory, (params, story, rest) => {
        const original = arena(params);
        let nowMs = 0;
        const play = (block: Float64Array, steps: readonly Step[], fromMs: number): unknown[] => {
          nowMs = fromMs;
          return steps.map((step) => {
            nowMs += step.waitMs;
            if (step.do === 'ask') return admitToBreaker(block, AT, params, nowMs);
            reportToBreaker(block, AT, params, 0, step.verdict, step.durationMs, nowMs);
            return false;
          });
        };
        play(original, story, 0);
        const copyMs = nowMs;
        const copy = original.slice();
        expect(play(copy, rest, copyMs)).toEqual(play(original, rest, copyMs));
        expect(copy).toEqual(original);
      }),
      { numRuns: 50 },
    );
  });
});
