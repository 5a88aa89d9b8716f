import type { Row } from '../row';
import { Window } from '../window';

const SOURCE = 'demand after the spike against what the shop can serve';

/** Shoppers answered in the last twenty seconds, a minute after the spike. */
const overload = (id: string, model: string, name: string, holds: (answered: number) => boolean): Row => ({
  id,
  model,
  source: SOURCE,
  lengthMs: 80_000,
  shortLengthMs: 80_000,
  figures: [{ name, unit: '', expected: 1, tolerance: 0, rule: 'every seed' }],
  play: (engine, lengthMs) => {
    const { arrived, ended } = new Window(engine, lengthMs - 20_000, lengthMs).journey('visit');
    return [holds(ended('ok') / arrived) ? 1 : 0];
  },
});

export const overloads: readonly Row[] = [
  overload('overload-retries', 'Spike, retries, no cancellation', 'still failing a minute later', (ok) => ok < 0.05),
  overload('overload-no-retries', 'The same spike without retries', 'recovered', (ok) => ok > 0.99),
  overload(
    'overload-short-queue',
    'The same spike, a queue shorter than service rate × timeout',
    'recovered',
    (ok) => ok > 0.99,
  ),
];
