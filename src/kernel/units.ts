/** A quantity read from text, or one sentence that says what is wrong and what was expected. */
export type Quantity = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly message: string };

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const MS_OF_UNIT: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', SECOND_MS],
  ['min', MINUTE_MS],
  ['h', HOUR_MS],
]);

const DURATION_EXPECTED = 'expected a duration such as 250ms, 1.5s, 5min or 2h';
const RATE_EXPECTED = 'expected a rate such as 60/s, 10/min or 100/h';
const SHARE_EXPECTED = 'expected a share such as 70%';

/** A plain decimal number, an optional space, and the unit: whatever follows. */
const NUMBER_AND_UNIT = /^([+-]?)(\d+(?:\.\d+)?|\.\d+) ?(.*)$/;

/** A duration in ms. Bare numbers, also 0, are problems: `source` may be a number as YAML reads one. */
export function parseDuration(source: string | number): Quantity {
  return parse(source, DURATION_EXPECTED, (number, unit) => {
    const unitMs = MS_OF_UNIT.get(unit);
    if (unitMs !== undefined) return number * unitMs;
    return unit === 'm' ? `min or ms? ${quote(source)} could be either` : undefined;
  });
}

/** A rate as a count per ms. */
export function parseRate(source: string | number): Quantity {
  return parse(source, RATE_EXPECTED, (number, unit) => {
    const per = /^\/ ?([a-z]+)$/.exec(unit)?.[1];
    if (per === 'm') return `min or ms? ${quote(source)} could be either`;
    const unitMs = per === undefined || per === 'ms' ? undefined : MS_OF_UNIT.get(per);
    return unitMs === undefined ? undefined : number / unitMs;
  });
}

/** A share, 100% being 1. More than 100% is read too: whether that makes sense is the caller's to say. */
export function parseShare(source: string | number): Quantity {
  return parse(source, SHARE_EXPECTED, (number, unit) => (unit === '%' ? number / 100 : undefined));
}

/** `read` gives the value, a sentence on what is wrong, or nothing where the unit is not known. */
function parse(
  source: string | number,
  expected: string,
  read: (number: number, unit: string) => number | string | undefined,
): Quantity {
  const problem = (what: string): Quantity => ({ ok: false, message: `${what}: ${expected}.` });
  const match = NUMBER_AND_UNIT.exec(String(source).trim());
  if (match === null) return problem(`${quote(source)} is not a number with a unit`);
  const [, sign, digits = '', unit = ''] = match;
  if (sign === '-') return problem(`${quote(source)} is negative`);
  if (sign === '+') return problem(`${quote(source)} has a sign`);
  if (unit === '') return problem(`${quote(source)} has no unit`);
  const value = read(Number(digits), unit);
  if (value === undefined) return problem(`${quote(source)} has the unknown unit ${quote(unit)}`);
  if (typeof value === 'string') return problem(value);
  return Number.isFinite(value) ? { ok: true, value } : problem(`${quote(source)} is too large`);
}

const quote = (source: string | number): string => `"${source}"`;

/** Three significant digits at most, without trailing zeros; whole numbers whole. */
const short = (value: number): string => {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
};

/** A duration for people: "0 ms", "0.25 ms", "250 ms", "1.2 s", "3 min", "2.5 h"; ∞, and – for NaN. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return ms > 0 ? '∞' : '–';
  if (ms < 0) return `-${formatDuration(-ms)}`;
  // Each limit is where rounding would reach the next unit's 1: "1 s", not "1000 ms".
  if (ms < 999.5) return `${short(ms)} ms`;
  if (ms < 59.95 * SECOND_MS) return `${short(ms / SECOND_MS)} s`;
  if (ms < 59.95 * MINUTE_MS) return `${short(ms / MINUTE_MS)} min`;
  return `${short(ms / HOUR_MS)} h`;
}

/** A moment of the simulated clock in minutes and seconds, from an hour on in hours too: "1:14", "1:14.20", "1:02:03.5". */
export function formatClock(ms: number, decimals: 0 | 1 | 2 | 3 = 0): string {
  const perSecond = [1, 10, 100, 1000][decimals]!;
  // Cut, not rounded: a clock must not show an instant that has not come. A millionth makes up for binary fractions.
  const units = Math.floor((ms / SECOND_MS) * perSecond + 1e-6);
  const minutes = Math.floor(units / (60 * perSecond));
  const seconds = (units / perSecond - 60 * minutes).toFixed(decimals).padStart(decimals === 0 ? 2 : decimals + 3, '0');
  if (minutes < 60) return `${minutes}:${seconds}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${seconds}`;
}

/** A rate for people, in the largest count per unit that keeps it at 1 or more: "60/s", "10/min", "0.5/h". */
export function formatRate(perMs: number): string {
  if (perMs === 0) return '0/s';
  // 0.995 is what rounds to 1; the small allowance takes 1/60000 * 60000 for 1.
  if (perMs * SECOND_MS >= 0.995) return `${short(perMs * SECOND_MS)}/s`;
  if (perMs * MINUTE_MS >= 0.995) return `${short(perMs * MINUTE_MS)}/min`;
  return `${short(perMs * HOUR_MS)}/h`;
}

/** A share for people, with a space that does not break: "70 %", "99.5 %". All and nothing are said of nothing less: "> 99.9 %", "< 0.1 %". */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1\u00a0%';
  if (share > 0.999 && share < 1) return '> 99.9\u00a0%';
  return `${Number((share * 100).toFixed(1))}\u00a0%`;
}
