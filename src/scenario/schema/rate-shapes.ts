import type { RatePiece } from '../model';
import { field, keys } from './field';
import { duration, rate } from './quantity';

/** Arrivals over time, as pieces that cover all of it, or all of a period that comes again and again. */
export interface RateOverTime {
  readonly pieces: readonly RatePiece[];
  /** Infinity: nothing comes again. */
  readonly periodMs: number;
}

export const RATE = 'a count per time, such as 60/s';

/** Per ms; reached at an end of a piece, for each is a straight line. */
export const highest = ({ pieces }: RateOverTime): number =>
  pieces.reduce((most, { startPerMs, endPerMs }) => Math.max(most, startPerMs, endPerMs), 0);

export const once = (pieces: readonly RatePiece[]): RateOverTime => ({ pieces, periodMs: Infinity });

export const flat = (fromMs: number, lengthMs: number, perMs: number): RatePiece => ({
  fromMs,
  lengthMs,
  startPerMs: perMs,
  endPerMs: perMs,
});

/** Straight lines from each point to the next; points at the same instant are a jump. */
export function linesBetween(points: readonly { readonly atMs: number; readonly perMs: number }[]): RatePiece[] {
  return points.slice(1).flatMap(({ atMs, perMs }, index) => {
    const from = points[index]!;
    const piece = { fromMs: from.atMs, lengthMs: atMs - from.atMs, startPerMs: from.perMs, endPerMs: perMs };
    return piece.lengthMs > 0 ? [piece] : [];
  });
}

const none = '0s: the rate jumps';

export const spike = keys('a spike such as { base: 10/s, to: 100/s, at: 30s, for: 10s }', {
  base: field(rate(), { is: 'The rate before the spike and after it.', unit: RATE }),
  to: field(rate(), { is: 'The rate at the top of the spike.', unit: RATE }),
  at: field(duration('zero or more'), { is: 'When the rate begins to rise.', unit: 'a duration since the start' }),
  for: field(duration('more than zero'), {
    is: 'How long the top lasts, without rise and fall.',
    unit: 'a duration',
  }),
  rise: field(duration('zero or more').prefault('0s'), {
    is: 'How long the way up takes, in a straight line.',
    unit: 'a duration',
    default: none,
  }),
  fall: field(duration('zero or more').prefault('0s'), {
    is: 'How long the way down takes, in a straight line.',
    unit: 'a duration',
    default: none,
  }),
}).transform(({ base, to, at, for: topMs, rise, fall }): RateOverTime => {
  const points = [
    { atMs: 0, perMs: base },
    { atMs: at, perMs: base },
    { atMs: at + rise, perMs: to },
    { atMs: at + rise + topMs, perMs: to },
    { atMs: at + rise + topMs + fall, perMs: base },
  ];
  return once([...linesBetween(points), flat(points.at(-1)!.atMs, Infinity, base)]);
});

/** Straight lines that a day is made of: with 96, one for each quarter of an hour. */
const LINES_A_DAY = 96;

/** The cosines of 0, 1, 2 … 96 ninety-sixths of a full turn. */
const COSINES = cosines();

/**
 * From that of a twelfth of half a turn by halving it twice, cos(x / 2) = sqrt((1 + cos x) / 2), and then by
 * cos(n x + x) = 2 cos x cos(n x) - cos(n x - x): Math.cos is not the same on every machine.
 */
function cosines(): readonly number[] {
  const twelfth = (Math.sqrt(6) + Math.sqrt(2)) / 4;
  const step = Math.sqrt((1 + Math.sqrt((1 + twelfth) / 2)) / 2);
  const found = [1, step];
  while (found.length <= LINES_A_DAY) found.push(2 * step * found.at(-1)! - found.at(-2)!);
  return found;
}

/** `low` + (`high` - `low`) (1 + cos(2 pi (t - peak) / day)) / 2, in straight lines whose ends lie on it. */
function dailyRate(low: number, high: number, peakMs: number, dayMs: number): RateOverTime {
  const node = (n: number) => ({
    atMs: peakMs + (n / LINES_A_DAY) * dayMs,
    perMs: low + (high - low) * Math.max(0, (1 + COSINES[((n % LINES_A_DAY) + LINES_A_DAY) % LINES_A_DAY]!) / 2),
  });
  const first = -Math.ceil((peakMs / dayMs) * LINES_A_DAY);
  const nodes = Array.from({ length: LINES_A_DAY + 2 }, (_, index) => node(first - 1 + index));
  const inside = nodes.filter(({ atMs }) => atMs > 0 && atMs < dayMs);
  const atEdge = perMsAt(nodes, 0);
  return {
    pieces: linesBetween([{ atMs: 0, perMs: atEdge }, ...inside, { atMs: dayMs, perMs: atEdge }]),
    periodMs: dayMs,
  };
}

function perMsAt(nodes: readonly { readonly atMs: number; readonly perMs: number }[], atMs: number): number {
  const after = nodes.findIndex((node) => node.atMs > atMs);
  const [from, to] = [nodes[after - 1]!, nodes[after]!];
  return from.perMs + ((to.perMs - from.perMs) * (atMs - from.atMs)) / (to.atMs - from.atMs);
}

export const daily = keys('a day such as { low: 10/s, high: 100/s, peak at: 20h }', {
  low: field(rate(), { is: 'The lowest rate, half a day from the highest.', unit: RATE }),
  high: field(rate(), { is: 'The highest rate.', unit: RATE }),
  'peak at': field(duration('zero or more'), {
    is: 'When in the day the rate is highest; the run begins with the day.',
    unit: 'a duration since the day’s beginning',
  }),
  day: field(duration('more than zero').prefault('24h'), {
    is: 'How long a day is; each is like the one before, for ever.',
    unit: 'a duration',
    default: '24h',
  }),
}).transform(({ low, high, 'peak at': peakMs, day }, context): RateOverTime => {
  const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (high < low) refuse(['high'], '`high` must not be less than `low`.');
  if (peakMs >= day) refuse(['peak at'], 'This must lie within the day.');
  return dailyRate(low, high, Math.min(peakMs, day), day);
});
