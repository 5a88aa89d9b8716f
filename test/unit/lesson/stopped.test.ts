import { expect, test, vi } from 'vitest';
import { compileScenario } from '../../../src/scenario';
import { playStorm } from '../../../src/lesson/play';
import { proveLesson } from '../../../src/lesson/prove';
import { modelOf } from '../support/begin';
import { BEHIND_A_CUT, STOPPED } from '../support/small-limit';
import { lessonOf } from './played';
import { edited, smallLesson } from './small-lesson';

vi.mock('../../../src/engine/limits', async (original) =>
  (await import('../support/small-limit')).withFewRows(original),
);

/* A storm in which the run reaches the limit of the engine, here a small one. */

const calm = { id: 'calm', title: 'Nothing more', forMs: 20_000, commands: [] };

test('a storm that stops the run fails with the message', () => {
  const played = playStorm(modelOf(BEHIND_A_CUT), 'policies: {}', calm, 1);
  expect(played.ok ? [] : played.problems.map(({ message }) => message)).toEqual([expect.stringMatching(STOPPED)]);
  expect(playStorm(modelOf(BEHIND_A_CUT), 'policies: {}', { ...calm, forMs: 2_000 }, 1).ok).toBe(true);
});

test('a lesson whose solution stops the run is not proved, and is told why', () => {
  // nobody gives up any more, nothing is refused, and prices hang for long
  const changes = {
    'scenario.yaml': edited('scenario.yaml', '    patience: 2s\n', '')['scenario.yaml']!.replace(
      'workers: 4\n    queue: 4',
      'workers: 4000\n    queue: 4',
    ),
    'solution.yaml': 'policies: {}\n',
  };
  const files = smallLesson(changes);
  expect(compileScenario(changes['scenario.yaml']).ok).toBe(true);
  const solution = [...proveLesson(lessonOf(files), files, [1])].find(({ name }) => name.startsWith('the solution'))!;
  expect(solution.passed).toBe(false);
  expect(solution.reason).toMatch(/answered fails \(The run stopped at \d\.\d{3} s of simulated time: 300 /);
});
