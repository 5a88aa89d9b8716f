import { nearest } from '../../scenario/check/nearest';
import type { Path } from '../../scenario/document/places';
import { routeKeyOf, routeKeyParts } from '../../scenario/naming';
import { formsOf, schemasAt } from '../../scenario/schema/json-schema';
import { scenarioSchema } from '../../scenario/schema/scenario-schema';

/** Where in a scenario's data an address leads, or one sentence that says how far it leads and what is there. */
export type Found = { readonly ok: true; readonly path: Path } | { readonly ok: false; readonly message: string };

/** One way on: how an address may call it, and the steps it stands for. */
interface Way {
  readonly name: string;
  readonly steps: Path;
}

/**
 * Finds a value of a scenario, given as plain data, by an address such as `policies.web->catalog.breaker.failureRate`.
 * Capitals and spaces do not count. An item of a list is called by its `name`, its kind (`timeout`; the second of a kind
 * is `timeout 2`), the text it is, or its number from 1. A key that may be written but is not can be addressed too.
 */
export const findAddress = (scenario: unknown, address: string): Found =>
  follow(scenario, [], address.split('.'), { scenario, address });

interface Asked {
  readonly scenario: unknown;
  readonly address: string;
}

function follow(value: unknown, path: Path, rest: readonly string[], asked: Asked): Found {
  if (rest.length === 0) return { ok: true, path };
  const ways = waysFrom(value, path);
  const fresh = newKey(asked.scenario, value, path, rest);
  const lostHere: Found = { ok: false, message: lost(value, ways, asked.address, rest) };
  const taken = longest(ways, rest);
  const found = taken
    ? follow(taken.steps.reduce(inside, value), [...path, ...taken.steps], rest.slice(taken.length), asked)
    : lostHere;
  return found.ok || fresh === null ? found : { ok: true, path: [...path, fresh] };
}

interface Taken {
  readonly steps: Path;
  /** How many parts of the address that were. */
  readonly length: number;
}

const comparable = (text: string): string => text.replace(/\s/g, '').toLowerCase();

/** Names have dots in them too: `web -> catalog.price` is preferred to `web -> catalog`. One spelled alike comes first. */
function longest(ways: readonly Way[], rest: readonly string[]): Taken | null {
  for (let length = rest.length; length > 0; length -= 1) {
    const asked = rest.slice(0, length).join('.');
    const way =
      ways.find(({ name }) => name === asked) ?? ways.find(({ name }) => comparable(name) === comparable(asked));
    if (way) return { steps: way.steps, length };
  }
  return null;
}

/** A link that has no policies yet, as the end of an address: whether anybody calls over it, compiling tells. */
function newKey(scenario: unknown, value: unknown, path: Path, rest: readonly string[]): string | null {
  if (!isMap(value) && value !== undefined && value !== null) return null;
  const takesLinks = formsAt(path).some((form) => (form.propertyNames?.names ?? form.keyNames) !== undefined);
  const parts = takesLinks ? routeKeyParts(rest.join('.')) : null;
  if (parts === null) return null;
  // `web->catalog.timeout` asks for a layer of a list that is not there, unless that is what an endpoint is called
  const endpoint = ['services', parts.to, 'endpoints', parts.endpoint ?? ''].reduce(inside, scenario);
  return parts.endpoint === null || endpoint !== undefined ? routeKeyOf(parts) : null;
}

/** By what is there, then by what the schema lets be there. */
function waysFrom(value: unknown, path: Path): readonly Way[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => itemWays(value, item, index));
  if (value !== undefined && value !== null && !isMap(value)) return [];
  const written = isMap(value) ? Object.keys(value) : [];
  const possible = formsAt(path).flatMap((form) => Object.keys(form.properties ?? {}));
  return [...new Set([...written, ...possible])].map((name) => ({ name, steps: [name] }));
}

const formsAt = (path: Path) => schemasAt(scenarioSchema, path).flatMap(formsOf);

function itemWays(list: readonly unknown[], item: unknown, index: number): readonly Way[] {
  const number = { name: String(index + 1), steps: [index] };
  if (!isMap(item)) return [...(typeof item === 'string' ? [{ name: item, steps: [index] }] : []), number];
  const named = typeof item['name'] === 'string' ? [{ name: item['name'], steps: [index] }] : [];
  const kinds = kindsOf(item).map((kind) => {
    const before = list.slice(0, index).filter((other) => isMap(other) && kindsOf(other).includes(kind)).length;
    return { name: before === 0 ? kind : `${kind} ${before + 1}`, steps: [index, kind] };
  });
  return [...named, ...kinds, number];
}

const kindsOf = (item: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(item).filter((key) => key !== 'name');

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function inside(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

const LISTED = 12;

function lost(value: unknown, ways: readonly Way[], address: string, rest: readonly string[]): string {
  const before = address.split('.').slice(0, -rest.length).join('.');
  const where = before === '' ? 'the scenario' : `\`${before}\``;
  const next = rest[0] ?? '';
  const names = [...new Set(ways.map(({ name }) => name).filter((name) => !/^\d+$/.test(name)))];
  if (names.length === 0) {
    const shown = value === undefined || value === null ? 'empty' : JSON.stringify(value);
    return `${where} is ${shown}, which has no \`${next}\``;
  }
  const near = nearest(comparable(next), names.map(comparable));
  const meant = names.find((name) => comparable(name) === near);
  const listed =
    names.slice(0, LISTED).join(', ') + (names.length > LISTED ? ` and ${names.length - LISTED} more` : '');
  return `there is no \`${next}\` in ${where}; ${meant === undefined ? '' : `did you mean \`${meant}\`? `}there are: ${listed}`;
}
