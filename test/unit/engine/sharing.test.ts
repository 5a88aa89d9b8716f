import { describe, expect, it } from 'vitest';
import { SpanKind } from '../../../src/engine/observation/trace';
import { command, engineOf, Reader } from '../support/run';
import type { Engine } from '../../../src/engine/engine';
import type { FaultSource } from '../../../src/scenario/fault';

/* When shoppers come is read from the traces; everything else follows from that by hand. */
const station = (nature: string, works: readonly number[], extra = ''): string => `
scenario: Sharing
workloads:
${works
  .map(
    (_, i) => `  w${i}:
    rate: { steps: [{ at: 0s, rate: 4/s }, { at: 4s, rate: 0/s }] }
    journeys: { j${i}: { share: 100%, start: s.e${i} } }`,
  )
  .join('\n')}
services:
  s:
    ${nature}
    endpoints:
${works.map((ms, i) => `      e${i}: { work: ${ms}ms }`).join('\n')}
links: { default: { latency: 0ms } }
${extra}`;

interface Job {
  readonly from: number;
  readonly work: number;
  readonly to: number;
}

/** Every visit, as the engine says, in the order of coming. */
function jobsOf(engine: Engine, works: readonly number[]): Job[] {
  return engine
    .tracesSince(0)
    .traces.flatMap(({ spans }) => spans.filter(({ kind }) => kind === SpanKind.visit))
    .map(({ subject, workFromMs, workToMs }) => ({ from: workFromMs, work: works[subject]!, to: workToMs }))
    .sort((a, b) => a.from - b.from);
}

/** When each job ends, worked out another way: from change to change, job by job. */
function workedOut(
  jobs: readonly Job[],
  paceOf: (n: number, atMs: number) => number,
  changes: readonly number[] = [],
): number[] {
  const left = jobs.map(({ work }) => work);
  const ends = jobs.map(() => NaN);
  let now = 0;
  for (;;) {
    const active = jobs.flatMap(({ from }, i) => (from <= now && Number.isNaN(ends[i]!) ? [i] : []));
    const pace = paceOf(Math.max(1, active.length), now);
    const first = Math.min(...active.map((i) => left[i]!));
    const next = Math.min(
      ...jobs.map(({ from }) => from).filter((at) => at > now),
      ...changes.filter((at) => at > now),
      pace > 0 ? now + first / pace : Infinity,
    );
    if (next === Infinity) return ends;
    for (const i of active) {
      left[i]! -= (next - now) * pace;
      if (left[i]! < 1e-7) ends[i] = next;
    }
    now = next;
  }
}

function expectEnds(engine: Engine, works: readonly number[], ends: (jobs: readonly Job[]) => number[]): void {
  const jobs = jobsOf(engine, works);
  expect(jobs.length).toBeGreaterThan(5);
  const expected = ends(jobs);
  jobs.forEach(({ to }, i) => expect(to).toBeCloseTo(expected[i]!, 5));
}

const WORKS = [3000, 700, 9000];

function played(nature: string, faults: readonly { fault: FaultSource; at: number; end: number }[] = []): Engine {
  const engine = engineOf(station(nature, WORKS), 3);
  faults.forEach(({ fault, at, end }, i) => {
    command(engine, at, { do: 'break', id: `f${i}`, fault });
    command(engine, end, { do: 'heal', id: `f${i}` });
  });
  engine.advance(1_000_000);
  return engine;
}

describe('requests that share cores', () => {
  it.each([1, 2, 3])('each get min(1, cores / requests) of one of %i', (cores) => {
    expectEnds(played(`cores: ${cores}\n    queue: 0`), WORKS, (jobs) =>
      workedOut(jobs, (n) => Math.min(1, cores / n)),
    );
  });

  it('are slowed down and stand still together under faults, and go on where they stood', () => {
    const faults = [
      { fault: { node: 's', does: 'slow', by: '3x' } as const, at: 2000, end: 30_000 },
      { fault: { node: 's', does: 'hang' } as const, at: 5000, end: 8000 },
      { fault: { node: 's', does: 'hang' } as const, at: 31_000, end: 35_000 },
    ];
    const engine = played('cores: 2\n    queue: 0', faults);
    const pace = (n: number, at: number): number => {
      if ((at >= 5000 && at < 8000) || (at >= 31_000 && at < 35_000)) return 0;
      return Math.min(1, 2 / n) / (at >= 2000 && at < 30_000 ? 3 : 1);
    };
    expectEnds(engine, WORKS, (jobs) => workedOut(jobs, pace, [2000, 5000, 8000, 30_000, 31_000, 35_000]));
  });

  it('are all lost in a crash, and whoever comes after it finds the cores free', () => {
    const engine = engineOf(station('cores: 1\n    queue: 0', [1000]), 3);
    command(engine, 2000, { do: 'break', id: 'c', fault: { node: 's', does: 'crash' } });
    command(engine, 2001, { do: 'heal', id: 'c' });
    engine.advance(2000);
    const reader = new Reader(engine);
    const held = reader.replica('s').working;
    expect(held).toBeGreaterThan(0);
    engine.advance(1_000_000);
    expect(reader.visits('s.e0').reset).toBe(held);
    expect(engine.census().rows).toBe(0);
    const after = jobsOf(engine, [1000]).filter(({ from }) => from > 2001);
    const ends = workedOut(after, (n) => 1 / n);
    after.forEach(({ to }, i) => expect(to).toBeCloseTo(ends[i]!, 5));
  });

  it('are no more than there are workers; the others queue', () => {
    const engine = engineOf(station('cores: 1\n    workers: 2\n    queue: 3', [9000]), 3);
    engine.advance(4000);
    expect(new Reader(engine).replica('s')).toMatchObject({ working: 2, queued: 3 });
    expect(new Reader(engine).visits('s.e0')['queue full']).toBeGreaterThan(0);
    engine.advance(60_000);
    expect(new Reader(engine).visits('s.e0').ok).toBe(5);
  });

  it('work on the same snapshot as on the run it was taken of', () => {
    const scenario = station('cores: 2\n    queue: 0', WORKS);
    const engine = engineOf(scenario, 3);
    engine.advance(3500);
    const snapshot = structuredClone(engine.snapshot());
    const other = engineOf(scenario, 3);
    other.restore(snapshot);
    engine.advance(100_000);
    other.advance(100_000);
    expect(other.digest()).toBe(engine.digest());
  });

  it('are one event each when their work is done, however often the pace changed', () => {
    const engine = played('cores: 1\n    queue: 0');
    const { arrived } = ['j0', 'j1', 'j2']
      .map((name) => new Reader(engine).journey(name))
      .reduce((sum, { arrived }) => ({ arrived: sum.arrived + arrived }), { arrived: 0 });
    expect(engine.eventCount).toBe(2 * arrived);
  });
});

describe('requests that contend', () => {
  it('take 1 + each (n - 1) + pair n (n - 1) times as long while n of them work', () => {
    const engine = played('workers: 100\n    queue: 0\n    contention: { each: 10%, pair: 1% }');
    expectEnds(engine, WORKS, (jobs) => workedOut(jobs, (n) => 1 / (1 + 0.1 * (n - 1) + 0.01 * n * (n - 1))));
  });

  it('do so on top of sharing cores', () => {
    const engine = played('cores: 2\n    queue: 0\n    contention: 10%');
    expectEnds(engine, WORKS, (jobs) => workedOut(jobs, (n) => Math.min(1, 2 / n) / (1 + 0.1 * (n - 1))));
  });
});

describe('a replica that is not warm yet', () => {
  const warming = (from: number, at: number): number => 1 + (from - 1) * Math.max(0, 1 - (at - 500) / 2000);

  it('takes longer for work that begins in the time after its crash, less and less', () => {
    const crash = { fault: { node: 's', does: 'crash' } as const, at: 100, end: 500 };
    const engine = played('workers: 100\n    queue: 0\n    warm up: { for: 2s, from: 5x }', [crash]);
    const jobs = jobsOf(engine, WORKS).filter(({ from }) => from >= 500);
    expect(jobs.length).toBeGreaterThan(3);
    for (const { from, work, to } of jobs) expect(to - from).toBeCloseTo(work * warming(5, from), 6);
  });

  it('was warm when the run began, and is so again when the time is over', () => {
    const engine = played('workers: 100\n    queue: 0\n    warm up: { for: 1s, from: 5x }', [
      { fault: { node: 's', does: 'crash' }, at: 1500, end: 1600 },
    ]);
    const jobs = jobsOf(engine, WORKS);
    for (const { from, work, to } of jobs.filter(({ from }) => from > 2600)) expect(to - from).toBeCloseTo(work, 6);
    const early = jobs.filter(({ from, work }) => from + work < 1500);
    for (const { from, work, to } of early) expect(to - from).toBeCloseTo(work, 6);
    expect(new Reader(engine).replica('s').slowdown).toBe(1);
  });
});
