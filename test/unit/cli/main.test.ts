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
});
