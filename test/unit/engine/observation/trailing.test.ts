import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../src/engine/engine';
import { EndpointSketch } from '../../../../src/engine/observation/layout';
import { Recorder } from '../../../../src/engine/observation/recorder';
import { Trailing } from '../../../../src/engine/observation/trailing';
import { compiled, SMALL_SHOP } from '../../lab/small-shop';

const model = compiled(SMALL_SHOP);
const CELL_MS = 100;
/** How long the run goes on, and over how many completed cells the window then reaches back. */
const anyStep = fc.record({
  forMs: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(100, 350, 2000)),
  cells: fc.oneof({ weight: 4, arbitrary: fc.constant(8) }, { weight: 1, arbitrary: fc.nat(20) }),
});

describe('Trailing', () => {
  it('gives the quantiles that the recorder gives, however the run and the window move on', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 30 }), fc.integer({ min: 8, max: 40 }), (steps, keepCells) => {
        const recorder = new Recorder(new Engine(model, 3), CELL_MS, keepCells);
        const { layout } = recorder.engine;
        const answers = model.endpoints.map((_, endpoint) => layout.endpointSketch(endpoint) + EndpointSketch.good);
        const journeys = model.journeys.flatMap((_, journey) =>
          [0, 1].map((kind) => layout.journeySketch(journey) + kind),
        );
        // Several sketches in a group, one in each of others, and none.
        const groups = [answers, ...journeys.map((sketch) => [sketch]), []];
        const trailing = new Trailing(recorder, groups);
        for (const { forMs, cells } of steps) {
          recorder.advance(recorder.engine.nowMs + forMs);
          const from = Math.max(0, recorder.cellCount - cells);
          trailing.begin(from);
          for (const q of [0.5, 0.95]) {
            const found = groups.map((_, group) => trailing.quantile(group, q));
            const added = groups.map((sketches) => recorder.quantile(sketches, from * CELL_MS, Infinity, q));
            expect(found).toEqual(added);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('begins with what there is when it comes late', () => {
    const recorder = new Recorder(new Engine(model, 3), CELL_MS, 12);
    recorder.advance(5_050);
    const sketch = recorder.engine.layout.journeySketch(0);
    const trailing = new Trailing(recorder, [[sketch]]);
    trailing.begin(41);
    expect(trailing.quantile(0, 0.5)).toBe(recorder.quantile([sketch], 4_100, 5_050, 0.5));
  });
});
