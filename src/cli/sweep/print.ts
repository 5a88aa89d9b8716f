import { formatDuration } from '../../kernel/units';
import { table } from '../table';
import type { Comparison } from './comparison';
import type { Interval } from './interval';

/** How the measures of that last name are said: by what they are multiplied, and with which unit. */
interface Saying {
  readonly words: string;
  readonly times: number;
  readonly unit: string;
  readonly differenceUnit: string;
}

const same = (words: string, unit: string): Saying => ({ words, times: 1, unit, differenceUnit: unit });
const share = (words: string): Saying => ({ words, times: 100, unit: '%', differenceUnit: 'points' });

const SAYINGS: Readonly<Record<string, Saying>> = {
  answered: share('answered'),
  degraded: share('degraded'),
  failures: same('failures', ''),
  goodputPerSecond: same('goodput', '/s'),
  meanMs: same('mean latency', 'ms'),
  p50Ms: same('p50', 'ms'),
  p95Ms: same('p95', 'ms'),
  p99Ms: same('p99', 'ms'),
  utilisation: share('utilisation'),
  coreUtilisation: share('of its cores'),
};

/** A comparison for people, in lines of text. */
export function printComparison(comparison: Comparison): string[] {
  const { scenario, forMs, modelVersion, sweep, points, runs, wanted, seeds } = comparison;
  const several = points.length > 1;
  const of = wanted === 1 ? '1 run' : `${wanted} runs`;
  const count = runs === wanted ? of : `${runs} of ${of}`;
  return [
    scenario,
    `${count}: ${points.length} ${several ? 'points' : 'point'}, ${/^\d+$/.test(seeds) ? 'seed' : 'seeds'} ${seeds}, ${formatDuration(forMs)} each · model ${modelVersion} · sweep ${sweep}`,
    ...(runs === 0 ? [] : means(comparison)),
  ];
}

function means(comparison: Comparison): string[] {
  const { points, vary } = comparison;
  const several = points.length > 1;
  return [
    '',
    ...table(
      [['', ...shortened(vary), 'mean', ...(several ? ['less the first'] : [])], ...rowsOf(comparison)],
      vary.length + 1,
    ),
    '',
    '± is half of a 95 % confidence interval of the mean over the seeds.',
    ...(several ? ['Differences are taken seed by seed: the same people come, and the same work takes as long.'] : []),
  ];
}

function rowsOf({ points, vary }: Comparison): string[][] {
  const rows: string[][] = [];
  let subject = '';
  for (const name of Object.keys(points[0]?.measures ?? {})) {
    const [, kind = '', own = '', last = ''] = /^(.*?)s\.(.*)\.(.*?)$/.exec(name) ?? [];
    if (`${kind} ${own}` !== subject) rows.push([(subject = `${kind} ${own}`)]);
    const { words, times, unit, differenceUnit } = SAYINGS[last] ?? same(last, '');
    const isSame = points.every(({ lessFirst, runs }) => lessFirst === null || isNothing(lessFirst[name]!, runs));
    (isSame ? points.slice(0, 1) : points).forEach(({ settings, measures, lessFirst, runs }, point) => {
      const difference = lessFirst?.[name];
      rows.push([
        point === 0 ? `  ${words}` : '',
        ...(isSame && points.length > 1 ? vary.map((_, axis) => (axis === 0 ? 'all' : '')) : settings),
        figure(measures[name]!, times, unit, runs),
        ...(difference ? [signed(figure(difference, times, differenceUnit, runs))] : []),
      ]);
    });
  }
  return rows.map((row) => (row.length === 1 ? [...row, ...vary.map(() => ''), ''] : row));
}

/** No run of the point differs from that of the first. */
const isNothing = ({ mean, plusMinus, runs }: Interval, ofRuns: number): boolean =>
  mean === 0 && !plusMinus && runs === ofRuns;

/** As many digits as the interval lets be known; and over how many runs, if there was nothing to measure in some. */
function figure({ mean, plusMinus, runs }: Interval, times: number, unit: string, ofRuns: number): string {
  if (mean === null) return '–';
  const value = mean * times;
  const half = (plusMinus ?? 0) * times;
  const isExact = half <= Math.abs(value) * 1e-12;
  const digits = isExact ? digitsFor(value, 3) : digitsFor(half, 1);
  const shown = isExact ? String(Number(value.toFixed(digits))) : value.toFixed(digits).replace(/^-(0[.0]*)$/, '$1');
  const interval = plusMinus === null ? '' : ` ± ${isExact ? '0' : grouped(half.toFixed(digits))}`;
  const few = runs < ofRuns ? ` (${runs} of ${ofRuns})` : '';
  return `${grouped(shown)}${interval}${unit === '' ? '' : ` ${unit}`}${few}`;
}

/** Decimals that show so many digits after the first. */
const digitsFor = (value: number, more: number): number =>
  value === 0 ? 0 : Math.min(6, Math.max(0, more - Math.floor(Math.log10(Math.abs(value)))));

const signed = (text: string): string => (/^[\d,]/.test(text) && !/^0(\.0+)?( |$)/.test(text) ? `+${text}` : text);

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');

/** The ends of the addresses, as short as tells them apart. */
function shortened(addresses: readonly string[]): string[] {
  const end = (address: string, parts: number) => address.split('.').slice(-parts).join('.');
  return addresses.map((address) => {
    let parts = 1;
    while (
      end(address, parts) !== address &&
      addresses.filter((other) => end(other, parts) === end(address, parts)).length > 1
    )
      parts += 1;
    return end(address, parts);
  });
}
