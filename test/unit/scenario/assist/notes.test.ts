import { describe, expect, it } from 'vitest';
import { notesOf } from '../../../../src/scenario/assist';
import { formsOf, type SchemaNode } from '../../../../src/scenario/schema/json-schema';
import { scenarioSchema } from '../../../../src/scenario/schema/scenario-schema';

interface Key {
  readonly path: string;
  readonly node: SchemaNode;
  /** Exactly one of several, so that there is no default. */
  readonly isChoice: boolean;
}

/** Every fixed key under a node; not those of distributions, which take one of several sets of parameters. */
function keysOf(node: SchemaNode, path: string): readonly Key[] {
  if (node.kind === 'distribution') return [];
  return formsOf(node).flatMap(({ properties = {}, besides, items, additionalProperties }) => [
    ...Object.entries(properties).flatMap(([key, inner]) => [
      { path: `${path}.${key}`, node: inner, isChoice: besides !== undefined && !besides.includes(key) },
      ...keysOf(inner, `${path}.${key}`),
    ]),
    ...(items ? keysOf(items, `${path}[]`) : []),
    ...(typeof additionalProperties === 'object' ? keysOf(additionalProperties, `${path}.*`) : []),
  ]);
}

const KEYS = keysOf(scenarioSchema, '');
const paths = (keys: readonly Key[]): readonly string[] => [...new Set(keys.map(({ path }) => path))];

describe('the notes of a key', () => {
  it('say what holds without it, wherever it may be left out and another does not take its place', () => {
    expect(KEYS.length).toBeGreaterThan(300);
    expect(
      paths(KEYS.filter(({ node, isChoice }) => !isChoice && typeof notesOf([node])?.default !== 'string')),
    ).toEqual([]);
  });

  it('never call a default none where the word cannot be written', () => {
    const idle = KEYS.filter(({ node }) => notesOf([node])?.default === 'none' && node.default !== 'none');
    expect(paths(idle)).toEqual([]);
  });

  it('never call a unit a map, or a list of what is not said', () => {
    expect(paths(KEYS.filter(({ node }) => ['a map', 'a list'].includes(notesOf([node])?.unit ?? '')))).toEqual([]);
  });

  it('say of every map what it holds', () => {
    const isMap = ({ properties, additionalProperties }: SchemaNode) =>
      properties !== undefined || typeof additionalProperties === 'object';
    expect(paths(KEYS.filter(({ node }) => formsOf(node).some(isMap) && !notesOf([node])?.holds))).toEqual([]);
  });
});
