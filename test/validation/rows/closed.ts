import type { Engine } from '../../../src/engine/engine';
import { ofOutcome } from '../../../src/engine/observation/layout';
import { OUTCOME_COUNT } from '../../../src/policies/outcome';
import type { Row } from '../row';
import { Window } from '../window';

/* Closed loops: users who think, make a journey, wait for its end, and think again. */

const REPAIR = 'machine repair: p0 = 1 / Σ N! / (N - k)! (S / Z)^k, X = (1 - p0) / S, R = N / X - Z';

/** N users with exponential thoughts before one worker with exponential work of a second. */
function repair(users: number, seconds: readonly [long: number, short: number], throughput: number, time: number): Row {
  return {
    id: `mm1-${users}-users`,
    model: `M/M/1//${users}`,
    source: REPAIR,
    lengthMs: 1000 * seconds[0],
    shortLengthMs: 1000 * seconds[1],
    figures: [
      { name: 'journeys per second', unit: '', expected: throughput, tolerance: 0.01, rule: 'interval' },
      { name: 'mean time', unit: 's', expected: time, tolerance: 0.01, rule: 'interval' },
    ],
    play: (engine, lengthMs) => {
      const warmUpMs = 0.1 * lengthMs;
      const window = new Window(engine, warmUpMs, warmUpMs + lengthMs);
      const answered = window.journey('visit').ended('ok');
      return [answered / (lengthMs / 1000), window.visits('station.serve').meanTimeMs / 1000];
    },
  };
}

const WINDOW_JOURNEYS = 500;

/**
 * The worst N T / (sum of times + Z returns) over windows of 500 journeys. Who thinks at an edge of the window has thought
 * for a part of Z only: all think equally long, so these are the users whose journeys ended last.
 */
function worstRatio(engine: Engine, untilMs: number): number {
  const { think, users } = engine.model.workloads[0]!;
  const all = users[0]!.count;
  const at = engine.layout.journey(0);
  const endings: number[] = [];
  const thoughtSoFar = (thinking: number): number =>
    endings.slice(endings.length - thinking).reduce((sum, ms) => sum + (engine.nowMs - ms), 0);

  let [present, ended, beforeMs] = [0, 0, 0];
  let start: { ms: number; returns: number; soFar: number } | null = null;
  let timeSumMs = 0;
  let worst = 1;
  while (engine.nowMs < untilMs && engine.stepInstant()) {
    timeSumMs += present * (engine.nowMs - beforeMs);
    beforeMs = engine.nowMs;
    const returns = engine.counts[at]!;
    let endedNow = 0;
    for (let outcome = 0; outcome < OUTCOME_COUNT; outcome++) endedNow += engine.counts[at + ofOutcome(outcome as 0)]!;
    for (; ended < endedNow; ended++) endings.push(engine.nowMs);
    present = returns - ended;
    if (returns < (start === null ? 2 * all : start.returns + WINDOW_JOURNEYS)) continue;
    const soFar = thoughtSoFar(all - present);
    if (start !== null) {
      const thoughtMs = think.a * (returns - start.returns) + soFar - start.soFar;
      const ratio = (all * (engine.nowMs - start.ms)) / (timeSumMs + thoughtMs);
      if (Math.abs(ratio - 1) > Math.abs(worst - 1)) worst = ratio;
    }
    start = { ms: engine.nowMs, returns, soFar };
    timeSumMs = 0;
  }
  return start === null ? NaN : worst;
}

export const closedLoops: readonly Row[] = [
  repair(10, [250_000, 12_000], 0.878339, 3.385127),
  repair(50, [500_000, 25_000], 0.783881, 3.785163),
  {
    id: 'interactive',
    model: 'Interactive response time: 40 users',
    source: 'N = X(R + Z); exact but for rounding',
    lengthMs: 600_000,
    shortLengthMs: 60_000,
    figures: [
      { name: 'worst N / X(R + Z) of every 500 journeys', unit: '', expected: 1, tolerance: 1e-6, rule: 'every seed' },
    ],
    play: (engine, lengthMs) => [worstRatio(engine, lengthMs)],
  },
];
