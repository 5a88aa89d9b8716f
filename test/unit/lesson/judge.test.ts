import { describe, expect, test } from 'vitest';
import { ofOutcome, ReplicaGauge } from '../../../src/engine/observation/layout';
import type { Recorder } from '../../../src/engine/observation/recorder';
import { judge } from '../../../src/lesson/judge';
import type { Check, Expectation, Verdict } from '../../../src/lesson/lesson';
import { Outcome } from '../../../src/policies/outcome';
import { played, SOLVED, UNTOUCHED } from './played';

const WINDOW = { fromMs: 4000, toMs: 8000 };

function verdict(recorder: Recorder, expectation: Expectation, window: Partial<Check> = {}): Verdict {
  const check: Check = {
    id: 'it',
    storm: 'hang',
    title: '',
    points: 3,
    ...WINDOW,
    ...window,
    expect: expectation,
    message: '{measured} from {from} to {to}, worst at {worst}; {other}',
  };
  return judge([check], recorder)[0]!;
}

const answered = (...journeys: string[]): Expectation => ({ measure: 'answered', journeys, atLeast: 0.95 });

describe('a check on a recorded run', () => {
  const lost = played(UNTOUCHED).recorder;
  const held = played(SOLVED).recorder;

  test('gives its points when it passes, none when it fails', () => {
    expect(verdict(held, answered('buy', 'read'))).toMatchObject({ check: 'it', passed: true, points: 3, measured: 1 });
    expect(verdict(lost, answered('buy', 'read'))).toMatchObject({ passed: false, points: 0, measured: 0 });
  });

  test('says what it measured, and when', () => {
    expect(verdict(held, answered('buy')).message).toBe('100\u00a0% from 0:04 to 0:08, worst at 0:04; {other}');
  });

  test('points at the worst second when it fails, at its beginning when it passes', () => {
    const sinceStart = { fromMs: 0, toMs: 8000 };
    const failed = verdict(lost, answered('buy', 'read'), sinceStart);
    expect(failed.passed).toBe(false);
    expect(failed.atMs).toBeGreaterThanOrEqual(3000);
    expect(verdict(held, answered('buy', 'read'), sinceStart).atMs).toBe(0);
  });

  test('measures answers for its own journeys only', () => {
    const healthy = { fromMs: 0, toMs: 3000 };
    expect(verdict(held, { measure: 'degraded', journeys: ['read'], atMost: 0 }).measured).toBe(0);
    expect(verdict(held, { measure: 'degraded', journeys: ['buy'], atMost: 0 })).toMatchObject({
      passed: false,
      measured: 1,
    });
    expect(verdict(held, { measure: 'degraded', journeys: ['buy'], atMost: 0 }, healthy).measured).toBe(0);
  });

  test('takes the p95 over answers and failures alike', () => {
    const p95 = (journeys: string[], recorder: Recorder) =>
      verdict(recorder, { measure: 'p95', journeys, atMost: 100 }).measured;
    // an old price after the timeout of 50 ms; without policies a failure when the patience of 2 s ends
    expect(p95(['buy'], held)).toBeGreaterThan(50);
    expect(p95(['buy'], held)).toBeLessThan(60);
    expect(p95(['buy', 'read'], lost)).toBeGreaterThan(1900);
  });

  test('takes the most waiting workers on average over its time', () => {
    const waiting = (overMs: number, window = WINDOW) =>
      verdict(lost, { measure: 'waiting workers', service: 'web', atMost: 0.5, overMs }, window).measured;
    expect(waiting(1000)).toBe(1);
    // from before the break to after it the average lies between none and all
    const across = waiting(4000, { fromMs: 1000, toMs: 5000 });
    expect(across).toBeGreaterThan(0.3);
    expect(across).toBeLessThan(0.6);
    const gauges = lost.gaugesAt(6000);
    expect(gauges[lost.engine.layout.replica(0, 0) + ReplicaGauge.waiting]).toBe(4);
  });

  test('averages over the whole window where that is shorter than its time', () => {
    const window = { fromMs: 4000, toMs: 5000 };
    const waiting = verdict(lost, { measure: 'waiting workers', service: 'web', atMost: 1, overMs: 60_000 }, window);
    expect(waiting).toMatchObject({ passed: true, measured: 1 });
  });

  test('counts answers that a fallback made up, on a link or one of its calls', () => {
    const madeUp = (recorder: Recorder, route: string, window = WINDOW) =>
      verdict(recorder, { measure: 'made-up answers', route, atMost: 0 }, window).measured;
    const { layout } = held.engine;
    const route = held.engine.model.routes.findIndex(
      ({ endpoint }) => held.engine.model.endpoints[endpoint]!.name === 'get',
    );
    const counts = held.countsBetween(WINDOW.fromMs, WINDOW.toMs);
    const covered = counts[layout.calls(route) + ofOutcome(Outcome.degraded)]!;
    expect(covered).toBeGreaterThan(50);
    expect(madeUp(held, 'web -> prices')).toBe(covered);
    expect(madeUp(held, 'web -> prices.get')).toBe(covered);
    expect(madeUp(held, 'web -> prices', { fromMs: 0, toMs: 3000 })).toBe(0);
    expect(madeUp(lost, 'web -> prices')).toBe(0);

    // In full and without a call: no less made up, and not to be told by the outcome.
    const fresh = played(
      'policies: { web -> prices: [{ fallback: { use: stale-if-error, fresh for: 1h } }] }',
    ).recorder;
    const served = fresh.countsBetween(WINDOW.fromMs, WINDOW.toMs)[layout.calls(route) + ofOutcome(Outcome.ok)]!;
    expect(served).toBeGreaterThan(50);
    expect(madeUp(fresh, 'web -> prices')).toBe(served);
  });

  test('counts attempts as a rate over its window', () => {
    const rate = (window = WINDOW) =>
      verdict(held, { measure: 'attempts per second', link: 'web -> prices', atMost: 1 }, window).measured;
    const { layout, model } = held.engine;
    const route = model.routes.findIndex(({ endpoint }) => model.endpoints[endpoint]!.name === 'get');
    expect(rate()).toBe(held.countsBetween(WINDOW.fromMs, WINDOW.toMs)[layout.attempts(route)]! / 4);
    expect(rate()).toBeGreaterThan(10);
    // the record is kept in cells of 250 ms, and the rate is over the time that was counted
    expect(rate({ fromMs: 4100, toMs: 7990 })).toBe(rate());
  });

  test('fails where the run shows nothing to measure', () => {
    const none = verdict(held, answered('nobody'));
    expect(none).toMatchObject({ passed: false, measured: NaN });
    expect(none.message).toContain('– from 0:04');
  });

  test('holds a limit that is just reached', () => {
    expect(verdict(held, { measure: 'answered', journeys: ['buy'], atLeast: 1 }).passed).toBe(true);
    expect(verdict(held, { measure: 'degraded', journeys: ['buy'], atMost: 1 }).passed).toBe(true);
  });
});
