import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';
import { withNumbers } from '../../../scripts/vite/numbers.mjs';

const rewritten = (code: string) => withNumbers(code, parseAst(code) as never);

describe('numbers in the place of their names', () => {
  test.each([
    ['const n = 3; f(n);', 'f(3)'],
    ['const n = 0.1; f(1 + n);', 'f(1 + 0.1)'],
    ['const n = -1; f(1 - n);', 'f(1 - (-1))'],
    ['const bits = 5; const mask = (1 << bits) - 1; f(mask);', 'f(31)'],
    ['const n = 3; switch (x) { case n: break; }', 'case 3:'],
    ['const Kind = { one: 0, two: 1 }; f({ kind: Kind.two, [Kind.one]: x === Kind.one });', 'kind: 1, [0]: x === 0'],
    ['const Kind = { one: 0, two: 1 }; const all = Object.values(Kind); f(Kind.two);', 'f(1)'],
    ['const f = (x) => (x > n ? n : g(x)); const n = 3;', 'x > 3 ? 3 : g(x)'],
  ])('%s', (code, expected) => {
    expect(rewritten(code)).toContain(expected);
  });

  test.each([
    'let n = 3; f(n);',
    'const n = 3; ((n) => f(n))(4);',
    'const n = 3; { const n = 4; f(n); }',
    'const n = 3; function g({ a: n }) { return f(n); }',
    'const n = 3; try {} catch (n) { f(n); }',
    'function g() { const n = 3; return f(n); }',
    'const n = 3; f(x.n, { n: 1 }.n);',
    'const n = 0 * -1; f(n);',
    'const Kind = { one: 1 }; Kind.one = 2; f(Kind.one);',
    'const Kind = { one: 1 }; Kind.one++; f(Kind.one);',
    'const Kind = { one: 1 }; ({ a: Kind.one } = { a: 2 }); f(Kind.one);',
    'const Kind = { one: 1 }; [Kind.one] = [2]; f(Kind.one);',
    'const Kind = { one: 1 }; delete Kind.one; f(Kind.one);',
    'const Kind = { one: 1 }; change(Kind); f(Kind.one);',
    'const Kind = { one: 1 }; const other = Kind; f(Kind.one);',
    'const Kind = { one: 1 }; Kind[key] = 2; f(Kind.one);',
    'const Kind = { one: 1, name: "" }; f(Kind.one);',
    'const Kind = { one: 1 }; f(Kind.two, Kind.one);',
    'const Kind = { one: 1 }; export { Kind }; f(Kind.one);',
  ])('what may be something else stays as it is: %s', (code) => {
    expect(rewritten(code)).toBe(code);
  });
});
