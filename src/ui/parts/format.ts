/**
 * Figures that change as they are read, as text with their units: in as few digits as tell them. A figure that does not
 * exist (NaN) is a dash. What an author wrote and what a check judges is told to three digits, by `kernel/units`.
 */
const DASH = '–';
/** Keeps a number and its unit on one line. */
const NBSP = '\u00a0';

/** A share in [0, 1] as a percentage: whole, but with one decimal where rounding would claim "none" or "all". */
export function percent(share: number): string {
  if (Number.isNaN(share)) return DASH;
  const hundredths = share * 100;
  const almostNone = hundredths > 0 && hundredths < 0.95;
  const almostAll = hundredths < 100 && hundredths > 99;
  if (!almostNone && !almostAll) return `${Math.round(hundredths)}${NBSP}%`;
  const shown = almostNone ? Math.max(0.1, hundredths) : Math.min(99.9, hundredths);
  return `${shown.toFixed(1)}${NBSP}%`;
}

/** A duration in milliseconds to two or three figures: 0.4 ms, 62 ms, 3.0 s, 2 min 5 s. */
export function duration(ms: number): string {
  if (Number.isNaN(ms)) return DASH;
  if (ms === Infinity) return '∞';
  if (ms < 9.95) return `${trim(ms.toFixed(1))}${NBSP}ms`;
  if (ms < 999.5) return `${Math.round(ms)}${NBSP}ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)}${NBSP}s`;
  if (ms < 99_500) return `${Math.round(ms / 1000)}${NBSP}s`;
  const seconds = Math.round(ms / 1000);
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)}${NBSP}min${rest === 0 ? '' : ` ${rest}${NBSP}s`}`;
}

/** How often a second: 0.4/s, 18/s, 1,200/s. */
export function rate(perSecond: number): string {
  if (Number.isNaN(perSecond)) return DASH;
  return `${perSecond > 0 && perSecond < 9.95 ? trim(perSecond.toFixed(1)) : count(perSecond)}/s`;
}

export function count(number: number): string {
  if (Number.isNaN(number)) return DASH;
  const figures = `${Math.round(number)}`;
  // By hand, because figures are written thirty times a second and the browser's own formatter is slow.
  return figures.length < 4 ? figures : figures.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count in at most four signs and a letter, where there is room for no more: 940, 7.3 k, 73 k, 1.2 M. */
export function shortCount(number: number): string {
  if (!(number >= 999.5)) return count(number);
  const [size, letter] = number < 999_500 ? [1000, 'k'] : [1_000_000, 'M'];
  const scaled = number / size;
  return `${trim(scaled < 9.95 ? scaled.toFixed(1) : count(scaled))}${NBSP}${letter}`;
}

const trim = (figures: string): string => figures.replace(/\.0$/, '');
