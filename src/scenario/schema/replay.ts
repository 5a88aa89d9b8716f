import { parseDuration, parseRate } from '../../kernel/units';
import { field, keys } from './field';
import { duration, HIGHEST_PER_MS } from './quantity';
import { flat, linesBetween, once, type RateOverTime } from './rate-shapes';
import { z } from './z';

/*
 * Rates measured elsewhere, pasted as lines of text: first what the two columns are and in which units, then one line for
 * each instant from which a rate was measured. The instant of the first line is the run's start.
 */

interface Point {
  readonly atMs: number;
  readonly perMs: number;
}

const SUCH = 'a line such as `time s, rate /s`';
const MOST_LINES = 20_000;
/** More problems than these nobody reads. */
const MOST_PROBLEMS = 20;
const HEADER = /^time (ms|s|min|h) ?, ?rate (\/(?:s|min|h))$/;
const PLAIN = /^\d+(?:\.\d+)?$/;

/** What is wrong with a line; from 0, as in the text. */
interface LineProblem {
  readonly line: number;
  readonly message: string;
}

/** The points of a text, or all that is wrong with it (up to a bound). */
function readRates(text: string): { readonly points: readonly Point[]; readonly problems: LineProblem[] } {
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line !== '');
  const units = HEADER.exec(lines[first] ?? '');
  if (first < 0 || units === null) {
    const message = `The first line says what the columns are and their units: ${SUCH}; time in ms, s, min or h, rate per s, min or h.`;
    return { points: [], problems: [{ line: Math.max(0, first), message }] };
  }
  const points: Point[] = [];
  const problems: LineProblem[] = [];
  let startMs = NaN;
  for (let line = first + 1; line < lines.length && problems.length < MOST_PROBLEMS; line++) {
    if (lines[line] === '') continue;
    if (points.length === MOST_LINES) {
      problems.push({ line, message: `There are more than ${MOST_LINES} rates.` });
      break;
    }
    const point = readLine(lines[line]!, units[1]!, units[2]!);
    if (typeof point === 'string') problems.push({ line, message: point });
    else {
      if (Number.isNaN(startMs)) startMs = point.atMs;
      const atMs = point.atMs - startMs;
      if (points.length > 0 && atMs <= points.at(-1)!.atMs)
        problems.push({ line, message: 'The time of a line must be later than that of the line before it.' });
      else points.push({ atMs, perMs: point.perMs });
    }
  }
  if (points.length === 0 && problems.length === 0)
    problems.push({ line: first, message: 'There are no rates below this line; expected lines such as `30, 12.5`.' });
  return { points, problems };
}

function readLine(line: string, timeUnit: string, rateUnit: string): Point | string {
  const cells = line.split(',').map((cell) => cell.trim());
  if (cells.length !== 2 || !cells.every((cell) => PLAIN.test(cell)))
    return `\`${line.slice(0, 40)}\` is not a time and a rate; expected two plain numbers such as \`30, 12.5\`.`;
  const at = parseDuration(`${cells[0]!}${timeUnit}`);
  const rate = parseRate(`${cells[1]!}${rateUnit}`);
  if (!at.ok) return at.message;
  if (!rate.ok) return rate.message;
  if (rate.value > HIGHEST_PER_MS)
    return `That is more than ${1000 * HIGHEST_PER_MS}/s, the most that can be simulated.`;
  return { atMs: at.value, perMs: rate.value };
}

const rates = z
  .string()
  .transform((text, context): readonly Point[] => {
    const { points, problems } = readRates(text);
    for (const { line, message } of problems) context.addIssue({ code: 'custom', path: [line], message });
    return problems.length > 0 ? z.NEVER : points;
  })
  .meta({ expected: `rates, one in a line, after ${SUCH}` });

const WAYS = ['steps', 'straight lines'] as const;

export const replay = keys('a replay with its `rates` as lines of text', {
  rates: field(rates, {
    is: 'Times and rates as numbers with a comma between them, one pair in a line, after a line with their units; the first time is the run’s start.',
    unit: 'in the first line, such as `time s, rate /s`',
    samples: ['"time s, rate /s\\n0, 10\\n60, 25"'],
  }),
  as: field(
    z
      .enum(WAYS)
      .default('steps')
      .meta({ expected: `one of ${WAYS.join(', ')}`, options: WAYS }),
    {
      is: '`steps`: each rate holds until the next; `straight lines`: the rate goes in a straight line from each to the next.',
    },
  ),
  'repeat every': field(duration('more than zero').optional(), {
    is: 'Begins again after this, for ever; the last rate holds until then, or goes in a straight line back to the first.',
    unit: 'a duration',
    default: 'the last rate holds for ever',
  }),
}).transform(({ rates, as, 'repeat every': periodMs = Infinity }, context): RateOverTime => {
  const last = rates.at(-1)!;
  if (periodMs <= last.atMs) {
    context.addIssue({
      code: 'custom',
      path: ['repeat every'],
      message: `This must be longer than the rates go on: ${last.atMs / 1000}s.`,
    });
    return z.NEVER;
  }
  const steps = () =>
    rates.map(({ atMs, perMs }, index) => flat(atMs, (rates[index + 1]?.atMs ?? periodMs) - atMs, perMs));
  if (as === 'steps') return { pieces: steps(), periodMs };
  if (periodMs === Infinity) return once([...linesBetween(rates), flat(last.atMs, Infinity, last.perMs)]);
  return { pieces: linesBetween([...rates, { atMs: periodMs, perMs: rates[0]!.perMs }]), periodMs };
});
