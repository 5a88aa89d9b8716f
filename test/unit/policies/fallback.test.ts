import { describe, expect, it } from 'vitest';
import {
  alwaysAnswers,
  answersAhead,
  FALLBACK_BLOCK_SIZE,
  hasAnswer,
  initFallback,
  keptOutcome,
  keptWords,
  noteAnswer,
  routeAsked,
  type FallbackParams,
  type FallbackUse,
} from '../../../src/policies/fallback';
import { Outcome } from '../../../src/policies/outcome';

const NO_WORDS = -1;

/** One layer of a caller replica, at a place of its own in an arena. */
class Layer {
  readonly block = new Float64Array(FALLBACK_BLOCK_SIZE + 5);
  private readonly params: FallbackParams;

  constructor(use: FallbackUse) {
    this.params = { use, message: 'Price from a few minutes ago' };
    initFallback(this.block, 3);
  }

  note(nowMs: number, outcome: Outcome = Outcome.ok, words = NO_WORDS): void {
    noteAnswer(this.block, 3, outcome, words, nowMs);
  }

  answers(nowMs: number, failure: Outcome = Outcome.timeout): boolean {
    return hasAnswer(this.block, 3, this.params, failure, nowMs);
  }

  ahead(nowMs: number): boolean {
    return answersAhead(this.block, 3, this.params, nowMs);
  }
}

const cached = (maxAgeMs: number, otherwise: 'fail' | 'default' = 'fail') =>
  new Layer({ kind: 'cached', maxAgeMs, otherwise });
const stale = (freshForMs: number, staleForMs: number, otherwise: 'fail' | 'default' = 'fail') =>
  new Layer({ kind: 'stale-if-error', freshForMs, staleForMs, otherwise });

describe('a fallback to the last full answer', () => {
  it('has none before the first, however old it may be', () => {
    expect(cached(1000).answers(0)).toBe(false);
    expect(cached(Infinity).answers(1e9)).toBe(false);
  });

  it('has one up to and including its greatest age', () => {
    const layer = cached(1000);
    layer.note(500);
    expect(layer.answers(500)).toBe(true);
    expect(layer.answers(1500)).toBe(true);
    expect(layer.answers(1500.001)).toBe(false);
  });

  it('counts the age from the newest full one, and does not keep a degraded one', () => {
    const layer = cached(1000);
    layer.note(0);
    layer.note(5000);
    layer.note(9000, Outcome.degraded, 4);
    expect(layer.answers(5900)).toBe(true);
    expect(layer.answers(9000)).toBe(false);
  });

  it('never answers ahead of a call, and may have a default behind it', () => {
    const layer = cached(1000, 'default');
    expect(layer.answers(0)).toBe(true);
    layer.note(0);
    expect(layer.ahead(0)).toBe(false);
  });
});

describe('stale-if-error', () => {
  it('answers ahead of a call while its lifetime is greater than its age', () => {
    const layer = stale(600, 1200);
    expect(layer.ahead(0)).toBe(false);
    layer.note(100);
    expect(layer.ahead(100)).toBe(true);
    expect(layer.ahead(699.999)).toBe(true);
    expect(layer.ahead(700)).toBe(false);
  });

  it('stands in for an error up to and including so long after it became stale', () => {
    const layer = stale(600, 1200);
    layer.note(100);
    expect(layer.answers(700)).toBe(true);
    expect(layer.answers(1900)).toBe(true);
    expect(layer.answers(1900.001)).toBe(false);
  });

  it('without a time to be fresh lets every call out', () => {
    const layer = stale(0, 1000);
    layer.note(50);
    expect(layer.ahead(50)).toBe(false);
    expect(layer.answers(1050)).toBe(true);
  });

  it('keeps an answer of any success as it was, words and all', () => {
    const layer = stale(600, 1200);
    layer.note(0);
    layer.note(50, Outcome.degraded, 7);
    expect([keptOutcome(layer.block, 3), keptWords(layer.block, 3)]).toEqual([Outcome.degraded, 7]);
    layer.note(60);
    expect([keptOutcome(layer.block, 3), keptWords(layer.block, 3)]).toEqual([Outcome.ok, NO_WORDS]);
  });

  it('covers what would be a 5xx, and not a conflict', () => {
    const layer = stale(0, Infinity, 'default');
    layer.note(0);
    for (const failure of [Outcome.error, Outcome.timeout, Outcome.refused, Outcome.breakerOpen, Outcome.queueFull])
      expect(layer.answers(1, failure)).toBe(true);
    expect(layer.answers(1, Outcome.conflict)).toBe(false);
  });

  it('fails where nothing is kept, unless there is a default behind it', () => {
    expect(stale(0, Infinity).answers(10)).toBe(false);
    expect(stale(0, 1, 'default').answers(10)).toBe(true);
  });
});

describe('a feature that may be off', () => {
  it('leaves its part out when the call fails, and answers ahead only when it is switched off', () => {
    const failing = new Layer({ kind: 'feature off', calls: true });
    const off = new Layer({ kind: 'feature off', calls: false });
    expect([failing.ahead(0), off.ahead(0)]).toEqual([false, true]);
    expect([failing.answers(0), off.answers(0)]).toEqual([true, true]);
  });
});

describe('fallbacks', () => {
  it('ask somebody else only for an endpoint or a queue, and then have no answer of their own', () => {
    const uses: [FallbackUse, number, boolean][] = [
      [{ kind: 'default' }, -1, true],
      [{ kind: 'cached', maxAgeMs: 1, otherwise: 'fail' }, -1, false],
      [{ kind: 'stale-if-error', freshForMs: 0, staleForMs: 1, otherwise: 'default' }, -1, true],
      [{ kind: 'feature off', calls: true }, -1, true],
      [{ kind: 'endpoint', route: 4 }, 4, false],
      [{ kind: 'queue for later', route: 0 }, 0, false],
    ];
    for (const [use, route, always] of uses) {
      expect(routeAsked({ use, message: '' })).toBe(route);
      expect(alwaysAnswers({ use, message: '' })).toBe(always);
      expect(new Layer(use).answers(0)).toBe(always);
    }
  });
});
