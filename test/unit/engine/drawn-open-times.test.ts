import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/engine/engine';
import { modelOf } from '../support/run';

/** A service that always fails, behind a breaker that is tried again as soon as it may be. */
const alwaysFailing = (breaker: string) =>
  modelOf(`
scenario: Always failing
workloads:
  people: { rate: 2000/s, arrivals: constant, journeys: { ask: { share: 100%, start: api.get } } }
services:
  api: { workers: 1000, queue: 0, endpoints: { get: { work: 0ms } } }
links: { default: { latency: 0ms } }
faults:
  broken: { node: api, does: errors, when: at once, at: 0s, for: 1h }
policies:
  people -> api:
    - breaker: ${breaker}
`);

/** How long it stayed open each time, in ms. */
function openTimes(breaker: string, seed: number, seconds = 20): number[] {
  const engine = new Engine(alwaysFailing(breaker), seed);
  engine.advance(1000 * seconds);
  const times: number[] = [];
  let openedAt = NaN;
  for (const entry of engine.log) {
    if (entry.kind !== 'breaker') continue;
    if (entry.to === 'open') openedAt = entry.atMs;
    else if (entry.from === 'open') times.push(entry.atMs - openedAt);
  }
  return times;
}

const DRAWN =
  '{ window: 1 calls, minimum calls: 1, half-open calls: 1, open for: 40ms, enableRandomizedWait: true, automaticTransitionFromOpenToHalfOpenEnabled: true }';

describe('how long a breaker stays open, where that is drawn', () => {
  it('is drawn anew each time, evenly around what it would be, in whole milliseconds', () => {
    const times = openTimes(DRAWN, 1);
    expect(times.length).toBeGreaterThan(400);
    expect(times.every((ms) => Math.abs(ms - Math.round(ms)) < 1e-6)).toBe(true);
    expect(Math.min(...times)).toBeGreaterThan(19);
    expect(Math.max(...times)).toBeLessThan(60.5);
    // Uniform on 20 to 60, cut: mean 39.5, standard deviation 11.5; four standard errors of it.
    const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
    expect(Math.abs(mean - 39.5)).toBeLessThan((4 * 11.5) / Math.sqrt(times.length));
  });

  it('follows from the seed', () => {
    expect(openTimes(DRAWN, 7, 2)).toEqual(openTimes(DRAWN, 7, 2));
    expect(openTimes(DRAWN, 7, 2)).not.toEqual(openTimes(DRAWN, 8, 2));
  });

  it('goes on after a snapshot as it would have', () => {
    const model = alwaysFailing(DRAWN);
    const engine = new Engine(model, 3);
    engine.advance(1000);
    const other = new Engine(model, 3);
    other.restore(engine.snapshot());
    engine.advance(3000);
    other.advance(3000);
    expect(other.digest()).toBe(engine.digest());
  });

  it('grows with the backoff of cockatiel, by what was drawn before', () => {
    const backoff = '{ initialDelay: 100ms, maxDelay: 2s }';
    const times = openTimes(
      `{ like: cockatiel, ConsecutiveBreaker: 1, halfOpenAfter: { ExponentialBackoff: ${backoff} } }`,
      5,
    );
    // The first is at most 2 tanh 2 / 1.4 times the initial delay, and seen by the next shopper.
    expect(times[0]).toBeLessThan(139);
    expect(Math.max(...times)).toBeLessThan(2001);
    expect(Math.max(...times)).toBeGreaterThan(1999);
  });
});
