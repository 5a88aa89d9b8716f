import type { Path } from '../../scenario/document/places';
import { isMap } from './address';

/** A value to put in place of what a path leads to; null takes it out. */
export interface Edit {
  readonly path: Path;
  readonly value: unknown;
}

/** Stands where something is to be taken out, so that nothing moves before all edits are made. */
const GONE = Symbol('gone');

/** A copy of plain data with the edits made to it, no one of which lies inside another. */
export const edited = (data: unknown, edits: readonly Edit[]): unknown =>
  withoutGone(edits.reduce((whole, { path, value }) => put(whole, path, value ?? GONE), data));

function put(data: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(data)) return data.map((item, index) => (index === step ? put(item, rest, value) : item));
  const map = isMap(data) ? data : {};
  return { ...map, [step]: put(map[step], rest, value) };
}

function withoutGone(data: unknown): unknown {
  if (Array.isArray(data)) return data.filter((item) => !isGone(item)).map(withoutGone);
  if (!isMap(data)) return data;
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => (value === GONE ? [] : [[key, withoutGone(value)]])),
  );
}

/** An item of a list; a layer whose kind is taken out goes with its name. */
const isGone = (item: unknown): boolean =>
  item === GONE ||
  (isMap(item) &&
    Object.values(item).includes(GONE) &&
    Object.entries(item).every(([key, value]) => value === GONE || key === 'name'));
