import type { Row } from '../row';
import { Window } from '../window';

const STATIONS = ['first.serve', 'second.serve', 'third.serve'];

/** Each station of a row of them behaves as if it were alone: 1/(1 - 0.8), 2 by Erlang C at two workers, 0.5/(1 - 0.4). */
export const tandem: Row = {
  id: 'tandem',
  model: 'Tandem: M/M/1 at 0.8, M/M/2 at 0.8, M/M/1 at 0.4',
  source: 'Jackson: the sum of the stations',
  lengthMs: 400_000_000,
  shortLengthMs: 20_000_000,
  figures: [
    {
      name: 'mean time in system',
      unit: 's',
      expected: 5 + 2 * (1 + 0.32 / 0.18) + 0.5 / 0.6,
      tolerance: 0.01,
      rule: 'interval',
    },
  ],
  play: (engine, lengthMs) => {
    const window = new Window(engine, 0.1 * lengthMs, 1.1 * lengthMs);
    return [STATIONS.reduce((sum, station) => sum + window.visits(station).meanTimeMs / 1000, 0)];
  },
};
