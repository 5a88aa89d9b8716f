import { describe, expect, it } from 'vitest';
import { breakerLayout, Verdict, verdictOf } from '../../../src/policies/breaker';
import { STRICT } from '../../../src/policies/breakers/dialect';
import { Outcome, OUTCOME_COUNT } from '../../../src/policies/outcome';
import { BreakerBench, countWindow, small, timeWindow } from './breaker-bench';

const closed = (over: Partial<typeof small> = {}) => new BreakerBench({ ...small, ...over });

/** Opened at 1 s by four failures, so that its open time ends at 11 s. */
const opened = (over: Partial<typeof small> = {}) => closed(over).at(1000).failures(4);

/** Half-open since 12 s, with the first probe out. */
function halfOpened(over: Partial<typeof small> = {}): BreakerBench {
  const breaker = opened(over).at(12_000);
  expect(breaker.asks()).toBe(true);
  return breaker;
}

describe('a closed breaker', () => {
  it('does not judge below the minimum of calls, and trips as the very result that reaches it', () => {
    const breaker = closed({ window: countWindow(10), minimumCalls: 5 }).failures(4);
    expect(breaker.state).toBe('closed');
    expect(breaker.reading.failureRate).toBeNaN();
    expect(breaker.failures().state).toBe('open');
  });

  it('trips exactly at the failure rate and not one call below', () => {
    const params = { window: countWindow(10), minimumCalls: 10, failureRate: 0.3 };
    expect(closed(params).gets('FFSSSSSSSS').state).toBe('closed');
    expect(closed(params).gets('FFFSSSSSSS').state).toBe('open');
  });

  it('can be tripped by the success that reaches the minimum', () => {
    expect(closed().gets('FFF').state).toBe('closed');
    expect(closed().gets('FFFS').state).toBe('open');
  });

  it('lets the oldest result go when the window of calls is full', () => {
    const breaker = closed({ failureRate: 0.75 }).gets('FFSS');
    expect(breaker.reading).toMatchObject({ seen: 4, windowSize: 4, failureRate: 0.5 });
    expect(breaker.gets('S').reading).toMatchObject({ seen: 4, failureRate: 0.25 });
    expect(breaker.gets('SF').reading).toMatchObject({ seen: 4, failureRate: 0.25 });
    expect(breaker.gets('FF').state).toBe('open');
  });

  it('judges a full window of calls even when the minimum is larger', () => {
    expect(closed({ minimumCalls: 100 }).failures(3).state).toBe('closed');
    expect(closed({ minimumCalls: 100 }).failures(4).state).toBe('open');
  });

  it('takes a call as slow only when it lasted longer than the limit', () => {
    const params = { failureRate: 1, slowRate: 0.5 };
    expect(closed(params).successes(4, 1000).state).toBe('closed');
    expect(closed(params).successes(2, 1).successes(2, 1000.001).state).toBe('open');
  });

  it('trips by slow successes exactly at the slow rate and not one call below', () => {
    const params = { failureRate: 1, slowRate: 0.75 };
    expect(closed(params).gets('SSss').reading).toMatchObject({ state: 'closed', failureRate: 0, slowRate: 0.5 });
    expect(closed(params).gets('Ssss').reading).toMatchObject({ state: 'open', failureRate: 0, slowRate: 0.75 });
  });

  it('counts a slow failure towards both rates', () => {
    const params = { failureRate: 1, slowRate: 1 };
    expect(closed(params).gets('SfFs').reading).toMatchObject({ failureRate: 0.5, slowRate: 0.5 });
  });

  it('does not count an ignored result', () => {
    const breaker = closed().failures(3).ignored(5);
    expect(breaker.reading).toMatchObject({ state: 'closed', seen: 3 });
    expect(breaker.failures().state).toBe('open');
  });

  it('lets any number of calls out at once', () => {
    expect(closed().admittedOf(1000)).toBe(1000);
  });
});

describe('an open breaker', () => {
  it('lets nothing out up to and including the end of its open time', () => {
    const breaker = opened();
    expect(breaker.reading).toMatchObject({ state: 'open', openUntilMs: 11_000 });
    expect(breaker.asks()).toBe(false);
    expect(breaker.at(11_000).asks()).toBe(false);
    expect(breaker.state).toBe('open');
  });

  it('turns half-open at the first call strictly after its open time, and lets that call out as a probe', () => {
    const breaker = opened().at(11_000.001);
    expect(breaker.asks()).toBe(true);
    expect(breaker.reading).toMatchObject({ state: 'half-open', seen: 0, windowSize: 2, openUntilMs: NaN });
  });

  it('stays open for as long as nobody calls', () => {
    expect(opened().at(3_600_000).reading).toMatchObject({ state: 'open', openUntilMs: 11_000 });
  });

  it('counts late results in its rates, and does nothing else with them', () => {
    const breaker = opened().successes(3);
    expect(breaker.reading).toMatchObject({ state: 'open', seen: 4, failureRate: 0.25 });
    expect(breaker.at(9_000).failures(4).reading).toMatchObject({ state: 'open', failureRate: 1, openUntilMs: 11_000 });
  });

  it('is not moved by a result that comes after its open time', () => {
    expect(opened().at(20_000).successes(4).state).toBe('open');
  });

  it('takes no notice of an ignored result', () => {
    const breaker = opened().ignored(3).at(12_000);
    expect(breaker.admittedOf(10)).toBe(2);
  });
});

describe('a half-open breaker', () => {
  it('lets out as many probes as it has permits and never refills them', () => {
    const breaker = halfOpened({ halfOpenCalls: 3, minimumCalls: 3 });
    expect(breaker.admittedOf(10)).toBe(2);
    expect(breaker.at(13_000).successes().asks()).toBe(false);
    expect(breaker.at(3_600_000).asks()).toBe(false);
    expect(breaker.state).toBe('half-open');
  });

  it('closes with an empty window once its probes passed', () => {
    const breaker = halfOpened().gets('S');
    expect(breaker.state).toBe('half-open');
    expect(breaker.gets('S').reading).toMatchObject({ state: 'closed', seen: 0, windowSize: 4 });
    expect(breaker.admittedOf(5)).toBe(5);
  });

  it('opens again exactly at the failure rate, for its whole open time from then on', () => {
    const breaker = halfOpened().at(15_000).gets('SF');
    expect(breaker.reading).toMatchObject({ state: 'open', openUntilMs: 25_000 });
    expect(breaker.at(25_000).asks()).toBe(false);
    expect(breaker.at(25_001).asks()).toBe(true);
  });

  it('shows the probes in its rates while it is open again', () => {
    expect(halfOpened().gets('SF').reading).toMatchObject({ seen: 2, windowSize: 2, failureRate: 0.5 });
  });

  it('needs no more results than its permits, however large the minimum', () => {
    expect(halfOpened({ minimumCalls: 4 }).gets('SS').state).toBe('closed');
  });

  it('measures its minimum by its permits, not by the smaller window it has when closed', () => {
    const breaker = halfOpened({ minimumCalls: 100, halfOpenCalls: 10 }).successes(9);
    expect(breaker.state).toBe('half-open');
    expect(breaker.successes().state).toBe('closed');
  });

  it('decides early when the minimum is smaller than its permits', () => {
    const params = { halfOpenCalls: 10, minimumCalls: 2, window: countWindow(4) };
    const breaker = new BreakerBench({ ...small, ...params }).at(1000).failures(2).at(12_000);
    expect(breaker.admittedOf(20)).toBe(10);
    expect(breaker.gets('S').state).toBe('half-open');
    expect(breaker.gets('S').state).toBe('closed');
  });

  it('judges the slow rate too', () => {
    expect(halfOpened({ slowRate: 1 }).gets('ss').state).toBe('open');
    expect(halfOpened({ slowRate: 1 }).gets('sS').state).toBe('closed');
  });

  it('counts the late results of calls begun while closed, which use no permit', () => {
    const breaker = halfOpened().successes(2);
    expect(breaker.state).toBe('closed');
    expect(halfOpened().failures(2).state).toBe('open');
  });

  it("counts a probe's result in the state it finds: in an open breaker only in its rates", () => {
    const breaker = halfOpened().failures(2).at(13_000);
    expect(breaker.successes(2).reading).toMatchObject({ state: 'open', failureRate: 0, openUntilMs: 22_000 });
  });

  it("counts a probe's result in the state it finds: in a closed breaker in its new window", () => {
    const breaker = halfOpened().successes(2).failures();
    expect(breaker.reading).toMatchObject({ state: 'closed', seen: 1 });
    expect(breaker.failures(3).state).toBe('open');
  });

  it('gets the permit of an ignored probe back', () => {
    const breaker = halfOpened();
    expect(breaker.admittedOf(5)).toBe(1);
    expect(breaker.ignored().admittedOf(5)).toBe(1);
    expect(breaker.reading.seen).toBe(0);
  });

  it('gets a permit above its limit from an ignored call begun while closed', () => {
    expect(halfOpened().ignored(3).admittedOf(10)).toBe(4);
  });

  it('has all its permits again the next time', () => {
    const breaker = halfOpened();
    breaker.asks();
    breaker.failures(2).at(30_000);
    expect(breaker.admittedOf(5)).toBe(2);
  });
});

describe('a window of time', () => {
  const overTime = (seconds: number, over: Partial<typeof small> = {}, startMs = 0) =>
    new BreakerBench({ ...small, failureRate: 1, minimumCalls: 1000, window: timeWindow(seconds), ...over }, startMs);

  it('keeps a result from the beginning of a second for up to N seconds', () => {
    const breaker = overTime(3).at(5000).successes();
    expect(breaker.at(7999.999).reading.seen).toBe(1);
    expect(breaker.at(8000).reading.seen).toBe(0);
  });

  it('keeps a result from the end of a second for barely more than N - 1 seconds', () => {
    const breaker = overTime(3).at(5999.999).successes();
    expect(breaker.at(7999.999).reading.seen).toBe(1);
    expect(breaker.at(8000).reading.seen).toBe(0);
  });

  it('turns at whole seconds of the clock, whenever the breaker was made', () => {
    const breaker = overTime(2, {}, 12_700).successes();
    expect(breaker.at(13_999).reading.seen).toBe(1);
    expect(breaker.at(14_000).reading.seen).toBe(0);
  });

  it('forgets second by second', () => {
    const breaker = overTime(3, { minimumCalls: 1 });
    breaker.at(500).gets('SF').at(1500).gets('SS').at(2500).gets('SSS');
    expect(breaker.reading).toMatchObject({ seen: 7, windowSize: 0, failureRate: 1 / 7 });
    expect(breaker.at(3000).gets('S').reading).toMatchObject({ seen: 6, failureRate: 0 });
    expect(breaker.at(4000).reading.seen).toBe(4);
    expect(breaker.at(5000).reading.seen).toBe(1);
  });

  it('is empty after a pause longer than itself', () => {
    const breaker = overTime(3).at(500).gets('FFSS').at(60_250).gets('S');
    expect(breaker.reading.seen).toBe(1);
  });

  it('is not a cap for the minimum of calls', () => {
    const breaker = overTime(2, { minimumCalls: 50 }).failures(49);
    expect(breaker.state).toBe('closed');
    expect(breaker.failures().state).toBe('open');
  });

  it('can be tripped by a success once older successes have left', () => {
    const breaker = overTime(2, { minimumCalls: 4, failureRate: 0.5 });
    breaker.at(100).gets('SSSSSS').at(1100).gets('FFF');
    expect(breaker.reading).toMatchObject({ state: 'closed', failureRate: 3 / 9 });
    expect(breaker.at(2000).gets('S').reading).toMatchObject({ state: 'open', seen: 4, failureRate: 0.75 });
  });

  it('is replaced by a window of calls for the probes, and begins empty after the close', () => {
    const breaker = overTime(10, { minimumCalls: 2, openForMs: 500 }).gets('FF').at(600);
    expect(breaker.asks()).toBe(true);
    expect(breaker.reading).toMatchObject({ state: 'half-open', seen: 0, windowSize: 2 });
    expect(breaker.gets('SS').reading).toMatchObject({ state: 'closed', seen: 0, windowSize: 0 });
  });

  it('goes on counting and forgetting while the breaker is open', () => {
    const breaker = overTime(2, { minimumCalls: 2 }).gets('FF').at(1200).gets('S');
    expect(breaker.reading).toMatchObject({ state: 'open', seen: 3, failureRate: 2 / 3 });
    expect(breaker.at(2000).reading).toMatchObject({ state: 'open', seen: 1, failureRate: NaN });
  });
});

describe('what an outcome means to a breaker', () => {
  it('takes every failure its caller can meet as a failure, inner policies included', () => {
    const failures = Array.from({ length: OUTCOME_COUNT }, (_, outcome) => outcome as Outcome).filter(
      (outcome) => verdictOf(STRICT, outcome) === Verdict.failure,
    );
    expect(failures).toEqual([
      Outcome.error,
      Outcome.dependency,
      Outcome.timeout,
      Outcome.refused,
      Outcome.reset,
      Outcome.queueFull,
      Outcome.breakerOpen,
      Outcome.bulkheadFull,
      Outcome.conflict,
      Outcome.deadLetter,
      Outcome.rateLimited,
      Outcome.throttled,
      Outcome.limitReached,
      Outcome.overCap,
      Outcome.noReplica,
      Outcome.shed,
      Outcome.deadline,
      Outcome.connectTimeout,
    ]);
  });

  it('takes a degraded answer as a success', () => {
    expect(verdictOf(STRICT, Outcome.ok)).toBe(Verdict.success);
    expect(verdictOf(STRICT, Outcome.degraded)).toBe(Verdict.success);
  });

  it('tells apart what ended only because nobody waited any more, and what was at fault itself', () => {
    expect(verdictOf(STRICT, Outcome.gaveUp)).toBe(Verdict.dropped);
    expect(verdictOf(STRICT, Outcome.abandoned)).toBe(Verdict.dropped);
    expect(verdictOf(STRICT, Outcome.cancelled)).toBe(Verdict.dropped);
    expect(verdictOf(STRICT, Outcome.badRequest)).toBe(Verdict.ignored);
  });
});

describe('carrying a breaker over an edit', () => {
  it('asks for the same window and the same number of probes, and nothing else', () => {
    const layout = breakerLayout(small);
    expect(breakerLayout({ ...small, failureRate: 0.9, slowRate: 0.1, minimumCalls: 1, openForMs: 1 })).toBe(layout);
    expect(breakerLayout({ ...small, window: countWindow(5) })).not.toBe(layout);
    expect(breakerLayout({ ...small, window: timeWindow(4) })).not.toBe(layout);
    expect(breakerLayout({ ...small, halfOpenCalls: 3 })).not.toBe(layout);
  });
});
