import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../src/engine/engine';
import { EndpointSketch, FINISHED, JourneyGauge, SERVICE_SUM } from '../../../../src/engine/observation/layout';
import { Recorder } from '../../../../src/engine/observation/recorder';
import { compiled, SMALL_SHOP } from '../../lab/small-shop';

const model = compiled(SMALL_SHOP);
const recorded = (keepCells?: number) => new Recorder(new Engine(model, 7), 250, keepCells);

/** Counts to the one, sums of times but for the rounding of their last digits. */
function expectCounts(counts: Float64Array, expected: Float64Array): void {
  const toNine = (count: number): number => Number(count.toPrecision(9));
  const cleaned = (all: Float64Array): number[] =>
    [...all].map((count) => (Number.isInteger(count) ? count : toNine(count)));
  expect(cleaned(counts)).toEqual(cleaned(expected));
}

/** The median of every sketch by itself. */
const medians = (recorder: Recorder, fromMs: number, toMs: number): number[] =>
  Array.from({ length: recorder.engine.layout.sketchCount }, (_, sketch) =>
    recorder.quantile([sketch], fromMs, toMs, 0.5),
  );

describe('Recorder', () => {
  it('changes nothing about the run it records, whatever the slices', () => {
    const alone = new Engine(model, 7);
    alone.advance(4000);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 4000, noNaN: true }), { maxLength: 12 }), (instants) => {
        const recorder = recorded();
        for (const ms of [...instants].sort((a, b) => a - b)) {
          recorder.advance(ms);
          medians(recorder, 0, ms);
        }
        recorder.advance(4000);
        expect(recorder.engine.digest()).toBe(alone.digest());
        expect(recorder.cellCount).toBe(16);
      }),
      { numRuns: 20 },
    );
  });

  it('has the same cells whatever the slices', () => {
    const inOneGo = recorded();
    inOneGo.advance(3000);
    const inSteps = recorded();
    for (let ms = 0; ms <= 3000; ms += 70) inSteps.advance(ms);
    inSteps.advance(3000);
    for (let cell = 0; cell < 12; cell += 1) {
      expect(inSteps.countsBetween(cell * 250, cell * 250 + 250)).toEqual(
        inOneGo.countsBetween(cell * 250, cell * 250 + 250),
      );
      expect(medians(inSteps, cell * 250, cell * 250 + 250)).toEqual(medians(inOneGo, cell * 250, cell * 250 + 250));
    }
  });

  it('counts between two instants what the engine counted between them', () => {
    const recorder = recorded();
    recorder.advance(1000);
    const before = recorder.engine.counts.slice();
    recorder.advance(2000);
    const after = recorder.engine.counts.slice();
    recorder.advance(3130);
    expectCounts(
      recorder.countsBetween(1000, 2000),
      after.map((count, index) => count - before[index]!),
    );
    expectCounts(recorder.countsBetween(0, 1000), before);
    expect(recorder.countsBetween(1000, 2000, 5)).toEqual(recorder.countsBetween(1000, 2000).slice(0, 5));
  });

  it('reaches up to now when asked for now or later', () => {
    const recorder = recorded();
    recorder.advance(1130);
    expectCounts(recorder.countsBetween(0, 1130), recorder.engine.counts);
    expectCounts(recorder.countsBetween(0, Infinity), recorder.engine.counts);
  });

  it('counts since an instant exactly what the counts have risen by, as that moves on', () => {
    const anyMs = fc.oneof(fc.integer({ min: 1, max: 90 }), fc.constantFrom(250, 1100));
    const anySteps = fc.array(anyMs, { maxLength: 25 });
    fc.assert(
      fc.property(fc.nat(1000), anySteps, fc.integer({ min: 1, max: 4 }), fc.nat(9), (seed, steps, cells, more) => {
        const recorder = new Recorder(new Engine(model, seed), 50, cells + more);
        const { counts } = recorder.engine;
        const atStart = [counts.slice()];
        recorder.onCell = () => atStart.push(counts.slice());
        for (const ms of steps) {
          recorder.advance(recorder.engine.nowMs + ms);
          const from = Math.max(0, recorder.cellCount - cells);
          const before = atStart[from]!;
          // To the last digit: where nothing happened, there must be 0.
          expect(recorder.countsSince(from * 50)).toEqual(counts.map((count, place) => count - before[place]!));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('leaves nothing of a sum of which a rise could not hold the last digit', () => {
    // Among many seeds one where that happens.
    const recorder = new Recorder(new Engine(model, 118), 10, 4);
    recorder.onCell = () => {
      expect(recorder.countsSince(recorder.engine.nowMs).some((count) => count !== 0)).toBe(false);
    };
    recorder.advance(1500);
  });

  it('counts since an earlier instant than before likewise', () => {
    const recorder = recorded();
    recorder.advance(2000);
    recorder.countsSince(1500);
    expect(recorder.countsSince(500)).toEqual(recorder.countsBetween(500, 2000));
  });

  it('rounds instants in the past to the nearest boundary', () => {
    const recorder = recorded();
    recorder.advance(3000);
    expect(recorder.countsBetween(1010, 1990)).toEqual(recorder.countsBetween(1000, 2000));
  });

  it('gives the quantiles of everything since the start as the engine’s own sketches have them', () => {
    const recorder = recorded();
    recorder.advance(2600);
    const { layout, sketches } = recorder.engine;
    for (let sketch = 0; sketch < layout.sketchCount; sketch += 1) {
      const own = [0.5, 0.95].map((q) => sketches.quantile(sketch, q));
      expect(recorder.quantiles([sketch], 0, 2600, [0.5, 0.95])).toEqual(own);
      expect(recorder.quantile([sketch], 0, 2600, 0.95)).toBe(own[1]);
    }
  });

  it('gives them likewise of a long cell', () => {
    const recorder = new Recorder(new Engine(model, 7), 600_000, 1);
    recorder.advance(550_000);
    const { layout, sketches } = recorder.engine;
    const own = Array.from({ length: layout.sketchCount }, (_, sketch) => sketches.quantile(sketch, 0.5));
    expect(medians(recorder, 0, 550_000)).toEqual(own);
    recorder.advance(600_000);
    const ownAtEnd = Array.from({ length: layout.sketchCount }, (_, sketch) => sketches.quantile(sketch, 0.5));
    expect(medians(recorder, 0, 600_000)).toEqual(ownAtEnd);
  });

  it('takes quantiles of a window from that window alone', () => {
    const recorder = recorded();
    recorder.advance(2000);
    recorder.engine.schedule({ atMs: 2000, do: 'break', id: 'catalog-slow' });
    recorder.advance(4000);
    const sketch = recorder.engine.layout.journeySketch(0);
    const healthy = recorder.quantile([sketch], 0, 2000, 0.5);
    const slow = recorder.quantile([sketch], 3000, 4000, 0.5);
    expect(slow).toBeGreaterThan(5 * healthy);
    expect(recorder.quantile([sketch], 0, 2000, 0.5)).toBe(healthy);
  });

  it('joins several sketches into one quantile', () => {
    const recorder = recorded();
    recorder.advance(2000);
    const { layout } = recorder.engine;
    const [fast, slow] = [layout.journeySketch(1), layout.journeySketch(0)];
    const joined = recorder.quantile([fast, slow], 0, 2000, 0.5);
    expect(joined).toBeGreaterThanOrEqual(recorder.quantile([fast], 0, 2000, 0.5));
    expect(joined).toBeLessThanOrEqual(recorder.quantile([slow], 0, 2000, 0.5));
  });

  it('gives the mean of everything in sketches together, within the width of a bin', () => {
    const recorder = recorded();
    recorder.advance(4000);
    const { layout, model: of } = recorder.engine;
    of.endpoints.forEach(({ service }, endpoint) => {
      const visits = of.services[service]!.replicas;
      const sum = (offset: number) =>
        Array.from({ length: visits }, (_, replica) => layout.visit(endpoint, replica) + offset).reduce(
          (total, at) => total + recorder.engine.counts[at]!,
          0,
        );
      const sketch = layout.endpointSketch(endpoint) + EndpointSketch.service;
      const exact = sum(SERVICE_SUM) / sum(FINISHED);
      expect(Math.abs(recorder.mean([sketch], 0, 4000) / exact - 1)).toBeLessThan(1 / 128);
    });
  });

  it('says that there is no mean where nothing ended', () => {
    const recorder = recorded();
    recorder.advance(500);
    expect(recorder.mean([recorder.engine.layout.journeySketch(0) + 1], 0, 500)).toBeNaN();
  });

  it('says that there is no quantile where nothing ended', () => {
    const recorder = recorded();
    recorder.advance(500);
    expect(recorder.quantile([recorder.engine.layout.journeySketch(0) + 1], 0, 500, 0.5)).toBeNaN();
  });

  it('remembers gauges at boundaries and reads those of now', () => {
    const recorder = recorded();
    recorder.engine.schedule({ atMs: 1000, do: 'break', id: 'catalog-hangs' });
    recorder.advance(3000);
    const at = recorder.engine.layout.journeyGauge(0) + JourneyGauge.inFlight;
    const live = new Float64Array(recorder.engine.layout.gaugeLength);
    recorder.engine.readGauges(live);
    expect(recorder.gaugesAt(3000)).toEqual(live);
    expect([...recorder.gaugesAt(2750).keys()].map((place) => recorder.gaugeAt(2750, place))).toEqual([
      ...recorder.gaugesAt(2750),
    ]);
    expect(recorder.gaugeAt(3000, at)).toBe(live[at]);
    expect(recorder.gaugesAt(2750)[at]).toBeGreaterThan(recorder.gaugesAt(1000)[at]! + 10);
  });

  it('keeps the newest cells only, and says from when on', () => {
    const recorder = recorded(4);
    const whole = recorded();
    recorder.advance(3000);
    whole.advance(3000);
    expect(recorder.keptFromMs).toBe(2000);
    expect(recorder.countsBetween(2250, 2750)).toEqual(whole.countsBetween(2250, 2750));
    expect(recorder.countsBetween(0, 2750)).toEqual(whole.countsBetween(2000, 2750));
    expect(medians(recorder, 2250, 2750)).toEqual(medians(whole, 2250, 2750));
  });

  it('takes room for the cells it keeps and for no more, however long the run', () => {
    const recorder = recorded(4);
    recorder.advance(20_000);
    const room = recorder.byteLength;
    expect(room).toBeGreaterThan(0);
    recorder.advance(60_000);
    expect(recorder.byteLength).toBeLessThan(1.5 * room);
  });

  it('tells of each cell once, when it is complete', () => {
    const recorder = recorded();
    const told: [number, number][] = [];
    recorder.onCell = (cell) => told.push([cell, recorder.engine.nowMs]);
    for (const ms of [100, 600, 600, 1000]) recorder.advance(ms);
    expect(told).toEqual([
      [0, 250],
      [1, 500],
      [2, 750],
      [3, 1000],
    ]);
  });
});
