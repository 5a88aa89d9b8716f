import { describe, expect, it } from 'vitest';
import { schemasAt, type SchemaNode } from '../../../../src/scenario/schema/json-schema';
import { policySchema } from '../../../../src/scenario/schema/policy-schema';
import { scenarioSchema } from '../../../../src/scenario/schema/scenario-schema';

/** Every fixed key of a schema, with its path. */
function keysOf(node: SchemaNode, path: string): readonly (readonly [path: string, node: SchemaNode])[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, inner]) => [
    [`${path}.${key}`, inner] as const,
    ...keysOf(inner, `${path}.${key}`),
  ]);
  const others = [...(node.anyOf ?? []), node.items, node.additionalProperties].filter(
    (inner) => typeof inner === 'object',
  );
  return [...own, ...others.flatMap((inner) => keysOf(inner, path))];
}

const KEYS = keysOf(scenarioSchema, 'scenario');

describe('the JSON Schema', () => {
  it('is of draft 7', () => {
    for (const schema of [scenarioSchema, policySchema]) {
      expect(schema).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' });
    }
  });

  it('defines every key in a sentence', () => {
    const undefinedKeys = KEYS.filter(([, node]) => !node.description?.endsWith('.'));
    expect(undefinedKeys.map(([path]) => path)).toEqual([]);
    expect(KEYS.length).toBeGreaterThan(80);
  });

  it('gives every quantity a unit', () => {
    const unitless = KEYS.filter(([, node]) => node.quantity !== undefined && node.unit === undefined);
    expect(unitless.map(([path]) => path)).toEqual([]);
  });

  it('says of everything with a state whether it is per replica', () => {
    const at = (path: string) => schemasAt(policySchema, ['policies', 'web -> catalog', 0, path])[0]!;
    for (const layer of ['breaker', 'bulkhead', 'fallback']) expect(at(layer).scope).toContain('replica');
    for (const key of ['workers', 'queue', 'replicas'])
      expect(schemasAt(scenarioSchema, ['services', 'web', key])[0]!.scope).toContain('per replica');
  });

  it('has every kind of distribution wherever a duration may vary', () => {
    const places = [
      ['services', 'web', 'endpoints', 'browse', 'work'],
      ['links', 'default', 'latency'],
      ['links', 'web -> catalog', 'latency'],
    ];
    for (const path of places) {
      const at = (...inner: (string | number)[]) => schemasAt(scenarioSchema, [...path, ...inner]);
      for (const kind of ['uniform', 'erlang', 'weibull', 'pareto', 'hyperexponential', 'empirical', 'mixture'])
        expect(at(kind)).toHaveLength(1);
      expect(at('weibull', 'p99.9')[0]!.unit).toBe('a duration');
      expect(at('mixture', 0, 'of', 'gamma', 'cv')[0]!.unit).toBe('a plain number');
      expect(at()[0]!.anyOf!.map((form) => form.type)).toEqual(['string', 'object']);
    }
  });

  it('describes policies alike in a scenario and on their own', () => {
    const path = ['policies', 'web -> catalog', 0];
    expect(schemasAt(policySchema, path)).toEqual(schemasAt(scenarioSchema, path));
  });
});
