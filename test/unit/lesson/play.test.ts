import { describe, expect, test } from 'vitest';
import { Engine } from '../../../src/engine/engine';
import { playStorm } from '../../../src/lesson/play';
import { lessonOf, modelOf, played, SOLVED, UNTOUCHED } from './played';
import { smallLesson } from './small-lesson';

describe('a storm', () => {
  const lesson = lessonOf(smallLesson());
  const model = modelOf(lesson);
  const storm = lesson.storms[0]!;

  test('is played to its end, as the engine plays it unrecorded', () => {
    const { engine } = played(UNTOUCHED);
    const alone = new Engine(model, 1);
    for (const command of storm.commands) expect(alone.schedule(command).ok).toBe(true);
    alone.advance(storm.forMs);
    expect(engine.nowMs).toBe(storm.forMs);
    expect(engine.digest()).toBe(alone.digest());
  });

  test('is another run under other policies and another seed', () => {
    const digests = [played(UNTOUCHED), played(SOLVED), played(UNTOUCHED, 2)].map(({ engine }) => engine.digest());
    expect(new Set(digests).size).toBe(3);
  });

  test('is not played under policies that do not compile', () => {
    expect(playStorm(model, 'policies: { web -> prices: [{ timeout: 5 }] }', storm, 1)).toMatchObject({
      ok: false,
      problems: [{ line: 1, message: expect.stringContaining('has no unit') }],
    });
  });

  test('is not played with a fault that the model does not have', () => {
    const commands = [{ atMs: 0, do: 'break', id: 'none' } as const];
    expect(playStorm(model, UNTOUCHED, { ...storm, commands }, 1).ok).toBe(false);
  });
});
