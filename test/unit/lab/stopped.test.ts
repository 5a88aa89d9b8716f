import { expect, test, vi } from 'vitest';
import { BEHIND_A_CUT, STOPPED } from '../support/small-limit';
import { Rig } from './rig';

vi.mock('../../../src/engine/limits', async (original) =>
  (await import('../support/small-limit')).withFewRows(original),
);

/* A lab whose run reaches the limit of the engine, here a small one. */

const rig = () => new Rig().ask({ type: 'load', load: 1, scenario: BEHIND_A_CUT, policies: null, seed: 1 });

test('a run that can go no further pauses where it is, and says why once', () => {
  const lab = rig().ask({ type: 'speed', speed: 10 }).ask({ type: 'play' }).run(3_000);
  const told = lab.of('refused');
  expect(told).toHaveLength(1);
  expect(told[0]!.test).toBeNull();
  const [, seconds] = STOPPED.exec(told[0]!.problems[0]!.message)!;
  expect(lab.last().playing).toBe(false);
  expect((lab.last().nowMs / 1000).toFixed(3)).toBe(seconds);
});

test('to play on says so again; to begin anew does not', () => {
  const lab = rig().ask({ type: 'speed', speed: 10 }).ask({ type: 'play' }).run(3_000);
  const stoodAtMs = lab.last().nowMs;
  lab.ask({ type: 'play' }).run(500);
  expect(lab.of('refused')).toHaveLength(2);
  expect(lab.last()).toMatchObject({ playing: false, nowMs: stoodAtMs });
  lab.ask({ type: 'restart', seed: 1 }).ask({ type: 'speed', speed: 1 }).ask({ type: 'play' }).run(1_000);
  expect(lab.of('refused')).toHaveLength(2);
  expect(lab.last().nowMs).toBeGreaterThan(900);
  expect(lab.last().nowMs).toBeLessThan(1_100);
});

test('a step beyond the limit says so too', () => {
  const lab = rig();
  for (let step = 0; step < 3_000 && lab.of('refused').length === 0; step++) lab.ask({ type: 'step' });
  expect(lab.of('refused')).toMatchObject([{ problems: [{ message: expect.stringMatching(STOPPED) }] }]);
});

test('a test whose run stopped ends without a verdict, and says why', () => {
  const storm = { id: 'calm', title: 'Nothing more', forMs: 20_000, commands: [] };
  const request = { storm, checks: [], policies: 'policies: {}', seed: 1 };
  const lab = rig().ask({ type: 'test', test: 7, request }).run(20_000);
  expect(lab.of('refused')).toMatchObject([{ test: 7, problems: [{ message: expect.stringMatching(STOPPED) }] }]);
  expect(lab.of('tested')).toEqual([]);
  expect(lab.last().playing).toBe(false);
});
