import type { Row } from '../row';
import { Window } from '../window';

interface Balanced {
  readonly load: string;
  readonly expected: number;
  readonly tolerance: number;
  /** far longer than it takes to forget the empty start */
  readonly warmUp: number;
  readonly seconds: readonly [long: number, short: number];
}

/** Servers with a mean work of one second; each customer goes to one of them and waits there. */
const balanced = (
  id: string,
  model: string,
  source: string,
  { expected, tolerance, warmUp, seconds }: Omit<Balanced, 'load'>,
): Row => ({
  id,
  model,
  source,
  lengthMs: 1000 * seconds[0],
  shortLengthMs: 1000 * seconds[1],
  figures: [{ name: 'mean time in system', unit: 's', expected, tolerance, rule: 'interval' }],
  play: (engine, lengthMs) => {
    const window = new Window(engine, 1000 * warmUp, 1000 * warmUp + lengthMs);
    return [window.visits('station.serve').meanTimeMs / 1000];
  },
});

const LIMIT = 'Mitzenmacher 1996, infinitely many: Σ ρ^(2ⁱ - 2), i from 1';

const powerOfTwo = (id: string, { load, ...rest }: Balanced): Row =>
  balanced(id, `Better of two of 500 servers, load ${load}`, LIMIT, rest);

export const balancings: readonly Row[] = [
  powerOfTwo('power-of-two-90', { load: '0.9', expected: 2.6141, tolerance: 0.02, warmUp: 60, seconds: [200, 10] }),
  powerOfTwo('power-of-two-95', { load: '0.95', expected: 3.383, tolerance: 0.02, warmUp: 150, seconds: [250, 10] }),
  powerOfTwo('power-of-two-99', { load: '0.99', expected: 5.432, tolerance: 0.04, warmUp: 400, seconds: [200, 10] }),
  balanced('random-90', 'Any of 20 servers, load 0.9', 'M/M/1', {
    expected: 10,
    tolerance: 0.05,
    warmUp: 4000,
    seconds: [8000, 800],
  }),
];
