import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine';
import type { Recorder } from '../../../src/engine/observation/recorder';
import { parseLesson } from '../../../src/lesson/parse';
import { playStorm } from '../../../src/lesson/play';
import { addTallies, answeredShare, tallies } from '../../../src/lesson/tally';
import { linkName } from '../../../src/scenario/naming';
import { lessonOf, modelOf } from './played';

const FOLDER = join(process.cwd(), 'lessons/the-weakest-link');
const files = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(md|yaml)$/.test(name))
    .map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);
const SEEDS = [1, 2, 3, 4, 5];
const BREAK_MS = 30_000;

const lesson = lessonOf(files);
const model = modelOf(lesson);
const untouched = (storm: string) =>
  SEEDS.map((seed) => {
    const run = playStorm(
      model,
      lesson.policies,
      lesson.storms.find(({ id }) => id === storm)!,
      seed,
    );
    if (!run.ok) throw new Error(JSON.stringify(run.problems));
    return run.value;
  });

/** Ms after the break at which the last of web's replicas had no free worker, and at which the last queue was full. */
function filling({ log }: Engine): { workers: number; queues: number } {
  const web = model.services.findIndex(({ name }) => name === 'web');
  const last = (wanted: (entry: Engine['log'][number]) => boolean) => {
    const times = log.filter(wanted).map(({ atMs }) => atMs - BREAK_MS);
    expect(times).toHaveLength(model.services[web]!.replicas);
    return Math.max(...times);
  };
  return {
    workers: last((entry) => entry.kind === 'workers' && entry.service === web && entry.exhausted),
    queues: last((entry) => entry.kind === 'queue' && entry.service === web && entry.full),
  };
}

const answersPerHundred = (recorder: Recorder, fromMs: number, toMs: number): number => {
  const { arrived, ok, degraded } = addTallies(tallies(recorder, fromMs, toMs));
  return (100 * (ok + degraded)) / arrived;
};

describe('what the lesson says about its shop', () => {
  const catalog = untouched('catalog');

  test('is read without a problem and has its seven steps', () => {
    expect(parseLesson('the-weakest-link', files).ok).toBe(true);
    expect(lesson.steps.map(({ name }) => name)).toEqual([
      'Look',
      'Predict',
      'Break',
      'Explain',
      'Protect',
      'Transfer',
      'Take it home',
    ]);
  });

  test.each(catalog.map(({ recorder }, index) => [SEEDS[index], recorder] as const))(
    'is true while it is healthy, seed %d: sixty requests a second, all answered',
    (_, recorder) => {
      const healthy = addTallies(tallies(recorder, 5000, BREAK_MS));
      expect(answeredShare(healthy)).toBeGreaterThan(0.995);
      expect(healthy.degraded).toBe(0);
      // a Poisson count of 1500: four standard deviations
      expect(Math.abs(healthy.arrived - 25 * 60)).toBeLessThan(4 * Math.sqrt(1500));
    },
  );

  test.each(catalog.map((run, index) => [SEEDS[index], run] as const))(
    'is true of the break, seed %d: workers gone in a second or two, queues two seconds later, nothing delivered',
    (_, { engine, recorder }) => {
      const { workers, queues } = filling(engine);
      expect(workers).toBeGreaterThan(800);
      expect(workers).toBeLessThan(2000);
      expect(queues - workers).toBeGreaterThan(1000);
      expect(queues - workers).toBeLessThan(3000);
      expect(answersPerHundred(recorder, BREAK_MS, BREAK_MS + 10_000)).toBeLessThan(10);
      const due = tallies(recorder, BREAK_MS + 9000, BREAK_MS + 10_000);
      expect(due.map(answeredShare)).toEqual(model.journeys.map(() => 0));
    },
  );

  test('is true of search: it never calls the catalog, and has free workers when it fails', () => {
    const links = model.links.map((_, link) => linkName(model, link));
    expect(links).toContain('web -> search');
    expect(links).not.toContain('search -> catalog');
    const service = model.services.findIndex(({ name }) => name === 'search');
    const { recorder, engine } = catalog[0]!;
    const gauges = recorder.gaugesAt(BREAK_MS + 8000);
    for (let replica = 0; replica < model.services[service]!.replicas; replica += 1) {
      const at = engine.layout.replica(service, replica);
      expect([gauges[at + 1], gauges[at + 2], gauges[at + 3]]).toEqual([0, 0, 0]);
    }
  });

  test('is true of the healthy catalog: half its answers within 35 ms, about one in a hundred after 300 ms', () => {
    for (const { recorder, engine } of catalog) {
      const sketches = model.routes.flatMap(({ link }, route) =>
        linkName(model, link) === 'web -> catalog' ? [engine.layout.routeSketch(route)] : [],
      );
      const quantile = (q: number) => recorder.quantile(sketches, 0, BREAK_MS, q);
      expect(quantile(0.5)).toBeLessThan(35);
      expect(quantile(0.98)).toBeLessThan(300);
      expect(quantile(0.995)).toBeGreaterThan(300);
    }
  });

  test('is true of the transfer: payments takes everyone else down too, a few seconds later than the catalog', () => {
    untouched('payments').forEach(({ engine, recorder }, index) => {
      const later = filling(engine).queues - filling(catalog[index]!.engine).queues;
      expect(later).toBeGreaterThan(1000);
      expect(later).toBeLessThan(5000);
      const due = tallies(recorder, BREAK_MS + 14_000, BREAK_MS + 15_000);
      expect(due.map(answeredShare)).toEqual(model.journeys.map(() => 0));
    });
  });

  test('keeps the answer out of the steps before it is asked for', () => {
    const before = lesson.steps.slice(0, 3).map(({ prose }) => prose);
    expect(before.join(' ')).not.toMatch(/timeout|breaker|fallback/i);
  });
});
