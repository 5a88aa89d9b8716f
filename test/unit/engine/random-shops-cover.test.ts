import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { DistributionKind, type Distribution } from '../../../src/kernel/distribution';
import { compileScenario } from '../../../src/scenario';
import { formsLike, formsOf, likeOf, type SchemaNode } from '../../../src/scenario/schema/json-schema';
import { scenarioSchema } from '../../../src/scenario/schema/scenario-schema';
import { anyShop, randomSchedule } from '../support/random-shop';

/* The laws are worth as much as the shops they are tried on: every key that a scenario may have, and every word, is in some. */

/** Notes of keys that are another name of one beside them. */
const ALIAS = /^The lab’s own name of/;

/** What the schema offers but refuses with a reason. */
const REFUSED = [/\.parallel\[\]\.\*\.times/, /\.retry\(finagle\)\.jitter=decorrelated/];

const visited = (node: SchemaNode, path: string, of: (place: string) => void): void => {
  if (node.kind === 'distribution' || ALIAS.test(node.description ?? '')) return;
  for (const form of formsOf(node)) {
    const here = pathOf(form, path);
    for (const word of [...(form.enum ?? []), ...(form.const === undefined ? [] : [form.const])]) of(`${here}=${word}`);
    for (const [key, inner] of Object.entries(form.properties ?? {})) {
      if (!ALIAS.test(inner.description ?? '')) of(`${here}.${key}`);
      visited(inner, `${here}.${key}`, of);
    }
    if (typeof form.additionalProperties === 'object') visited(form.additionalProperties, `${here}.*`, of);
    if (form.items) visited(form.items, `${here}[]`, of);
  }
};

const met = (node: SchemaNode, value: unknown, path: string, of: (place: string) => void): void => {
  if (node.kind === 'distribution') return;
  for (const form of formsLike(formsOf(node), likeOf(value))) {
    const here = pathOf(form, path);
    if (form.enum?.includes(String(value)) || form.const === value) of(`${here}=${value}`);
    if (Array.isArray(value)) {
      if (form.items) for (const item of value) met(form.items, item, `${here}[]`, of);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        const own = form.properties?.[key];
        if (own) of(`${here}.${key}`);
        if (own) met(own, inner, `${here}.${key}`, of);
        else if (typeof form.additionalProperties === 'object') met(form.additionalProperties, inner, `${here}.*`, of);
      }
    }
  }
};

const pathOf = (form: SchemaNode, path: string): string => {
  const like = form.properties?.['like']?.const;
  return like === undefined ? path : `${path}(${String(like)})`;
};

it('every key and every word of the schema stands in some of the shops', () => {
  const offered = new Set<string>();
  visited(scenarioSchema, '', (place) => offered.add(place));
  const seen = new Set<string>();
  const sample = { seed: 1, numRuns: 500 };
  for (const text of [...fc.sample(anyShop, sample), ...fc.sample(randomSchedule, { ...sample, numRuns: 300 })])
    met(scenarioSchema, parse(text), '', (place) => seen.add(place));
  const missing = [...offered].filter((place) => !seen.has(place) && !REFUSED.some((refused) => refused.test(place)));
  expect(missing).toEqual([]);
});

it('every kind of distribution is drawn from in some of them', () => {
  const kinds = new Set<DistributionKind>();
  const add = ({ kind, parts }: Distribution): void => {
    kinds.add(kind);
    parts.forEach(add);
  };
  for (const shop of fc.sample(anyShop, { seed: 1, numRuns: 100 })) {
    const compiled = compileScenario(shop);
    expect(compiled.ok ? [] : compiled.problems).toEqual([]);
    if (compiled.ok) compiled.value.endpoints.forEach(({ work }) => add(work));
  }
  expect([...kinds].sort()).toEqual(Object.values(DistributionKind).sort());
});
