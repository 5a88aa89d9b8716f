import { JourneySketch } from '../../../src/engine/observation/layout';
import type { Row } from '../row';
import { Window } from '../window';

const SLOW_MS = 500;

/** The share of pages that waited for a slow part: each part is slow with a chance of 1 %. */
export const tail: Row = {
  id: 'tail-at-scale',
  model: 'Tail at scale: 100 parallel calls, 1 % of them slow',
  source: '1 - 0.99¹⁰⁰ (Dean and Barroso, "The Tail at Scale", 2013)',
  lengthMs: 400_000,
  shortLengthMs: 50_000,
  figures: [{ name: 'pages that saw a slow one', unit: '', expected: 0.634, tolerance: 0.01, rule: 'interval' }],
  play: (engine, lengthMs) => {
    const window = new Window(engine, 2_000, 2_000 + lengthMs);
    return [window.shareAbove(engine.layout.journeySketch(0) + JourneySketch.good, SLOW_MS)];
  },
};
