import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../kernel/units';

/** Reads an option's value: a whole number from `least` to `most`. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? '' : ` from ${least} to ${most}`;
    throw new InvalidArgumentError(`expected a whole number${range}.`);
  };

/** Reads an option's value: a duration, in ms. */
export function duration(text: string): number {
  const read = parseDuration(text);
  if (!read.ok) throw new InvalidArgumentError(read.message);
  return read.value;
}
