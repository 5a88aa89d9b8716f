import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { breakwater, shellLine } from './shell';

describe('the command, started by a shell', () => {
  test('prints JSON and nothing else when asked for it', async () => {
    const words = ['run', 'lessons/the-weakest-link/scenario.yaml', '--seed', '7', '--for', '2s', '--json'];
    const { code, out, error } = await breakwater(...words);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(JSON.parse(out)).toMatchObject({ seed: 7, simulatedMs: 2000 });
  });

  test('leaves with its exit code and complains on standard error', async () => {
    const ended = await breakwater('ran');
    expect(ended).toEqual({ code: 2, out: '', error: "breakwater: unknown command 'ran'\n" });
  });

  test.each(['/dev/full'].filter(existsSync))(
    'says in one line that what it prints finds no room: %s',
    async (full) => {
      const { code, error } = await shellLine(`node scripts/breakwater.mjs --help > ${full}`);
      expect(code).toBe(1);
      expect(error).toBe('breakwater: cannot write what was to be printed: there is no room left\n');
    },
  );

  test('finds the lessons from wherever it was bundled to', async () => {
    const { code, error } = await breakwater('check', 'no-such-lesson');
    expect(code).toBe(2);
    expect(error).toContain('there are: the-weakest-link');
  });
});
