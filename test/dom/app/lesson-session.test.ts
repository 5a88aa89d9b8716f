import { describe, expect, test } from 'vitest';
import { LessonSession } from '../../../src/app/lesson-session.svelte';
import type { Trace } from '../../../src/engine/observation/trace';
import type { TimelinePoint } from '../../../src/lab/frame';
import { freshWork, type LessonWork } from '../../../src/lab/saved-work';
import { FakeLab } from '../support/fake-lab';
import { weakestLink } from '../support/weakest-link';

const lesson = weakestLink();
const PATCHED = 'policies:\n  web -> catalog:\n    - timeout: 1s\n';

/** A student at that step, with every step before it done. */
function at(step: string, part: Partial<LessonWork> = {}) {
  const place = lesson.steps.findIndex(({ id }) => id === step);
  const done = lesson.steps.slice(0, place).map(({ id }) => id);
  const lab = new FakeLab();
  const kept: LessonWork[] = [];
  const work = { ...freshWork(lesson.policies), step, done, ...part };
  const session = new LessonSession(lesson, lab, work, (newest) => kept.push(newest));
  return { lab, session, kept };
}

const trace = (id: number, journey: number, startMs: number, endMs: number): Trace => ({
  id,
  journey,
  truncated: false,
  spans: [
    {
      parent: -1,
      kind: 0,
      subject: journey,
      replica: 0,
      startMs,
      workFromMs: NaN,
      workToMs: NaN,
      endMs,
      outcome: Number.isNaN(endMs) ? -1 : 0,
      covered: -1,
      message: '',
    },
  ],
});

const points = (toMs: number): TimelinePoint[] =>
  Array.from({ length: toMs / 250 }, (_, cell) => ({
    fromMs: cell * 250,
    toMs: (cell + 1) * 250,
    journeys: [0, 1, 2, 3].map(() => ({ arrived: 4, ok: 0, degraded: 0, failed: 4, waiting: 0, overdue: 0, p95Ms: 1 })),
  }));

describe('a first visit', () => {
  test("finds the lesson's shop already running", () => {
    const lab = new FakeLab();
    new LessonSession(lesson, lab, null, () => undefined);
    expect(lab.asked).toEqual(['load', 'speed 1', 'play']);
    expect(lab.state.policies.yaml).toBe(lesson.policies);
  });
});

describe('following a request', () => {
  test('slows the shop down while the first such request that came after travels', () => {
    const { lab, session } = at('look');
    const checkout = lab.state.model?.journeys.findIndex(({ name }) => name === 'checkout') ?? -1;
    lab.at(5000);
    session.following.begin();

    lab.become({ traces: [trace(1, checkout, 4990, 5200), trace(2, checkout + 1, 5010, 5020)] });
    lab.at(5300);
    expect(session.following.request('checkout')).toBeNull();
    expect(lab.asked).not.toContain('speed 0.1');

    lab.become({ traces: [trace(3, checkout, 5010, NaN)] });
    expect(session.following.request('checkout')?.id).toBe(3);
    expect(lab.asked.at(-1)).toBe('speed 0.1');
    expect(session.work.done).not.toContain('look');

    lab.become({ traces: [trace(3, checkout, 5010, 5400)] });
    expect(lab.asked.at(-1)).toBe('speed 1');
    expect(session.work.done).toContain('look');
  });

  test('goes on telling of a request that the lab has let go of, until another is followed', () => {
    const { lab, session } = at('look');
    const checkout = lab.state.model?.journeys.findIndex(({ name }) => name === 'checkout') ?? -1;
    lab.at(5000);
    session.following.begin();
    lab.become({ traces: [trace(3, checkout, 5010, 5400)] });
    expect(session.following.request('checkout')?.id).toBe(3);
    lab.become({ traces: [trace(200, checkout, 90_000, 90_300)] });
    expect(session.following.request('checkout')?.id).toBe(3);
    lab.at(80_000);
    session.following.begin();
    expect(session.following.request('checkout')?.id).toBe(200);
  });

  test('tells of a request that came and went between two frames', () => {
    const { lab, session } = at('look');
    const checkout = lab.state.model?.journeys.findIndex(({ name }) => name === 'checkout') ?? -1;
    lab.at(5000);
    session.following.begin();
    lab.become({ traces: [trace(3, checkout, 5010, 5020)] });
    expect(session.work.done).toContain('look');
  });
});

describe('the break', () => {
  test('happens at once in a healthy shop that has served for a while, slowly until the queue is full', () => {
    const { lab, session } = at('break');
    lab.at(6000);
    session.break();
    expect(lab.asked.slice(-2)).toEqual(['slow web 0.1', 'break catalog-hangs']);
    expect(session.brokenAtMs('catalog-hangs')).toBe(6000);
  });

  test('begins with a healthy shop where the one at hand was broken before', () => {
    const { lab, session } = at('break');
    lab.at(9000);
    lab.take({ do: 'break', id: 'payments-hangs' });
    session.break();
    expect(lab.asked).not.toContain('break catalog-hangs');
    expect(session.isBreaking).toBe(true);
    lab.at(1000);
    expect(lab.asked).not.toContain('break catalog-hangs');
    lab.at(4000);
    expect(lab.asked.at(-1)).toBe('break catalog-hangs');
  });

  test('is compared with the prediction when the run has come far enough, and not before', () => {
    const { lab, session } = at('break', { predictions: { finishes: [], answered: 9 } });
    lab.at(6000);
    session.break();
    lab.become({ points: points(15_750) });
    expect(session.work.outcomes).toEqual({});
    lab.become({ points: points(16_000) });
    expect(session.work.outcomes).toEqual({ finishes: [], answered: 0 });
    expect(session.work.done).toContain('break');
  });

  test('whose run was lost by a restart can be made again', () => {
    const { lab, session } = at('break');
    lab.at(6000);
    session.break();
    lab.at(6100);
    lab.become({ commands: [] });
    expect(session.snapshot.matches({ break: 'ready' })).toBe(true);
  });
});

describe('the explanation', () => {
  const search = (lab: FakeLab) => lab.state.model?.journeys.findIndex(({ name }) => name === 'search') ?? -1;
  const failed = (id: number, journey: number, startMs = 5000, endMs = 13_000): Trace => {
    const { spans, ...rest } = trace(id, journey, startMs, endMs);
    return { ...rest, spans: spans.map((span) => ({ ...span, outcome: 10 })) };
  };

  test('asked for after a reload plays the break again, fast, until it has a failed request to show', () => {
    const { lab, session } = at('explain');
    expect(lab.asked).toEqual(['load', 'speed 1', 'play', 'speed 10']);
    lab.at(4000);
    expect(lab.asked.at(-1)).toBe('break catalog-hangs');
    expect(session.failedRequest).toBeNull();
    lab.become({ traces: [failed(7, search(lab))] });
    expect(session.failedRequest?.id).toBe(7);
    expect(lab.asked.at(-1)).toBe('speed 1');
  });

  test('asked for straight after the break is about that very run', () => {
    const { lab, session } = at('break');
    lab.at(6000);
    session.break();
    lab.become({ traces: [failed(7, search(lab))], points: points(16_000) });
    const before = lab.asked.length;
    session.move({ type: 'next' });
    expect(session.step.id).toBe('explain');
    expect(lab.asked.slice(before)).toEqual(['cancel test']);
    expect(session.failedRequest?.id).toBe(7);
  });

  test('stays with the request that failed first, also when one that came before it fails later', () => {
    const { lab, session } = at('explain');
    const turnedAway = failed(8, search(lab), 7500, 7501);
    lab.become({ traces: [trace(7, search(lab), 5600, NaN), turnedAway] });
    expect(session.failedRequest?.id).toBe(8);
    lab.become({ traces: [failed(7, search(lab), 5600, 13_600), turnedAway] });
    expect(session.failedRequest?.id).toBe(8);
  });

  test('stays with that request when the lab has let go of it, until the lesson begins another run', () => {
    const { lab, session } = at('explain');
    lab.become({ traces: [failed(7, search(lab), 5600, 13_600)] });
    expect(session.failedRequest?.id).toBe(7);
    lab.become({ traces: [failed(300, search(lab), 60_000, 60_001)] });
    expect(session.failedRequest?.id).toBe(7);
    session.begin();
    expect(session.failedRequest).toBeNull();
  });

  test('is not given away before something was said', () => {
    const { session } = at('explain');
    expect(session.tellsWhy).toBe(false);
    session.send({ type: 'said', text: 'the workers' });
    expect(session.tellsWhy).toBe(true);
  });
});

describe('the policies', () => {
  test('are saved as they are typed, and run only when they are applied', () => {
    const { lab, session, kept } = at('protect');
    session.desk.edit(PATCHED);
    expect(kept.at(-1)?.policies.text).toBe(PATCHED);
    expect(lab.state.policies.yaml).toBe(lesson.policies);
    session.desk.apply();
    expect(lab.state.policies.yaml).toBe(PATCHED);
  });

  test('come back with the student, and run from the start of a step in which they count', () => {
    const work = { policies: { past: [], text: PATCHED, future: [] } };
    expect(at('protect', work).lab.state.policies.yaml).toBe(PATCHED);
    expect(at('look', work).lab.state.policies.yaml).toBe(lesson.policies);
  });

  test("left in the middle of an edit stay in the editor while the lesson's own run", () => {
    const half = 'policies:\n  web -> cat';
    const { lab, session } = at('protect', { policies: { past: [], text: half, future: [] } });
    expect(lab.state.policies.yaml).toBe(lesson.policies);
    expect(session.desk.text).toBe(half);
    expect(session.isRunnable).toBe(false);
  });

  test('go back and forth by undo and redo, and a reset can be undone', () => {
    const { session } = at('protect');
    session.desk.edit(PATCHED);
    session.desk.resetText();
    expect(session.desk.text).toBe(lesson.policies);
    session.desk.undo();
    expect(session.desk.text).toBe(PATCHED);
    session.desk.undo();
    expect(session.desk.text).toBe(lesson.policies);
    session.desk.redo();
    expect(session.desk.text).toBe(PATCHED);
  });
});

describe('a test', () => {
  const verdicts = lesson.checks
    .filter(({ storm }) => storm === 'catalog')
    .map(({ id }) => ({ check: id, passed: false, points: 0, measured: 0, message: '', atMs: 0 }));
  const result = { verdicts, recording: { modelVersion: '1', scenario: '', seed: 1, commands: [] } };

  test('under changed policies is an attempt; the same once more is none', async () => {
    const { lab, session } = at('protect');
    session.desk.edit(PATCHED);
    for (const count of [1, 2]) {
      const played = session.test();
      expect(lab.asked.at(-1)).toBe('test catalog');
      lab.finish(result);
      await played;
      expect(session.work.tests).toHaveLength(count);
      expect(session.lastTestRepeated).toBe(count === 2);
    }
    expect(session.verdicts).toEqual(verdicts);
  });

  test('can be gone back into long after, for its run is made again', () => {
    const tests = [
      { step: 'protect', storm: 'catalog', policies: PATCHED, seed: 4, changed: true, verdicts },
      { step: 'transfer', storm: 'payments', policies: PATCHED, seed: 1, changed: true, verdicts },
    ];
    const { lab, session } = at('protect', { tests });
    session.goThere(33_000);
    expect(lab.asked.at(-1)).toBe(`go to 33000 of catalog with seed 4 under ${PATCHED}`);
    session.move({ type: 'back' });
    expect(lab.asked).toContain('load');
  });

  test('that is stopped leaves nothing behind', async () => {
    const { lab, session } = at('protect');
    const played = session.test();
    lab.cancelTest();
    await played;
    expect(session.work.tests).toEqual([]);
    expect(session.verdicts).toBeNull();
  });

  test('is not begun with policies that do not compile', async () => {
    const { lab, session } = at('protect');
    session.desk.edit('policies: [');
    await session.test();
    expect(lab.asked).not.toContain('test catalog');
  });

  test('is stopped by going to another step, and the shop there is a fresh one', async () => {
    const { lab, session } = at('protect');
    const played = session.test();
    session.move({ type: 'back' });
    await played;
    expect(session.step.id).toBe('explain');
    expect(session.work.tests).toEqual([]);
    expect(lab.asked.slice(-4)).toEqual(['load', 'speed 1', 'play', 'speed 10']);
  });
});

test('a reset lesson begins anew, and is kept so', () => {
  const { lab, session, kept } = at('protect');
  session.desk.edit(PATCHED);
  session.reset();
  expect(session.at).toBe(0);
  expect(kept.at(-1)).toEqual({ ...freshWork(lesson.policies), step: lesson.steps[0]?.id });
  expect(lab.state.policies.yaml).toBe(lesson.policies);
});
