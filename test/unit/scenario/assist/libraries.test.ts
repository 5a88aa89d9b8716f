import { describe, expect, it } from 'vitest';
import { completionsAt, hoverAt, notesOf } from '../../../../src/scenario/assist';
import { formsOf, schemasAt, type SchemaNode } from '../../../../src/scenario/schema/json-schema';
import { policySchema } from '../../../../src/scenario/schema/policy-schema';
import { SHOP_MODEL } from './cursor';

/** Every fixed key under a node, with its path. */
function keysOf(node: SchemaNode, path: string): readonly (readonly [path: string, node: SchemaNode])[] {
  return formsOf(node).flatMap((form) =>
    Object.entries(form.properties ?? {}).flatMap(([key, inner]) => [
      [`${path}.${key}`, inner] as const,
      ...keysOf(inner, `${path}.${key}`),
    ]),
  );
}

const layer = schemasAt(policySchema, ['policies', 'web -> catalog', 0])[0]!;
const rules = schemasAt(policySchema, ['services', 'catalog'])[0]!;
const KEYS = [...keysOf(layer, 'layer'), ...keysOf(rules, 'service')];

describe('the notes of a policy', () => {
  it('define every key of it, however deep, with its unit or what it holds', () => {
    const lacking = KEYS.filter(([, node]) => {
      const notes = notesOf([node]);
      return notes === null || notes.definition === '' || (notes.unit ?? notes.holds) === null;
    });
    expect(KEYS.length).toBeGreaterThan(150);
    expect(lacking.map(([path]) => path)).toEqual([]);
  });

  it('say what must be given and what need not be', () => {
    const noteOf = (path: string) => notesOf([KEYS.find(([key]) => key === path)![1]])?.default;
    expect(noteOf('layer.fallback.use')).toBe('it must be given');
    expect(noteOf('layer.breaker')).toBe('none: every call is let out, however many fail');
    expect(noteOf('layer.retry.backoff.factor')).toBe('2');
  });
});

describe('the libraries that have a policy', () => {
  it('are told for every policy and every parameter, even where there are none', () => {
    expect(KEYS.filter(([, { libraries }]) => libraries === undefined).map(([path]) => path)).toEqual([]);
    const kinds = KEYS.filter(([path]) => /^layer\.[^.]+$/.test(path) && path !== 'layer.name');
    expect(kinds.length).toBeGreaterThan(8);
    expect(kinds.filter(([, { libraries = [] }]) => libraries.length < 2).map(([path]) => path)).toEqual([]);
  });

  it('are shown on hover, with their own names for it', () => {
    const text = 'policies:\n  web -> catalog:\n    - breaker: { open for: 10s }\n';
    expect(hoverAt(text, 3, 20, SHOP_MODEL)).toMatchObject({
      title: 'open for',
      libraries: expect.arrayContaining(['Polly BreakDuration', 'pybreaker reset_timeout']),
    });
  });

  it('are shown beside what is offered', () => {
    const text = 'policies:\n  web -> catalog:\n    - \n';
    const offered = completionsAt(text, 3, 7, SHOP_MODEL).find(({ label }) => label === 'hedge');
    expect(offered?.notes?.libraries).toContain('Polly Hedging');
  });

  it('are the library itself for parameters under its name, however deep', () => {
    const text =
      'policies:\n  web -> catalog:\n    - retry: { like: tenacity, wait_exponential: { multiplier: 1s } }\n';
    for (const key of ['wait_exponential', 'multiplier']) {
      const column = text.split('\n')[2]!.indexOf(key) + 2;
      expect(hoverAt(text, 3, column, SHOP_MODEL)).toMatchObject({ title: key, libraries: ['tenacity'] });
    }
  });
});
