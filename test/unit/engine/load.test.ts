import { describe, expect, it } from 'vitest';
import type { Engine as AnEngine } from '../../../src/engine/engine';
import { ReplicaGauge } from '../../../src/engine/observation/layout';
import { command, Engine, modelOf } from '../support/fast';
import { interval99 } from '../support/interval';

/* How shoppers of an open loop come: rates over time, evenly or at random or in bursts. */

const shop = (load: string, policies = '') => `
scenario: A shop without waits
workloads:
  people:
${load.trimEnd()}
    journeys: { go: { share: 100%, start: web.get } }
services:
  web: { workers: 1000, queue: 0, endpoints: { get: { work: 1ms } } }
links: { default: { latency: 0ms } }
${policies}`;

const engineOf = (load: string, seed = 1): AnEngine => new Engine(modelOf(shop(load)), seed);

/** Arrivals up to each of these instants. */
function arrivedAt(engine: AnEngine, instantsMs: readonly number[]): number[] {
  return instantsMs.map((ms) => {
    engine.advance(ms);
    return engine.counts[engine.layout.journey(0)]!;
  });
}

/** Every so often, beside the instants at which a rate changes. */
const instants = (stepMs: number, count: number): number[] =>
  Array.from({ length: count }, (_, n) => (n + 1) * stepMs + 0.123);

/** Of rates in straight lines between points (ms, per second), by trapezoids. */
function expectedBy(points: readonly (readonly [ms: number, perSecond: number])[], untilMs: number): number {
  let sum = 0;
  points.slice(1).forEach(([endMs, endRate], index) => {
    const [fromMs, fromRate] = points[index]!;
    const toMs = Math.min(endMs, untilMs);
    if (toMs <= fromMs) return;
    const toRate = fromRate + ((endRate - fromRate) * (toMs - fromMs)) / (endMs - fromMs);
    sum += ((fromRate + toRate) / 2) * ((toMs - fromMs) / 1000);
  });
  return sum;
}

/** Evenly spaced arrivals come when their expected number reaches 1/2, 3/2, 5/2 …: they show the rate without any noise. */
function expectRate(rate: string, at: readonly number[], expected: (ms: number) => number): void {
  const arrived = arrivedAt(engineOf(`    rate:${rate}\n    arrivals: constant`), at);
  expect(arrived).toEqual(at.map((ms) => Math.floor(expected(ms) + 0.5)));
}

describe('arrivals', () => {
  it('come evenly, the first after half a gap', () => {
    const engine = engineOf('    rate: 10/s\n    arrivals: constant');
    const came: number[] = [];
    while (came.length < 5 && engine.stepInstant()) {
      if (engine.counts[engine.layout.journey(0)]! > came.length) came.push(Math.floor(engine.nowMs));
    }
    expect(came).toEqual([50, 150, 250, 350, 450]);
  });

  it('follow a spike up and down', () => {
    const points = [
      [0, 10],
      [5_000, 10],
      [7_000, 100],
      [10_000, 100],
      [11_000, 10],
      [1e9, 10],
    ] as const;
    expectRate(' { spike: { base: 10/s, to: 100/s, at: 5s, for: 3s, rise: 2s, fall: 1s } }', instants(400, 50), (ms) =>
      expectedBy(points, ms),
    );
  });

  it('jump with a spike that has no rise and fall', () => {
    expectRate(' { spike: { base: 10/s, to: 100/s, at: 2s, for: 3s } }', instants(400, 20), (ms) => {
      return (10 * ms + 90 * Math.min(3000, Math.max(0, ms - 2000))) / 1000;
    });
  });

  it('follow the cosine of a day within the stated error, day after day', () => {
    const [low, high, dayMs, peakMs] = [20, 100, 96_000, 70_500];
    const at = instants(3_000, 100);
    const arrived = arrivedAt(
      engineOf('    rate: { daily: { low: 20/s, high: 100/s, peak at: 70.5s, day: 96s } }\n    arrivals: constant'),
      at,
    );
    const turn = (2 * Math.PI) / dayMs;
    const amplitude = (high - low) / 2;
    const worst = 0.00054 * amplitude;
    at.forEach((ms, index) => {
      const sines = Math.sin(turn * (ms - peakMs)) + Math.sin(turn * peakMs);
      const exact = ((low + amplitude) * ms + (amplitude / turn) * sines) / 1000;
      // Half an arrival for the counting; the lines' error never adds up over more than a half-wave.
      expect(Math.abs(arrived[index]! - exact)).toBeLessThan(0.51 + (worst * dayMs) / 1000 / 2);
    });
  });

  it('are replayed as steps, over and over', () => {
    const rate = `
      replay:
        repeat every: 4s
        rates: |
          time s, rate /s
          100, 10
          101, 0
          102.5, 40`;
    const within = (ms: number) => 10 * Math.min(ms, 1000) + 40 * Math.max(0, ms - 2500);
    const expected = (ms: number) => (Math.floor(ms / 4000) * within(4000) + within(ms % 4000)) / 1000;
    expectRate(rate, instants(250, 100), expected);
  });

  it('are replayed in straight lines, and keep the last rate', () => {
    const rate = `
      replay:
        as: straight lines
        rates: |
          time min, rate /min
          0, 600
          0.1, 6000

          0.2, 60`;
    const points = [
      [0, 10],
      [6_000, 100],
      [12_000, 1],
      [1e9, 1],
    ] as const;
    expectRate(rate, instants(500, 60), (ms) => expectedBy(points, ms));
  });

  it('are replayed from thousands of lines', () => {
    const lines = Array.from({ length: 10_000 }, (_, n) => `          ${n}, ${10 + (n % 7)}`);
    const rate = `\n      replay:\n        rates: |\n          time ms, rate /s\n${lines.join('\n')}`;
    const points = lines.map((_, n) => 10 + (n % 7));
    const expected = (ms: number) => {
      const whole = Math.min(Math.floor(ms), points.length - 1);
      return (points.slice(0, whole).reduce((sum, each) => sum + each, 0) + points[whole]! * (ms - whole)) / 1000;
    };
    expectRate(rate, instants(777, 15), expected);
  });

  it('have the rate as their mean and the variance of a Poisson process', () => {
    const { means, dispersions } = counted('    rate: 50/s', 500, 400);
    expectWithin(means, 25, 0.02);
    expectWithin(dispersions, 1, 0.05);
  });
});

/** Means and indices of dispersion (variance by mean) of counts in windows, seed by seed. */
function counted(load: string, windowMs: number, windows: number) {
  const perSeed = Array.from({ length: 30 }, (_, index) => {
    const engine = engineOf(load, index + 1);
    const until = Array.from({ length: windows }, (_, n) => (n + 1) * windowMs);
    const arrived = arrivedAt(engine, until);
    const counts = arrived.map((total, n) => total - (arrived[n - 1] ?? 0));
    const mean = arrived.at(-1)! / windows;
    return { mean, dispersion: counts.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (windows - 1) / mean };
  });
  return { means: perSeed.map(({ mean }) => mean), dispersions: perSeed.map(({ dispersion }) => dispersion) };
}

/** In the 99 % interval over the seeds, which is no wider than so much of what is expected. */
function expectWithin(samples: readonly number[], expected: number, tolerance: number): void {
  const { mean, half } = interval99(samples);
  expect(half).toBeLessThanOrEqual(tolerance * expected);
  expect(Math.abs(mean - expected)).toBeLessThanOrEqual(half);
}

describe('bursts', () => {
  const [calmMs, burstMs] = [900, 100];
  const [calm, burst] = [0.5, 5.5];
  const bursty = (rate: string) =>
    `    rate: ${rate}\n    arrivals: { bursts: [{ rate: ${calm}x, for: ${calmMs}ms }, { rate: ${burst}x, for: ${burstMs}ms }] }`;

  /**
   * Of a Markov-modulated Poisson process of two states in a window of t, once it has gone on for ever: Fischer and
   * Meier-Hellstern, "The Markov-modulated Poisson process (MMPP) cookbook", 1993. Rates per ms.
   */
  function dispersionOf(ratePerMs: number, tMs: number): number {
    const sum = 1 / calmMs + 1 / burstMs;
    const [inCalm, inBurst] = [1 / burstMs / sum, 1 / calmMs / sum];
    const mean = ratePerMs * (inCalm * calm + inBurst * burst);
    const spread = inCalm * inBurst * (ratePerMs * (burst - calm)) ** 2;
    return 1 + ((2 * spread) / (mean * sum)) * (1 - (1 - Math.exp(-sum * tMs)) / (sum * tMs));
  }

  it.each([50, 400])('have the mean and the index of dispersion of theory, in windows of %d ms', (windowMs) => {
    const { means, dispersions } = counted(bursty('200/s'), windowMs, 1000);
    // 0.5 for nine tenths of the time and 5.5 for one: 1.
    expectWithin(means, 0.2 * windowMs, 0.06);
    expectWithin(dispersions, dispersionOf(0.2, windowMs), 0.1);
  });

  it('multiply a rate that changes', () => {
    const { means } = counted(bursty('{ steps: [{ at: 0s, rate: 0/s }, { at: 10s, rate: 400/s }] }'), 20_000, 1);
    expectWithin(means, 4000, 0.1);
  });

  it('come when they come, whatever the rate', () => {
    // At a rate so high that gaps are far shorter than states, the instants of the jumps can be seen.
    const jumps = (rate: string, threshold: number): number[] => {
      const until = Array.from({ length: 400 }, (_, n) => (n + 1) * 10);
      const arrived = arrivedAt(engineOf(bursty(rate), 3), until);
      return until.filter((_, n) => arrived[n]! - (arrived[n - 1] ?? 0) > threshold);
    };
    const slow = jumps('4000/s', 120);
    expect(slow.length).toBeGreaterThan(10);
    expect(jumps('16000/s', 480)).toEqual(slow);
  });

  it('are left alone by an edit of a policy', () => {
    const policies = 'policies:\n  people -> web: [{ retry: { attempts: 3 } }, { timeout: 50ms }]\n';
    const edited = new Engine(modelOf(shop(bursty('200/s'))), 5);
    command(edited, 1000, { do: 'policies', yaml: policies });
    const at = instants(100, 100);
    expect(arrivedAt(edited, at)).toEqual(arrivedAt(engineOf(bursty('200/s'), 5), at));
  });
});

it('no arrival is left out when a rate is so low that days go by', () => {
  const engine = engineOf('    rate: { daily: { low: 0/h, high: 2/h, peak at: 12h } }\n    arrivals: constant');
  expect(arrivedAt(engine, [10 * 24 * 3_600_000])).toEqual([240]);
  const gauges = new Float64Array(engine.layout.gaugeLength);
  engine.readGauges(gauges);
  expect(gauges[engine.layout.replica(0, 0) + ReplicaGauge.working]).toBe(0);
});
