import { describe, expect, test } from 'vitest';
import { LayerKind } from '../../../../src/policies/layer';
import { guides } from '../../../../src/ui/policies/guide';
import { addressOfChapter } from '../../../../src/ui/policies/kinds';
import { PICTURES } from '../../../../src/ui/policies/pictures';
import { text } from '../../../../src/ui/text';
import { guide } from '../../../../src/ui/text/guide';
import { reviewPolicies } from '../../../../src/scenario/review';
import { shopWith } from './example-shop';

const of = (kind: string) => guides.find((guide) => guide.kind === kind)!;

describe('the guide to the policies', () => {
  test('has a chapter on every kind of layer there is', () => {
    const kinds = Object.keys(LayerKind).map((name) =>
      name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    );
    expect(guides.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds));
  });

  test('says of every chapter what it is for and when it hurts, at an address of its own', () => {
    expect(new Set(guides.map(({ kind }) => addressOfChapter(kind))).size).toBe(guides.length);
    for (const { kind, notes } of guides) {
      expect(notes.definition).not.toBe('');
      expect(text.policies.chapters[kind].purpose).not.toBe('');
      expect(text.policies.chapters[kind].hurts).not.toBe('');
    }
  });

  test('has what can be set, with its default, from the schema', () => {
    for (const { kind, rules } of guides) {
      expect([kind, rules.length > 0]).toEqual([kind, true]);
      for (const { parameters } of rules) expect(parameters.map(({ notes }) => notes.definition)).not.toContain('');
    }
    const attempts = of('retry').rules[0]!.parameters.find(({ key }) => key === 'attempts');
    expect(attempts).toMatchObject({ required: false, notes: { unit: 'attempts', default: '3' } });
    expect(of('fallback').rules[0]!.parameters[0]).toMatchObject({ key: 'use', required: true });
  });

  test('has the rules of each library apart', () => {
    const { rules } = of('retry');
    expect(rules.map(({ like }) => like)).toEqual(expect.arrayContaining([null, 'polly', 'grpc']));
    const polly = rules.find(({ like }) => like === 'polly')!;
    expect(polly.parameters.map(({ key }) => key)).toEqual(expect.arrayContaining(['MaxRetryAttempts', 'Delay']));
    expect(polly.parameters.map(({ key }) => key)).not.toContain('attempts');
  });

  test('has the parts of a parameter that is a map', () => {
    const backoff = of('retry').rules[0]!.parameters.find(({ key }) => key === 'backoff')!;
    expect(backoff.parts.map(({ key }) => key)).toEqual(['constant', 'exponential', 'factor', 'cap']);
  });

  test('tells of every policy how it decides and how libraries differ', () => {
    for (const { kind } of guides) {
      const { decides, differs } = guide.lessons[kind];
      expect([kind, decides.length > 1, differs.length > 1]).toEqual([kind, true, true]);
    }
  });

  test.each(guides.map(({ kind }) => kind))(
    'has an example of a %s that compiles, and that a reviewer lets pass',
    (kind) => {
      const { yaml } = guide.lessons[kind].example;
      expect(yaml).toContain(`${kind}:`);
      const model = shopWith(yaml);
      expect(reviewPolicies(model, model.policies, yaml).map(({ message }) => message)).toEqual([]);
    },
  );

  test('has examples of both orders that differ in nothing but their order', () => {
    const [outer, inner] = guide.order.pairs.map(({ example }) => example.yaml);
    expect(outer).not.toBe(inner);
    expect(outer!.split('\n').toSorted()).toEqual(inner!.split('\n').toSorted());
    for (const { example } of guide.order.pairs) expect(() => shopWith(example.yaml)).not.toThrow();
  });

  test('has words for every picture, and a name for everything in it', () => {
    expect(Object.keys(PICTURES).toSorted()).toEqual(Object.keys(guide.pictures).toSorted());
    for (const [kind, words] of Object.entries(guide.pictures)) {
      const picture = PICTURES[kind as keyof typeof guide.pictures]!();
      const ids = (picture.kind === 'lines' ? picture.lines : picture.rows).map(({ id }) => id);
      expect(ids.toSorted()).toEqual(Object.keys(words.names).toSorted());
    }
  });
});
