import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicies, compileScenario, resolveFault, type FaultSource } from '../../../src/scenario';
import type { Diagnostic } from '../../../src/kernel/diagnostic';
import { SHOP } from '../support/shop';

const compiled = compileScenario(SHOP);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
const shop = compiled.value;

const snippet = fc.constantFrom(
  ...':-{}[],&*!|>\'"%@`#\n\t ?~<=ams0159\r\u0000\u2028\ufeff'.split(''),
  ...[
    '->',
    'parallel',
    'null',
    'true',
    'web.',
    '__proto__',
    'constructor',
    '.inf',
    '.nan',
    '- ',
    '\n  ',
    '&a ',
    '*a',
    '💥',
    '1e999',
  ],
);
const edits = fc.array(
  fc.record({ at: fc.nat(SHOP.length), cut: fc.nat(40), put: fc.array(snippet, { maxLength: 6 }) }),
  {
    minLength: 1,
    maxLength: 8,
  },
);
const brokenShop = edits.map((list) =>
  list.reduce((text, { at, cut, put }) => text.slice(0, at) + put.join('') + text.slice(at + cut), SHOP),
);

const NOT_FOR_PEOPLE = /undefined|\bNaN\b|\[object|Invalid input|something else|zod|at Object\./;

/** A place outside the text, or words that are not for people, would be a fault of ours. */
function expectSound(problems: readonly Diagnostic[], text: string): void {
  const lines = text.split('\n');
  const unsound = problems.filter(({ line, column, endLine, endColumn, message }) => {
    const inText =
      line === endLine && column >= 1 && endColumn >= column && endColumn <= (lines[line - 1]?.length ?? -1) + 1;
    return !inText || NOT_FOR_PEOPLE.test(message);
  });
  expect(unsound).toEqual([]);
}

describe('any text at all', () => {
  it('compiles or has problems, each within it and in words', () => {
    fc.assert(
      fc.property(brokenShop, (text) => {
        for (const result of [compileScenario(text), compilePolicies(shop, text)]) {
          if (result.ok) continue;
          expect(result.problems.length).toBeGreaterThan(0);
          expectSound(result.problems, text);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('does so too where it has nothing of a scenario', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 200, unit: 'binary' }),
          fc.array(snippet).map((parts) => parts.join('')),
        ),
        (text) => {
          const result = compileScenario(text);
          expect(result.ok).toBe(false);
          if (!result.ok) expectSound(result.problems, text);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('does so too where values are of any kind', () => {
    const paths = [...SHOP.matchAll(/: ([^\n{[]+)$/gm)].map((match) => [match.index + 2, match[1]!.length] as const);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.json({ maxDepth: 3 }), ([at, length], json) => {
        const text = SHOP.slice(0, at) + json.replace(/\n/g, ' ') + SHOP.slice(at + length);
        const result = compileScenario(text);
        if (!result.ok) expectSound(result.problems, text);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['nesting', '['.repeat(40_000)],
    ['items', '- '.repeat(40_000)],
    ['keys', Array.from({ length: 3000 }, (_, key) => `k${key}: 1`).join('\n')],
    ['repeated keys', 'a: 1\n'.repeat(8000)],
    ['quotes', '"'.repeat(20_000)],
    ['aliases', `a: &a 1\nb: [${'*a, '.repeat(8000)}]`],
    ['services', `services: { ${Array.from({ length: 2500 }, (_, i) => `s${i}: { queue: 1 }`).join(', ')} }`],
    ['length', 'a'.repeat(10_000_000)],
  ])('has problems, but not too many, where it has endless %s', (_, text) => {
    const result = compileScenario(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.problems.length).toBeLessThanOrEqual(500);
  });
});

describe('any value as a fault', () => {
  it('resolves or has problems', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        // A command read from a file may hold anything there.
        const result = resolveFault(shop, 'any', value as FaultSource);
        expect(result.ok || result.problems.length > 0).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
