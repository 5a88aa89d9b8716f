import { EndpointSketch } from '../../../src/engine/observation/layout';
import type { Figure, Row } from '../row';
import { Window } from '../window';

/* Rows of one station with a mean work of one second; what is measured is stated in seconds. */

const SKETCH_ERROR = 1 / 128;

interface Measured {
  /** Simulated seconds measured for each seed: long form, short form. */
  readonly seconds: readonly [long: number, short: number];
  readonly figures: readonly (Omit<Figure, 'rule'> & { of: (window: Window) => number })[];
}

function station(id: string, model: string, source: string, { seconds, figures }: Measured): Row {
  return {
    id,
    model,
    source,
    lengthMs: 1000 * seconds[0],
    shortLengthMs: 1000 * seconds[1],
    figures: figures.map((figure) => ({ ...figure, rule: 'interval' })),
    play: (engine, lengthMs) => {
      // far longer than any of these takes to forget its empty start
      const warmUpMs = 0.1 * lengthMs;
      const window = new Window(engine, warmUpMs, warmUpMs + lengthMs);
      return figures.map(({ of }) => of(window));
    },
  };
}

const STATION = 'station.serve';
const meanWaitS = (window: Window): number => window.visits(STATION).meanWaitMs / 1000;
const meanTimeS = (window: Window): number => window.visits(STATION).meanTimeMs / 1000;
const refused = (window: Window): number => {
  const { arrived, ended } = window.visits(STATION);
  return ended('queue full') / arrived;
};
const waitProbability = (window: Window): number =>
  window.shareAbove(window.engine.layout.endpointSketch(0) + EndpointSketch.queueWait, 0);
const timeQuantileS =
  (q: number) =>
  (window: Window): number =>
    window.quantile(window.engine.layout.endpointSketch(0) + EndpointSketch.good, q) / 1000;

const ERLANG_C = 'Erlang C';
const ERLANG_B = 'Erlang B';
const POLLACZEK = 'Pollaczek-Khinchine: ρ(1 + cv²) / 2(1 - ρ)';

export const queues: readonly Row[] = [
  station('mm1', 'M/M/1, load 0.8', 'exponential with rate μ - λ', {
    seconds: [2_000_000, 80_000],
    figures: [
      { name: 'mean wait', unit: 's', expected: 4, tolerance: 0.01, of: meanWaitS },
      { name: 'mean time in system', unit: 's', expected: 5, tolerance: 0.01, of: meanTimeS },
      {
        name: 'p50',
        unit: 's',
        expected: 3.466,
        tolerance: 0.01,
        sketchError: SKETCH_ERROR,
        of: timeQuantileS(0.5),
      },
      {
        name: 'p99',
        unit: 's',
        expected: 23.026,
        tolerance: 0.01,
        sketchError: SKETCH_ERROR,
        of: timeQuantileS(0.99),
      },
    ],
  }),
  station('mm2', 'M/M/2, load 0.8', ERLANG_C, {
    seconds: [250_000, 25_000],
    figures: [
      { name: 'wait probability', unit: '', expected: 0.7111, tolerance: 0.01, of: waitProbability },
      { name: 'mean wait', unit: 's', expected: 1.7778, tolerance: 0.01, of: meanWaitS },
    ],
  }),
  station('mm10-80', 'M/M/10, load 0.8', ERLANG_C, {
    seconds: [160_000, 16_000],
    figures: [
      { name: 'wait probability', unit: '', expected: 0.40918, tolerance: 0.01, of: waitProbability },
      { name: 'mean wait', unit: 's', expected: 0.20459, tolerance: 0.01, of: meanWaitS },
    ],
  }),
  station('mm10-95', 'M/M/10, load 0.95', ERLANG_C, {
    seconds: [120_000, 12_000],
    figures: [
      { name: 'wait probability', unit: '', expected: 0.82559, tolerance: 0.03, of: waitProbability },
      { name: 'mean wait', unit: 's', expected: 1.65117, tolerance: 0.03, of: meanWaitS },
    ],
  }),
  station('loss-10-8', 'M/M/10/10, 8 erlang', ERLANG_B, {
    seconds: [25_000, 5_000],
    figures: [{ name: 'refused', unit: '', expected: 0.12166, tolerance: 0.01, of: refused }],
  }),
  station('loss-10-12', 'M/M/10/10, 12 erlang', ERLANG_B, {
    seconds: [12_000, 2_500],
    figures: [{ name: 'refused', unit: '', expected: 0.30193, tolerance: 0.01, of: refused }],
  }),
  station('loss-5-3', 'M/M/5/5, 3 erlang', ERLANG_B, {
    seconds: [50_000, 8_000],
    figures: [{ name: 'refused', unit: '', expected: 0.11005, tolerance: 0.01, of: refused }],
  }),
  station('mm1-10', 'M/M/1/10, load 0.9', 'birth and death: one in service, nine waiting', {
    seconds: [600_000, 60_000],
    figures: [
      { name: 'refused', unit: '', expected: 0.05081, tolerance: 0.01, of: refused },
      { name: 'mean time in system', unit: 's', expected: 4.6466, tolerance: 0.01, of: meanTimeS },
    ],
  }),
  station('mg1-constant', 'M/G/1, load 0.8, constant work', POLLACZEK, {
    seconds: [300_000, 30_000],
    figures: [{ name: 'mean wait', unit: 's', expected: 2, tolerance: 0.01, of: meanWaitS }],
  }),
  station('mg1-erlang', 'M/G/1, load 0.8, Erlang-4 work', POLLACZEK, {
    seconds: [400_000, 40_000],
    figures: [{ name: 'mean wait', unit: 's', expected: 2.5, tolerance: 0.01, of: meanWaitS }],
  }),
  station('mg1-varied', 'M/G/1, load 0.8, squared variation 4', POLLACZEK, {
    seconds: [200_000, 40_000],
    figures: [{ name: 'mean wait', unit: 's', expected: 10, tolerance: 0.03, of: meanWaitS }],
  }),
];
