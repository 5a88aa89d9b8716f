import { InvalidArgumentError } from 'commander';
import type { Target } from '../interop/export-policies';
import { parseDuration } from '../kernel/units';
import { TARGET_NAMES, targetNamed } from './export';

/** Reads an option's value: a whole number from `least` to `most`. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER && value <= most ? '' : ` from ${least} to ${most}`;
    throw new InvalidArgumentError(`expected a whole number${range}.`);
  };

/** Reads an option's value: a duration, in ms. */
export function duration(text: string): number {
  const read = parseDuration(text);
  if (!read.ok) throw new InvalidArgumentError(read.message);
  return read.value;
}

/** Reads an option's value: how long something is to go on, in ms. */
export function timeSpan(text: string): number {
  const ms = duration(text);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('expected more than no time at all, such as 10min.');
}

/** Reads what is to be exported: policies, and nothing else so far. */
export function exported(text: string): string {
  if (text !== 'policies') throw new InvalidArgumentError('expected policies.');
  return text;
}

/** Reads an option's value: a library that code can be written for. */
export function library(text: string): Target {
  const target = targetNamed(text);
  if (target === null) throw new InvalidArgumentError(`expected one of ${TARGET_NAMES.join(', ')}.`);
  return target;
}
