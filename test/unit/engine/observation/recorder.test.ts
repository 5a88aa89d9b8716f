import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../src/engine/engine';
import { JourneyGauge } from '../../../../src/engine/observation/layout';
import { Recorder } from '../../../../src/engine/observation/recorder';
import { compiled, SMALL_SHOP } from '../../lab/small-shop';

const model = compiled(SMALL_SHOP);
const recorded = (keepCells?: number) => new Recorder(new Engine(model, 7), 250, keepCells);

describe('Recorder', () => {
  it('changes nothing about the run it records, whatever the slices', () => {
    const alone = new Engine(model, 7);
    alone.advance(4000);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 4000, noNaN: true }), { maxLength: 12 }), (instants) => {
        const recorder = recorded();
        for (const ms of [...instants].sort((a, b) => a - b)) {
          recorder.advance(ms);
          recorder.quantiles(0, ms, [0.5]);
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
      expect(inSteps.quantiles(cell * 250, cell * 250 + 250, [0.5])).toEqual(
        inOneGo.quantiles(cell * 250, cell * 250 + 250, [0.5]),
      );
    }
  });

  it('counts between two instants what the engine counted between them', () => {
    const recorder = recorded();
    recorder.advance(1000);
    const before = recorder.engine.counts.slice();
    recorder.advance(2000);
    const after = recorder.engine.counts.slice();
    recorder.advance(3130);
    expect(recorder.countsBetween(1000, 2000)).toEqual(after.map((count, index) => count - before[index]!));
    expect(recorder.countsBetween(0, 1000)).toEqual(before);
  });

  it('reaches up to now when asked for now or later', () => {
    const recorder = recorded();
    recorder.advance(1130);
    expect(recorder.countsBetween(0, 1130)).toEqual(recorder.engine.counts);
    expect(recorder.countsBetween(0, Infinity)).toEqual(recorder.engine.counts);
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
    const all = recorder.quantiles(0, 2600, [0.5, 0.95]);
    for (let sketch = 0; sketch < layout.sketchCount; sketch += 1) {
      expect(all[2 * sketch]).toBe(sketches.quantile(sketch, 0.5));
      expect(all[2 * sketch + 1]).toBe(sketches.quantile(sketch, 0.95));
      expect(recorder.quantile([sketch], 0, 2600, 0.95)).toBe(sketches.quantile(sketch, 0.95));
    }
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
    expect(recorder.quantiles(2250, 2750, [0.5])).toEqual(whole.quantiles(2250, 2750, [0.5]));
  });
});
