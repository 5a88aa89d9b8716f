import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';
import { ROOMS } from './rules';

const eslint = new ESLint();

const problems = async (code: string, filePath: string): Promise<string[]> => {
  const [result] = await eslint.lintText(`${code}\n`, { filePath });
  return result!.messages.map((message) => message.ruleId ?? message.message);
};

describe('in the core', () => {
  test.each([
    'export const now = () => Date.now();',
    'export const now = () => new Date();',
    'export const now = () => performance.now();',
    'setTimeout(() => {}, 5);',
    'export const draw = () => Math.random();',
    'export const f = (x: number) => Math.log(x);',
    'export const f = (x: number) => Math.exp(x);',
    'export const f = (x: number) => Math.pow(x, 2);',
    'export const f = (x: number) => Math.sin(x);',
    'export const f = (x: number) => Math.hypot(x, 1);',
    "export const f = (x: number) => Math['cbrt'](x);",
    'export const { tan } = Math;',
    'export const maths = Math;',
    'export const f = (x: number) => x ** 2;',
    'export let x = 2;\nx **= 3;',
    'export const f = () => globalThis;',
    'export const order = (a: string, b: string) => a.localeCompare(b);',
  ])('lint refuses %s', async (code) => {
    for (const room of ['kernel', 'engine', 'lesson']) {
      expect(await problems(code, `src/${room}/sample.ts`)).toEqual([expect.stringMatching(/^no-restricted-/)]);
    }
  });

  test.each([
    'export const f = (x: number) => Math.sqrt(Math.abs(x)) + Math.imul(3, Math.floor(x));',
    'export const g = Math.PI;',
  ])('lint accepts %s', async (code) => {
    expect(await problems(code, 'src/kernel/sample.ts')).toEqual([]);
  });
});

describe('everywhere', () => {
  test.each([
    ['src/lab/sample.ts', 'export const f = (x: any) => x;', '@typescript-eslint/no-explicit-any'],
    ['src/ui/sample.ts', '// @ts-ignore\nexport const f = 1;', '@typescript-eslint/ban-ts-comment'],
    ['src/ui/sample.ts', '/* eslint-disable eqeqeq */\nexport const f = 1;', 'noInlineConfig'],
    ['src/app/sample.ts', '// TODO\nexport const f = 1;', 'no-warning-comments'],
    ['test/unit/sample.test.ts', "test.skip('it', () => {});", 'no-restricted-syntax'],
    ['test/e2e/sample.spec.ts', "test.describe.only('it', () => {});", 'no-restricted-syntax'],
    ['test/unit/sample.test.ts', "it.todo('it');", 'no-restricted-syntax'],
    ['test/unit/sample.test.ts', "test('it', { skip: true }, () => {});", 'no-restricted-syntax'],
    [
      'src/ui/Sample.svelte',
      '<script lang="ts">import type { A } from \'../app/a\'; const a: A = 1;</script>{a}',
      'no-restricted-imports',
    ],
  ])('lint refuses in %s: %s', async (file, code, rule) => {
    expect(await problems(code, file)).toEqual([expect.stringContaining(rule)]);
  });
});

test('the rooms that know no browser are compiled without one', () => {
  const text = readFileSync('tsconfig.core.json', 'utf8').replace(/^\/\/.*$/gm, '');
  const { compilerOptions, include } = JSON.parse(text);
  expect(compilerOptions).toEqual({ lib: ['ES2023'], types: [] });
  expect(include).toEqual(ROOMS.slice(0, ROOMS.indexOf('lab')).map((room) => `src/${room}`));
});
