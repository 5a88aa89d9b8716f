import { describe, expect, it } from 'vitest';
import { LabClient, type Connect } from '../../../src/lab/lab-client';
import type { Request } from '../../../src/lab/protocol';
import { Session } from '../../../src/lab/session';
import type { TestResult } from '../../../src/lab/lab';
import { FALLBACK, SMALL_SHOP, TIMEOUT } from './small-shop';

/** A lab whose session runs beside it, on a clock moved by hand; what is sent waits in line as it would for a worker. */
class Bench {
  nowMs = 0;
  readonly lab: LabClient;
  readonly asked: Request[] = [];
  breakWorker: (reason: unknown) => void = () => undefined;
  changes = 0;
  private line: Request[] = [];
  private session: Session | null = null;

  constructor() {
    const connect: Connect = (receive, broke) => {
      this.breakWorker = broke;
      this.session = new Session(() => this.nowMs, receive);
      return { send: (request) => this.line.push(request), close: () => (this.session = null) };
    };
    this.lab = new LabClient(connect);
    this.lab.subscribe(() => (this.changes += 1));
  }

  /** Lets the session work without what waits in line. */
  turn(realMs: number): void {
    this.nowMs += realMs;
    this.session?.turn();
  }

  run(realMs: number): this {
    for (const untilMs = this.nowMs + realMs; this.nowMs < untilMs; this.nowMs += 10) {
      while (this.line.length > 0) {
        const request = this.line.shift()!;
        this.asked.push(request);
        this.session?.receive(request);
      }
      this.session?.turn();
    }
    return this;
  }
}

const loaded = (policies: string | null = null): Bench => {
  const bench = new Bench();
  bench.lab.load(SMALL_SHOP, policies, 1);
  return bench.run(100);
};

const STORM = {
  id: 'hang',
  title: 'The catalog hangs',
  forMs: 10_000,
  commands: [{ atMs: 3000, do: 'break', id: 'catalog-hangs' } as const],
};
const REQUEST = { storm: STORM, checks: [], policies: FALLBACK, seed: 4 };

describe('a lab', () => {
  it('is loading at once and ready with its first frame', () => {
    const bench = new Bench();
    bench.lab.load(SMALL_SHOP, null, 5);
    expect(bench.lab.state).toMatchObject({ status: 'loading', seed: 5, frame: null });
    expect(bench.lab.state.model?.services.map(({ name }) => name)).toEqual(['web', 'catalog']);
    bench.run(50);
    expect(bench.lab.state).toMatchObject({ status: 'ready', problems: [] });
    expect(bench.lab.state.frame?.nowMs).toBe(0);
  });

  it('starts with the policies it is given, as a command at 0', () => {
    const { state } = loaded(TIMEOUT).lab;
    expect(state.commands).toEqual([{ atMs: 0, do: 'policies', yaml: TIMEOUT }]);
  });

  it('fails with the problems of a scenario, and recovers with the next load', () => {
    const bench = loaded();
    bench.lab.play();
    bench.lab.load('scenario: {', null, 1);
    expect(bench.lab.state.status).toBe('failed');
    expect(bench.lab.state.problems.length).toBeGreaterThan(0);
    bench.run(500);
    expect(bench.lab.state).toMatchObject({ status: 'failed', frame: null });
    bench.lab.load(SMALL_SHOP, null, 1);
    expect(bench.run(50).lab.state.status).toBe('ready');
  });

  it('fails with the problems of the policies', () => {
    const bench = new Bench();
    bench.lab.load(SMALL_SHOP, 'policies:\n  web -> nowhere: []\n', 1);
    expect(bench.lab.state.status).toBe('failed');
  });

  it('pays no heed to what arrives late from an earlier load', () => {
    const bench = loaded();
    bench.lab.play();
    bench.run(1000);
    bench.lab.load(SMALL_SHOP, null, 2);
    bench.turn(100);
    expect(bench.lab.state.frame).toBeNull();
    bench.run(100);
    expect(bench.lab.state.frame).toMatchObject({ nowMs: 0, playing: false });
  });

  it('gathers the run: points without gaps, log, traces, commands and faults in force', () => {
    const bench = loaded();
    bench.lab.play();
    bench.run(2000);
    bench.lab.break('catalog-hangs');
    bench.run(3000);
    const { points, log, traces, commands, faultsOn } = bench.lab.state;
    expect(points.map(({ fromMs }) => fromMs)).toEqual(points.map((_, index) => index * 250));
    expect(points.length).toBeGreaterThan(15);
    expect(log.some((entry) => entry.kind === 'queue' && entry.full)).toBe(true);
    expect(new Set(traces.map(({ id }) => id)).size).toBe(traces.length);
    expect(traces.length).toBeGreaterThan(20);
    expect(commands).toMatchObject([{ do: 'break', id: 'catalog-hangs' }]);
    expect(faultsOn).toEqual(['catalog-hangs']);
    bench.lab.heal('catalog-hangs');
    expect(bench.run(100).lab.state.faultsOn).toEqual([]);
  });

  it('breaks what is described by hand', () => {
    const bench = loaded();
    bench.lab.break('mine', { node: 'catalog', does: 'crash' });
    expect(bench.run(100).lab.state.faultsOn).toEqual(['mine']);
  });

  it('applies policies that compile and says which are running', () => {
    const bench = loaded();
    bench.lab.play();
    bench.run(500);
    expect(bench.lab.apply(TIMEOUT)).toMatchObject({ ok: true });
    bench.run(100);
    expect(bench.lab.state.policies).toMatchObject({ version: 2, yaml: TIMEOUT });
    expect(bench.lab.state.commands.at(-1)).toMatchObject({ do: 'policies', yaml: TIMEOUT });
  });

  it('sends nothing of policies that do not compile', () => {
    const bench = loaded();
    const result = bench.lab.apply('policies:\n  web -> catalog:\n    - timeout: 5\n');
    expect(result.ok).toBe(false);
    bench.run(100);
    expect(bench.asked.filter(({ type }) => type === 'command')).toEqual([]);
    expect(bench.lab.state.policies.version).toBe(1);
  });

  it('forgets the old run only when the new one has something to show', () => {
    const bench = loaded();
    bench.lab.play();
    bench.run(1000);
    bench.lab.restart();
    expect(bench.lab.state.points.length).toBeGreaterThan(0);
    bench.lab.pause();
    bench.run(40);
    expect(bench.lab.state).toMatchObject({ points: [], seed: 1, commands: [] });
    expect(bench.lab.state.frame!.nowMs).toBeLessThan(50);
  });

  it('keeps speeds between a tenth and a hundred', () => {
    const bench = loaded();
    bench.lab.setSpeed(1e6);
    expect(bench.run(50).lab.state.frame?.speed).toBe(100);
    bench.lab.setSpeed(0);
    expect(bench.run(50).lab.state.frame?.speed).toBe(0.1);
  });

  it('says when it is to watch a service that is not there', () => {
    const bench = loaded();
    bench.lab.slowUntilQueueFull('nobody', 0.1, 1);
    expect(bench.lab.state.problems[0]?.message).toContain('nobody');
  });

  it('says why when the worker breaks', () => {
    const bench = loaded();
    bench.breakWorker(new Error('out of memory'));
    expect(bench.lab.state.status).toBe('failed');
    expect(bench.lab.state.problems[0]?.message).toContain('out of memory');
  });

  it('hands out a recording of the run so far', () => {
    const bench = loaded(TIMEOUT);
    bench.lab.break('catalog-hangs');
    bench.run(50);
    expect(bench.lab.recording()).toMatchObject({
      scenario: SMALL_SHOP,
      seed: 1,
      commands: [{ do: 'policies' }, { do: 'break' }],
    });
  });

  it('stops telling whoever no longer listens', () => {
    const bench = loaded();
    let heard = 0;
    const stop = bench.lab.subscribe(() => (heard += 1));
    bench.lab.play();
    bench.run(100);
    stop();
    const before = heard;
    bench.run(100);
    expect(before).toBeGreaterThan(0);
    expect(heard).toBe(before);
  });
});

describe('a test in a lab', () => {
  it('shows its progress, refuses commands meanwhile, and gives its result', async () => {
    const bench = loaded();
    const result = bench.lab.test(REQUEST);
    expect(bench.lab.state.test).toEqual({ storm: 'hang', progress: 0 });
    bench.run(3000);
    expect(bench.lab.state.test?.progress).toBeCloseTo(0.5, 1);
    bench.lab.heal('catalog-hangs');
    expect(bench.lab.apply(TIMEOUT).ok).toBe(false);
    bench.run(4000);
    expect((await result)?.recording).toMatchObject({ seed: 4, commands: [{ do: 'policies' }, { do: 'break' }] });
    expect(bench.lab.state).toMatchObject({ test: null, seed: 4 });
    expect(bench.lab.state.frame).toMatchObject({ nowMs: 10_000, playing: false });
  });

  it('gives nothing when it is cancelled, and the next one gives its own', async () => {
    const bench = loaded();
    const first = bench.lab.test(REQUEST);
    bench.run(5950);
    bench.lab.cancelTest();
    const second = bench.lab.test({ ...REQUEST, seed: 8 });
    bench.run(7000);
    expect(await first).toBeNull();
    expect((await second)?.recording.seed).toBe(8);
  });

  it.each([
    ['another scenario is loaded', (bench: Bench) => bench.lab.load(SMALL_SHOP, null, 1)],
    ['the run is restarted', (bench: Bench) => bench.lab.restart()],
    ['the worker breaks', (bench: Bench) => bench.breakWorker('gone')],
    ['the lab is disposed of', (bench: Bench) => bench.lab.dispose()],
  ])('gives nothing when %s', async (_, act) => {
    const bench = loaded();
    const result = bench.lab.test(REQUEST);
    bench.run(500);
    act(bench);
    bench.run(7000);
    expect(await result).toBeNull();
    expect(bench.lab.state.test).toBeNull();
  });

  it('gives nothing, and says why, when its policies or its storm make no sense', async () => {
    const bench = loaded();
    expect(await bench.lab.test({ ...REQUEST, policies: 'policies: 3' })).toBeNull();
    expect(bench.lab.state.problems).not.toEqual([]);
    const storm = { ...STORM, commands: [{ atMs: 0, do: 'heal', id: 'nothing' } as const] };
    const result: Promise<TestResult | null> = bench.lab.test({ ...REQUEST, storm });
    bench.run(100);
    expect(await result).toBeNull();
    expect(bench.lab.state.problems[0]?.message).toContain('nothing');
  });
});
