import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../../src/cli/command-line';
import { scratch } from './files';

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

const files = scratch();
const SCENARIO = 'lessons/the-weakest-link/scenario.yaml';

describe('the command', () => {
  test.each([
    ['an unknown option', ['run', SCENARIO, '--sed', '3'], "breakwater: unknown option '--sed'"],
    ['a missing file', ['run', 'no-such.yaml'], 'breakwater: cannot read no-such.yaml: there is no such file'],
    ['a folder for a file', ['run', 'lessons'], 'breakwater: cannot read lessons: it is a folder'],
    ['no command', [], 'breakwater: expected a command: run, check, export, sweep or merge'],
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
    [
      'two ways to print',
      ['run', SCENARIO, '--json', '--log'],
      'breakwater: --json and --log print different things: choose one',
    ],
    [
      'an export to nowhere',
      ['export', 'policies', SCENARIO],
      "breakwater: required option '--to <library>' not specified",
    ],
    [
      'an export to an unknown library',
      ['export', 'policies', SCENARIO, '--to', 'hope'],
      "breakwater: option '--to <library>' argument 'hope' is invalid. expected one of pybreaker, tenacity, ",
    ],
    [
      'an export of something else',
      ['export', 'lessons', SCENARIO, '--to', 'envoy'],
      "breakwater: command-argument value 'lessons' is invalid for argument 'what'. expected policies.",
    ],
    ['a sweep of nothing', ['sweep'], "breakwater: missing required argument 'file'"],
    ['a sweep of a missing file', ['sweep', 'no-such.yaml'], 'breakwater: cannot read no-such.yaml: there is no such'],
    [
      'seeds that are none',
      ['sweep', SCENARIO, '--seeds', '9..1'],
      "breakwater: option '--seeds <seeds>' argument '9..1' is invalid. expected seeds such as 1..1000 or 1..10,42, each range from low to high and of at most 1000000.",
    ],
    [
      'a seed that is too large',
      ['run', SCENARIO, '--seed', '99999999999999999999'],
      "breakwater: option '--seed <number>' argument '99999999999999999999' is invalid. expected a whole number from 0 to 9007199254740991.",
    ],
    [
      'a shard that is none',
      ['sweep', SCENARIO, '--shard', '0/4'],
      "breakwater: option '--shard <i/n>' argument '0/4' is invalid. expected a part of a whole, from 1/4 to 4/4.",
    ],
    [
      'a measure that is none',
      ['sweep', SCENARIO, '--measure', 'money'],
      "breakwater: option '--measure <what>' argument 'money' is invalid. expected journeys or services.",
    ],
    [
      'no time to simulate',
      ['sweep', SCENARIO, '--for', '0s'],
      "breakwater: option '--for <duration>' argument '0s' is invalid. expected more than no time at all, such as 10min.",
    ],
    [
      'no workers',
      ['sweep', SCENARIO, '--workers', '0'],
      "breakwater: option '--workers <number>' argument '0' is invalid. expected a whole number from 1 to 1024.",
    ],
    [
      'an address that leads nowhere',
      ['sweep', SCENARIO, '--vary', 'services.wep.replicas=1,2'],
      'breakwater: --vary services.wep.replicas: there is no `wep` in `services`; did you mean `web`? there are: web, ',
    ],
    [
      'a grid that is too large',
      ['sweep', SCENARIO, '--vary', 'services.web.replicas=1,2', '--seeds', '1..900000'],
      'breakwater: that makes 1800000 runs; one sweep has at most 1000000',
    ],
    [
      'a file in a missing folder',
      ['sweep', SCENARIO, '--out', 'no-such/results.ndjson'],
      'breakwater: cannot write no-such/results.ndjson: there is no such folder',
    ],
    ['a merge of nothing', ['merge'], "breakwater: missing required argument 'files'"],
    ['a merge of a missing file', ['merge', 'no-such.ndjson'], 'breakwater: cannot read no-such.ndjson: there is no'],
  ])('answers %s with one line and exit code 2', async (_, words, line) => {
    const { code, out, error } = await breakwater(...words);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(error.map((one) => one.slice(0, line.length))).toEqual([line]);
    expect(error[0]).not.toContain('\n');
  });

  test.each([
    ['in another encoding', Buffer.from('\ufeffscenario: a shop', 'utf16le')],
    ['that is no text at all', Buffer.from([0x73, 0x00, 0xfe, 0x1b, 0x5b])],
  ])('says so of a file %s, and shows nothing of it', async (_, bytes) => {
    const { folder, write } = files;
    writeFileSync(write('bytes.yaml', ''), bytes);
    const { code, error } = await breakwater('run', `${folder}/bytes.yaml`);
    expect({ code, error }).toEqual({
      code: 2,
      error: [`breakwater: cannot read ${folder}/bytes.yaml: it is no text in UTF-8`],
    });
  });

  test('reads a file that begins with a byte order mark as one without', async () => {
    const file = files.write('marked.yaml', '\ufeffscenaro: a shop\n');
    expect((await breakwater('run', file)).error).toContain(
      `${file}:1:1: Unknown key \`scenaro\`; did you mean \`scenario\`?`,
    );
  });

  test.each([['help'], ['help', 'sweep']])('is explained by: %s %s', async (...words) => {
    const { code, out } = await breakwater(...words);
    expect(code).toBe(0);
    expect(out[0]).toMatch(/^Usage: breakwater /);
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
    expect(out.join('\n')).toMatch(/run .*<file>[^]*check [^]*export .*<file>[^]*sweep .*<file>[^]*merge .*<files/);
  });
});
