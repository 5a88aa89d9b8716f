import type { Figure, Row } from '../row';
import { Window } from '../window';

/* Processor sharing: a job of size x takes x / (1 - load) on average, whatever the distribution of sizes. */

function sharing(
  id: string,
  model: string,
  seconds: readonly [long: number, short: number],
  endpoints: readonly (readonly [endpoint: string, name: string, expected: number])[],
): Row {
  return {
    id,
    model,
    source: 'processor sharing: x / (1 - ρ)',
    lengthMs: 1000 * seconds[0],
    shortLengthMs: 1000 * seconds[1],
    figures: endpoints.map(([, name, expected]): Figure => {
      return { name, unit: 's', expected, tolerance: 0.02, rule: 'interval' };
    }),
    play: (engine, lengthMs) => {
      const window = new Window(engine, 0.1 * lengthMs, 1.1 * lengthMs);
      return endpoints.map(([endpoint]) => window.visits(endpoint).meanTimeMs / 1000);
    },
  };
}

export const sharings: readonly Row[] = [
  sharing(
    'sharing-exponential',
    'M/M/1 sharing its core, load 0.8',
    [300_000, 30_000],
    [['station.serve', 'mean time in system', 5]],
  ),
  sharing(
    'sharing-varied',
    'M/G/1 sharing its core, load 0.8, squared variation 4',
    [300_000, 30_000],
    [['station.serve', 'mean time in system', 5]],
  ),
  sharing(
    'sharing-sizes',
    'M/G/1 sharing its core, load 0.8, jobs of 0.25 s, 1 s and 7 s',
    [300_000, 30_000],
    [
      ['station.small', 'mean time of 0.25 s of work', 1.25],
      ['station.medium', 'mean time of 1 s of work', 5],
      ['station.large', 'mean time of 7 s of work', 35],
    ],
  ),
];
