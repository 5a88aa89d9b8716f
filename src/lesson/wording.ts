import { formatClock, formatDuration, formatRate, formatShare } from '../kernel/units';
import type { Check, Expectation } from './lesson';
import type { Measure } from './measure';

const NOTHING_MEASURED = '–';

/** A measured value with its unit, for people. */
export function formatMeasured(expect: Expectation, value: number): string {
  if (Number.isNaN(value)) return NOTHING_MEASURED;
  switch (expect.measure) {
    case 'answered':
    case 'degraded':
    case 'waiting workers':
      return formatShare(value);
    case 'p95':
      return formatDuration(value);
    case 'made-up answers':
      return String(value);
    case 'attempts per second':
      return formatRate(value / 1000);
  }
}

/** What a check asks for, as words say it: "at least 99 %". */
export const formatLimit = (expect: Expectation): string =>
  'atLeast' in expect
    ? `at least ${formatMeasured(expect, expect.atLeast)}`
    : `at most ${formatMeasured(expect, expect.atMost)}`;

/** A moment of the run in minutes and seconds: "1:05". */
export const formatMoment = (ms: number): string => formatClock(ms, 2).replace(/\.00$/, '');

const FIGURE = /\{(\w+)\}/g;

/** The names in braces of an author's text, in its order: the figures it asks for. */
export const figuresIn = (text: string): string[] => [...text.matchAll(FIGURE)].map(([, name]) => name!);

/** The figures that there are. */
export const FIGURES: readonly string[] = ['measured', 'from', 'to', 'worst'];

/** Fills a check's figures into an author's text. */
export function fillIn(text: string, check: Check, { value, worstMs }: Measure): string {
  const words: Readonly<Record<string, string>> = {
    measured: formatMeasured(check.expect, value),
    from: formatMoment(check.fromMs),
    to: formatMoment(check.toMs),
    worst: formatMoment(worstMs),
  };
  return text.replace(FIGURE, (placeholder, name: string) => words[name] ?? placeholder);
}
