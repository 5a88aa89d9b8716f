import type { Row } from '../row';
import { Window } from '../window';

export const amplification: Row = {
  id: 'amplification',
  model: 'Retries: 4 attempts in each of 3 layers, every call failing',
  source: 'attempts to the power of depth',
  lengthMs: 30_000,
  shortLengthMs: 30_000,
  figures: [{ name: 'calls for one request', unit: 'calls', expected: 64, tolerance: 0, rule: 'every seed' }],
  play: (engine, lengthMs) => {
    const window = new Window(engine, 0, lengthMs);
    return [window.route('two -> three.get', 'attempts').arrived / window.journey('visit').arrived];
  },
};
