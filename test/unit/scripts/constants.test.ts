import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';
import { withConstantFunctions } from '../../../scripts/vite/constants.mjs';

const rewritten = (code: string) => withConstantFunctions(code, parseAst(code) as never);
const run = (code: string): unknown => new Function(code)();

describe('functions that stay what they are', () => {
  test('one that is declared becomes a constant, by its old name', () => {
    const code = rewritten('function twice(x) { return 2 * x; }\nlet name = twice.name;');
    expect(code).toContain('const twice = function');
    expect(run(`${code}; return [name, twice(2)];`)).toEqual(['twice', 4]);
  });

  test('it may be called before its declaration, call itself, and be called by others', () => {
    const code = 'const six = factorial(3); function factorial(n) { return n < 2 ? 1 : n * factorial(less(n)); } ';
    expect(run(`${rewritten(`${code} function less(n) { return n - 1; }`)}; return six;`)).toBe(6);
  });

  test('it may be asynchronous, or a generator', () => {
    const code = rewritten('function* count() { yield 1; yield 2; } async function wait() {}');
    expect(run(`${code}; return [[...count()], wait() instanceof Promise];`)).toEqual([[1, 2], true]);
  });

  test.each([
    'function f() {} f = null;',
    'function f() {} [f] = [null];',
    'function f() {} ({ x: f } = { x: null });',
    'function f() {} for (f of [null]);',
    'function f() {} f++;',
  ])('one that is assigned to stays a declaration: %s', (code) => {
    expect(rewritten(code)).toBe(code);
  });

  test('what is not at the top level stays as it is', () => {
    const code = 'const outer = () => { function inner() {} return inner; };';
    expect(rewritten(code)).toBe(code);
  });
});
