import { describe, expect, it } from 'vitest';
import { QUEUE_WAIT_SUM, SERVICE_SUM } from '../../../src/engine/observation/layout';
import { Engine, modelOf } from '../support/fast';
import { interval99 } from '../support/interval';

/* The rule: theory lies in the 99 % interval over seeds 1 to 30, and the interval's half-width is within the tolerance. */

const SEEDS = Array.from({ length: 30 }, (_, i) => i + 1);

/** A queue with mean work of 1 ms; run with `customers` after a warm-up of a tenth of them. */
function measure(servers: number, load: number, customers: number) {
  const perSecond = 1000 * load * servers;
  const model = modelOf(`
scenario: M/M/${servers}
workloads:
  people: { rate: ${perSecond}/s, journeys: { visit: { share: 100%, start: queue.serve } } }
services:
  queue: { workers: ${servers}, queue: 100000, endpoints: { serve: { work: { exponential: { mean: 1ms } } } } }
links: { default: { latency: 0ms } }
`);
  return SEEDS.map((seed) => {
    const engine = new Engine(model, seed);
    const { counts, layout } = engine;
    const at = layout.visit(0, 0);
    const sums = () => ({
      waits: counts[at + QUEUE_WAIT_SUM]!,
      service: counts[at + SERVICE_SUM]!,
      ended: counts[at + 1]!,
    });
    const lengthMs = customers / (load * servers);
    engine.advance(0.1 * lengthMs);
    const before = sums();
    engine.advance(1.1 * lengthMs);
    const after = sums();
    const ended = after.ended - before.ended;
    const sketches = engine.sketches;
    return {
      waitMs: (after.waits - before.waits) / ended,
      timeMs: (after.waits - before.waits + after.service - before.service) / ended,
      p50: sketches.quantile(layout.journeySketch(0), 0.5),
      p99: sketches.quantile(layout.journeySketch(0), 0.99),
    };
  });
}

function expectTheory(samples: readonly number[], theory: number, tolerance: number, sketchError = 0): void {
  const { mean, half } = interval99(samples);
  expect(half / theory).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(mean - theory)).toBeLessThanOrEqual(half + sketchError * theory);
}

describe('M/M/1 at load 0.8', () => {
  const runs = measure(1, 0.8, 260_000);

  it('has a mean time in system of 5', () =>
    expectTheory(
      runs.map((run) => run.timeMs),
      5,
      0.01,
    ));
  it('has a median of 3.466', () =>
    expectTheory(
      runs.map((run) => run.p50),
      3.466,
      0.01,
      0.008,
    ));
  it('has a 99th percentile of 23.026', () =>
    expectTheory(
      runs.map((run) => run.p99),
      23.026,
      0.03,
      0.008,
    ));
});

describe('M/M/c by Erlang C', () => {
  it('c 2, load 0.8: mean wait 1.7778', () =>
    expectTheory(
      measure(2, 0.8, 400_000).map((run) => run.waitMs),
      1.7778,
      0.01,
    ));
  it('c 10, load 0.8: mean wait 0.20459', () =>
    expectTheory(
      measure(10, 0.8, 900_000).map((run) => run.waitMs),
      0.20459,
      0.01,
    ));
});
