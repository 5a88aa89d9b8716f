import { execFile } from 'node:child_process';
import { describe, expect, test } from 'vitest';

interface Finished {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** The command as a shell would start it. */
const breakwater = (...words: string[]): Promise<Finished> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...words], (failure, out, error) =>
      resolve({ code: typeof failure?.code === 'number' ? failure.code : 0, out, error }),
    );
  });

const SCENARIO = 'lessons/the-weakest-link/scenario.yaml';

describe('the command', () => {
  test.each([
    ['an unknown option', ['run', SCENARIO, '--sed', '3'], "breakwater: unknown option '--sed'"],
    ['a missing file', ['run', 'no-such.yaml'], 'breakwater: cannot read no-such.yaml: there is no such file'],
    ['a folder for a file', ['run', 'lessons'], 'breakwater: cannot read lessons: it is a folder'],
    ['no command', [], 'breakwater: expected a command: run or check'],
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
  ])(
    'answers %s with one line and exit code 2',
    async (_, words, line) => {
      const { code, out, error } = await breakwater(...words);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(error.trimEnd().split('\n')).toHaveLength(1);
      expect(error.startsWith(line)).toBe(true);
    },
    60_000,
  );

  test('prints JSON and nothing else when asked for it', async () => {
    const { code, out, error } = await breakwater('run', SCENARIO, '--seed', '7', '--for', '2s', '--json');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(JSON.parse(out)).toMatchObject({ seed: 7, simulatedMs: 2000 });
  }, 60_000);

  test('exits with 1 and the problems when a scenario has some', async () => {
    const { code, out, error } = await breakwater('run', 'lessons/the-weakest-link/checks.yaml');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    for (const line of error.trimEnd().split('\n'))
      expect(line).toMatch(/^lessons\/the-weakest-link\/checks\.yaml:\d+:\d+: ./);
  }, 60_000);
});
