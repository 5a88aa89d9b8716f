import { describe, expect, test } from 'vitest';
import { commandLine } from '../../../src/cli/command-line';

const startWorker = (): never => {
  throw new Error('nothing here gets as far as running');
};

async function breakwater(...words: string[]): Promise<{ code: number; out: string[]; error: string[] }> {
  const out: string[] = [];
  const error: string[] = [];
  const shell = { out: (line: string) => out.push(line), error: (line: string) => error.push(line) };
  const code = await commandLine(words, { ...shell, redraw: null, startWorker });
  return { code, out, error };
}

const SCENARIO = 'lessons/the-weakest-link/scenario.yaml';

describe('the command', () => {
  test.each([
    ['an unknown option', ['run', SCENARIO, '--sed', '3'], "breakwater: unknown option '--sed'"],
    ['a missing file', ['run', 'no-such.yaml'], 'breakwater: cannot read no-such.yaml: there is no such file'],
    ['a folder for a file', ['run', 'lessons'], 'breakwater: cannot read lessons: it is a folder'],
    ['no command', [], 'breakwater: expected a command: run, check, sweep or merge'],
    ['an unknown command', ['ran'], "breakwater: unknown command 'ran'"],
    ['a word too many', ['check', 'a', 'b'], 'breakwater: too many arguments'],
    [
      'a time without a unit',
      ['run', SCENARIO, '--for', '10'],
      "breakwater: option '--for <duration>' argument '10' is invalid. \"10\" has no unit",
    ],
    [
      'a seed that is none',
      ['run', SCENARIO, '--seed', '-1'],
      "breakwater: option '--seed <number>' argument '-1' is invalid.",
    ],
  ])('answers %s with one line and exit code 2', async (_, words, line) => {
    const { code, out, error } = await breakwater(...words);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(error.map((one) => one.slice(0, line.length))).toEqual([line]);
    expect(error[0]).not.toContain('\n');
  });

  test('exits with 1 and the problems when a scenario has some', async () => {
    const { code, out, error } = await breakwater('run', 'lessons/the-weakest-link/checks.yaml');
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(error.length).toBeGreaterThan(0);
    for (const line of error) expect(line).toMatch(/^lessons\/the-weakest-link\/checks\.yaml:\d+:\d+: ./);
  });

  test('says how it is used when asked, which is no mistake', async () => {
    const { code, out, error } = await breakwater('--help');
    expect({ code, error }).toEqual({ code: 0, error: [] });
    expect(out.join('\n')).toMatch(/run .*<file>[^]*check /);
  });
});
