import { describe, expect, test } from 'vitest';
import { LayerKind } from '../../../../src/policies/layer';
import { guides } from '../../../../src/ui/policies/guide';
import { addressOfChapter } from '../../../../src/ui/policies/kinds';
import { text } from '../../../../src/ui/text';

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
});
