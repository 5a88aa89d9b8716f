import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../../../src/cli/sweep/comparison';
import type { RunResult } from '../../../../src/cli/sweep/turn';
import { Engine } from '../../../../src/engine/engine';
import { modelOf } from '../../support/run';
import { scratch } from '../files';
import { inProcess } from '../in-process';
import { breakwater, finish, start } from '../shell';
import { SHOP } from './shop';

const { folder, write } = scratch();
const shop = write('shop.yaml', SHOP);
const at = (name: string): string => `${folder}/${name}`;

const GRID = ['--vary', 'policies.web->prices.guard.timeout=100ms,50ms,~', '--seeds', '1..4', '--for', '3s'];
const SWEEP = ['sweep', shop, ...GRID, '--quiet'];
const sweep = (...words: readonly string[]) => inProcess(...SWEEP, ...words);

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');
const runsIn = (file: string): RunResult[] =>
  linesOf(file)
    .slice(1)
    .map((line) => JSON.parse(line) as RunResult);

/** What must not depend on threads, stops and shards. */
const settled = (file: string) =>
  runsIn(file)
    .map((run) => ({ ...run, wallMs: 0 }))
    .sort((a, b) => a.point - b.point || a.seed - b.seed);

const whole = at('whole.ndjson');
const finished = await sweep('--out', whole, '--workers', '1', '--measure', 'services,journeys');

describe('a sweep', () => {
  test('writes a line for each run of the grid', () => {
    expect(finished).toMatchObject({ code: 0, error: '' });
    const [first] = settled(whole);
    expect(runsIn(whole)).toHaveLength(12);
    expect(first).toMatchObject({ point: 0, seed: 1, vary: { 'policies.web->prices.guard.timeout': '100ms' } });
    expect(Object.keys(first!.measures)).toEqual([
      ...['workloads.shoppers', 'journeys.buy', 'journeys.read'].flatMap((subject) =>
        ['answered', 'degraded', 'failures', 'goodputPerSecond', 'meanMs', 'p50Ms', 'p95Ms', 'p99Ms'].map(
          (measure) => `${subject}.${measure}`,
        ),
      ),
      'services.web.utilisation',
      'services.prices.utilisation',
    ]);
  });

  test('runs what the edited scenario says, as it runs by itself', () => {
    const edits = [
      SHOP,
      SHOP.replace('guard, timeout: 100ms', 'guard, timeout: 50ms'),
      SHOP.replace(/.*guard.*\n/, ''),
    ];
    for (const { point, seed, digest, measures } of runsIn(whole)) {
      const engine = new Engine(modelOf(edits[point]!), seed);
      engine.advance(3000);
      expect(digest).toBe(engine.digest());
      const { layout, counts } = engine;
      const good = [0, 1].map((journey) => counts[layout.journey(journey) + 1]!);
      expect(measures['workloads.shoppers.goodputPerSecond']).toBeCloseTo((good[0]! + good[1]!) / 3, 9);
      expect(measures['journeys.read.goodputPerSecond']).toBeCloseTo(good[1]! / 3, 9);
    }
  });

  test('measures the same of an untouched journey, and of workers what they were used for', () => {
    for (const { measures } of runsIn(whole)) {
      expect(measures['journeys.read.answered']).toBe(1);
      // four workers, hanging for a third of the time and little used in the rest
      expect(measures['services.prices.utilisation']).toBeGreaterThan(0.3);
      expect(measures['services.prices.utilisation']).toBeLessThan(0.6);
      expect(measures['services.web.utilisation']).toBeLessThan(0.5);
    }
  });

  test('comes out the same whatever the number of threads', async () => {
    const file = at('threads.ndjson');
    const words = ['--out', file, '--workers', '3', '--measure', 'journeys,services'];
    const { out, error } = await breakwater(...SWEEP, ...words);
    expect({ out, error }).toEqual({ out: finished.out, error: '' });
    expect(linesOf(file)[0]).toBe(linesOf(whole)[0]);
    expect(settled(file)).toEqual(settled(whole));
  });

  test('prints means with their intervals, and differences to the first point', () => {
    expect(finished.out).toMatch(
      /^A shop\n12 runs: 3 points, seeds 1\.\.4, 3 s each · model \S+ · sweep [0-9a-f]{16}\n/,
    );
    expect(finished.out).toMatch(/^ {2}answered +100ms +[\d.]+ ± [\d.]+ %$/m);
    expect(finished.out).toMatch(/^ {2}mean latency +100ms +[\d.]+ ± [\d.]+ ms$/m);
    expect(finished.out).toMatch(/^ +~ +[\d.]+ ± [\d.]+ % +[+-][\d.]+ ± [\d.]+ points$/m);
    expect(finished.out.split('\n').filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  test('compares seed by seed: what is common to both cancels', async () => {
    const { out } = await sweep('--json');
    const { format, points } = JSON.parse(out) as Comparison;
    expect(format).toBe('breakwater comparison 1');
    const [first, second] = points;
    const name = 'workloads.shoppers.goodputPerSecond';
    const pairs = [0, 1].map((point) =>
      settled(whole)
        .filter((run) => run.point === point)
        .map(({ measures }) => measures[name]!),
    );
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(first!.lessFirst).toBeNull();
    expect(first!.measures[name]!.mean).toBeCloseTo(mean(pairs[0]!), 9);
    expect(second!.lessFirst![name]!.mean).toBeCloseTo(mean(pairs[1]!) - mean(pairs[0]!), 9);
    expect(second!.lessFirst![name]!.plusMinus).toBeLessThan(second!.measures[name]!.plusMinus! / 2);
  });

  test('varies what is written in the line of a distribution as what is written in a map', async () => {
    const line = write('line.yaml', SHOP.replace('{ exponential: { mean: 10ms } }', 'exponential mean 10ms'));
    const words = ['--vary', 'services.prices.endpoints.get.work.exponential.mean=5ms,20ms', '--for', '2s', '--json'];
    const pointsOf = async (file: string) => {
      const { error, out } = await breakwater('sweep', file, ...words);
      expect(error).toBe('');
      return (JSON.parse(out) as Comparison).points;
    };
    expect(await pointsOf(line)).toEqual(await pointsOf(shop));
  });

  test('tells the problems of all points before anything runs', async () => {
    const file = at('none.ndjson');
    const words = ['--vary', 'services.web.replicas=0,1,-2', '--vary', 'services.web.queue=1,x', '--out', file];
    const { code, out, error } = await inProcess('sweep', shop, ...words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(
      error
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(0, line.indexOf(':'))),
    ).toEqual(['--vary services.web.replicas=0', '--vary services.web.queue=x', '--vary services.web.replicas=-2']);
    expect(existsSync(file)).toBe(false);
  });

  test('says where it is that a value does not fit', async () => {
    const { error } = await inProcess('sweep', shop, '--vary', 'services.prices.endpoints={other: {work: 1ms}}');
    expect(error.split('\n')).toContain(
      '--vary services.prices.endpoints={other: {work: 1ms}}: `prices` has no endpoint `get`; it has prices.other. (at services.web.endpoints.buy.calls.0)',
    );
  });

  test('has an empty table where a shard has no runs', async () => {
    const { code, out } = await inProcess('sweep', shop, '--shard', '2/2', '--for', '1s', '--quiet');
    expect(code).toBe(0);
    expect(out).toMatch(/^A shop\n0 of 1 run: .*\n$/);
  });

  test('is written to no device, pipe or socket', async () => {
    const socket = createServer().listen(at('socket'));
    await once(socket, 'listening');
    const { code, error } = await inProcess('sweep', shop, '--for', '1s', '--out', at('socket'));
    socket.close();
    expect({ code, error }).toEqual({
      code: 2,
      error: `breakwater: cannot write ${at('socket')}: it is there, and no file\n`,
    });
  });

  test('says how far it has come, unless told to be quiet', async () => {
    const { error } = await inProcess('sweep', shop, '--seeds', '1..20', '--for', '100ms');
    expect(error.trimEnd().split('\n')).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20].map((n) => `${n} of 20 runs`));
  });
});

describe('a sweep that was stopped', () => {
  test('goes on where it was, and drops a line that was cut short', async () => {
    const file = at('resumed.ndjson');
    const [head, ...runs] = linesOf(whole);
    const kept = runs.slice(0, 5).map((line) => line.replace(/"wallMs":\d+/, '"wallMs":123456'));
    writeFileSync(file, [head, ...kept, runs[5]!.slice(0, 50)].join('\n'));
    const words = [...GRID, '--measure', 'journeys,services', '--out', file];
    const { code, out, error } = await inProcess('sweep', shop, ...words);
    expect({ code, out }).toEqual({ code: 0, out: finished.out });
    expect(error).toMatch(/^5 of 12 runs are in .*resumed\.ndjson already\n/);
    expect(linesOf(file).slice(1, 6)).toEqual(kept);
    expect(settled(file)).toEqual(settled(whole));
  });

  test('starts anew where not even its first line was written to the end', async () => {
    const file = at('begun.ndjson');
    writeFileSync(file, linesOf(whole)[0]!.slice(0, 20));
    expect((await sweep('--out', file, '--measure', 'journeys,services')).code).toBe(0);
    expect(settled(file)).toEqual(settled(whole));
  });

  test('takes more seeds, and runs those alone', async () => {
    const file = at('more.ndjson');
    const few = [...GRID.slice(0, 2), '--seeds', '1..2', '--for', '3s', '--measure', 'journeys,services'];
    await inProcess('sweep', shop, ...few, '--out', file);
    const { out } = await sweep('--measure', 'journeys,services', '--out', file);
    expect(out).toBe(finished.out);
    expect(settled(file)).toEqual(settled(whole));
    expect(linesOf(file)[0]).toBe(linesOf(whole)[0]);
  });

  test.each([
    ['another time', ['--for', '4s', '--measure', 'journeys,services'], 'holds a sweep over 3 s, not 4 s;'],
    ['other measures', ['--measure', 'services'], 'holds a sweep measuring journeys and services;'],
    [
      'another grid',
      ['--vary', 'services.web.replicas=1,2', '--measure', 'journeys,services'],
      'holds a sweep varying policies.web->prices.guard.timeout=',
    ],
  ])('is not mixed with %s', async (_, words, message) => {
    const before = readFileSync(whole);
    const { code, out, error } = await sweep(...words, '--out', whole);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(message);
    expect(error.trimEnd()).not.toContain('\n');
    expect(readFileSync(whole)).toEqual(before);
  });

  test('is not mixed with another scenario, of which comments are no part', async () => {
    const words = [...GRID, '--quiet', '--measure', 'journeys,services', '--out', whole];
    const other = write('other.yaml', SHOP.replace('rate: 50/s', 'rate: 51/s'));
    expect((await inProcess('sweep', other, ...words)).error).toContain('of a scenario that says something else');
    const noted = write('noted.yaml', `# a shop\n${SHOP}`);
    expect(await inProcess('sweep', noted, ...words)).toEqual(finished);
  });

  test('by Ctrl+C leaves whole lines, and says how to go on', async () => {
    const file = at('interrupted.ndjson');
    const child = start('sweep', shop, '--seeds', '1..100000', '--for', '2s', '--out', file, '--quiet');
    const ended = finish(child);
    while (child.exitCode === null && (!existsSync(file) || linesOf(file).length < 3)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGINT');
    const { code, out, error } = await ended;
    expect({ code, out }).toEqual({ code: 130, out: '' });
    const done = runsIn(file).length;
    expect(error).toBe(`breakwater: stopped after ${done} of 100000 runs; the same command goes on from ${file}\n`);
    expect(readFileSync(file, 'utf8').endsWith('}\n')).toBe(true);
  });
});
