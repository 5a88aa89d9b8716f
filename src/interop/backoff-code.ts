import type { BackoffParams } from '../policies/backoff';
import { plain } from './text';

/** How a language writes what waits are computed from. */
export interface Arithmetic {
  power(base: string, exponent: string): string;
  min(one: string, other: string): string;
  max(one: string, other: string): string;
  floor(value: string): string;
  /** One of some numbers, by its place from 0. */
  pick(numbers: readonly string[], place: string): string;
  /** A number drawn from [0, 1). */
  readonly random: string;
}

export const JAVASCRIPT: Arithmetic = {
  power: (base, exponent) => `${base} ** ${exponent}`,
  min: (one, other) => `Math.min(${one}, ${other})`,
  max: (one, other) => `Math.max(${one}, ${other})`,
  floor: (value) => `Math.floor(${value})`,
  pick: (numbers, place) => `[${numbers.join(', ')}][${place}]`,
  random: 'Math.random()',
};

export const PYTHON: Arithmetic = {
  power: (base, exponent) => `${base} ** ${exponent}`,
  min: (one, other) => `min(${one}, ${other})`,
  max: (one, other) => `max(${one}, ${other})`,
  floor: (value) => `math.floor(${value})`,
  pick: (numbers, place) => `[${numbers.join(', ')}][${place}]`,
  random: 'random.random()',
};

export const CSHARP: Arithmetic = {
  power: (base, exponent) => `Math.Pow(${base}, ${exponent})`,
  min: (one, other) => `Math.Min(${one}, ${other})`,
  max: (one, other) => `Math.Max(${one}, ${other})`,
  floor: (value) => `Math.Floor(${value})`,
  pick: (numbers, place) => `new double[] { ${numbers.join(', ')} }[${place}]`,
  random: 'Random.Shared.NextDouble()',
};

/** What a language has the numbers in that a wait depends on. */
interface Known {
  /** Of the retry, from 1. */
  readonly retry: string;
  /** Of the retries before it. */
  readonly before: string;
  /** The wait before the one before; the base for the first. */
  readonly last: string;
}

/** Whether a wait depends on the one before it. */
export const remembers = ({ kind, jitter }: BackoffParams): boolean => kind !== 'none' && jitter === 'decorrelated';

/**
 * The wait before a retry as an expression, in ms divided by `unitMs`. Not for `smooth` jitter.
 */
export function waitExpression(
  backoff: BackoffParams,
  arithmetic: Arithmetic,
  { retry, before, last }: Known,
  unitMs = 1,
): string {
  const { kind, factor, jitter, jitterShare, capsJitter } = backoff;
  const { power, min, max, floor, pick, random } = arithmetic;
  if (kind === 'none') return '0';
  const unit = (ms: number): string => plain(ms / unitMs);
  const capped = (wait: string): string => (backoff.capMs === Infinity ? wait : min(unit(backoff.capMs), wait));
  const stepped = (wait: string): string =>
    backoff.stepMs === 0 || jitter === 'none'
      ? wait
      : `${unit(backoff.stepMs)} * ${floor(`(${wait}) / ${unit(backoff.stepMs)}`)}`;
  const base = unit(backoff.baseMs);
  const grown = (): string => {
    switch (kind) {
      case 'constant':
        return base;
      case 'linear':
        return `${base} * ${retry}`;
      case 'listed':
        return pick(backoff.listMs.map(unit), min(before, String(backoff.listMs.length - 1)));
      case 'exponential':
        return `${base} * ${power(plain(factor), before)}`;
    }
  };
  const least = backoff.leastMs === 0 ? '0' : unit(backoff.leastMs);
  const wait = capsJitter ? grown() : capped(grown());
  const drawn = (): string => {
    switch (jitter) {
      case 'equal':
        return `(${wait}) * (0.5 + 0.5 * ${random})`;
      case 'full':
        return least === '0' ? `(${wait}) * ${random}` : `${least} + (${max(least, wait)} - ${least}) * ${random}`;
      case 'proportional':
        return `(${wait}) * (${plain(1 - jitterShare)} + ${plain(2 * jitterShare)} * ${random})`;
      case 'added':
        return `${wait} + ${unit(backoff.jitterMs)} * ${random}`;
      case 'decorrelated':
        return capped(`${base} + ${random} * (3 * ${last} - ${base})`);
      default:
        return least === '0' ? wait : max(least, wait);
    }
  };
  const jittered = stepped(drawn());
  return capsJitter ? capped(jittered) : jittered;
}
