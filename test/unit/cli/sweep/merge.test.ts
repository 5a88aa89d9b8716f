import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scratch } from '../files';
import { inProcess } from '../in-process';
import { SHOP } from './shop';

const { folder, write } = scratch();
const shop = write('shop.yaml', SHOP);
const at = (name: string): string => `${folder}/${name}`;
const GRID = ['--vary', 'services.prices.workers=4,6', '--seeds', '1..5', '--for', '2s', '--quiet'];
const sweep = (...words: readonly string[]) => inProcess('sweep', shop, ...GRID, ...words);

const shards = [1, 2, 3].map((part) => at(`shard-${part}.ndjson`));
const whole = await sweep('--out', at('whole.ndjson'));
for (const [index, file] of shards.entries()) await sweep('--shard', `${index + 1}/3`, '--out', file);

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');

describe('merged shards', () => {
  test('give the very same table as the sweep in one', async () => {
    const all = at('all.ndjson');
    expect(await inProcess('merge', ...shards, '--out', all)).toEqual(whole);
    expect(await inProcess('merge', ...shards.toReversed())).toEqual(whole);
    expect(await inProcess('merge', all)).toEqual(whole);
    const timeless = (file: string) =>
      linesOf(file)
        .map((line) => line.replace(/"wallMs":\d+/, ''))
        .sort();
    expect(timeless(all)).toEqual(timeless(at('whole.ndjson')));
  });

  test('give the same JSON', async () => {
    const { out } = await inProcess('merge', ...shards, '--json');
    expect(JSON.parse(out)).toEqual(JSON.parse((await sweep('--json')).out));
  });

  test('tell which runs are missing, and a sweep does those', async () => {
    const some = at('some.ndjson');
    const { code, out, error } = await inProcess('merge', shards[0]!, shards[2]!, '--out', some);
    expect(code).toBe(1);
    expect(out).toContain('7 of 10 runs: ');
    expect(error).toBe('missing: services.prices.workers=4, seeds 2,5\nmissing: services.prices.workers=6, seed 3\n');
    expect(await sweep('--out', some)).toEqual(whole);
  });

  test('may be older, with fewer measures, and the table says over how many runs each mean is', async () => {
    const [head, ...runs] = linesOf(shards[0]!);
    const older = runs.map((line) => line.replace(/"workloads\.shoppers\.meanMs":[^,]*,/, ''));
    const file = write('older.ndjson', `${[head, ...older].join('\n')}\n`);
    expect(await inProcess('merge', file, ...shards)).toEqual(whole);
    const { code, out } = await inProcess('merge', file, shards[1]!, shards[2]!);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}mean latency +4 .* ms \(3 of 5\)$/m);
  });

  test('may each have seeds of their own', async () => {
    const more = at('more.ndjson');
    await inProcess('sweep', shop, ...GRID.slice(0, 2), '--seeds', '6..7', '--for', '2s', '--quiet', '--out', more);
    const { code, out } = await inProcess('merge', ...shards, more);
    expect(code).toBe(0);
    expect(out).toContain('14 runs: 2 points, seeds 1..7, ');
  });

  test.each([
    ['of another sweep', ['--for', '3s'], 'holds a sweep over 3 s, not 2 s as '],
    ['of another grid', ['--vary', 'services.web.replicas=1'], 'holds a sweep varying '],
  ])('%s are refused', async (_, words, message) => {
    const other = at('other.ndjson');
    writeFileSync(other, '');
    await sweep(...words, '--out', other);
    const { code, out, error } = await inProcess('merge', shards[0]!, other);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(message);
  });

  test.each([
    ['no results', 'scenario: none\n', /wrong\.ndjson is not a file of results of a sweep\n$/],
    ['an empty file', '', /wrong\.ndjson is not a file of results of a sweep\n$/],
    [
      'a line that is no run',
      `${linesOf(shards[0]!)[0]}\n{"point":0}\n`,
      /wrong\.ndjson:2 is not a run of this sweep\n$/,
    ],
    [
      'a run with another outcome',
      `${linesOf(shards[0]!)[0]}\n${linesOf(shards[0]!)[1]!.replace(/"events":/, '"events":1')}\n`,
      /wrong\.ndjson and .*shard-1\.ndjson differ in one run: point \d, seed \d\n$/,
    ],
  ])('with %s are refused', async (_, text, message) => {
    const { code, out, error } = await inProcess('merge', shards[0]!, write('wrong.ndjson', text));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(message);
  });
});
