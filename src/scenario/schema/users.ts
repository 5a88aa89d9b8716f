import type { UsersStep } from '../model';
import { field, keys } from './field';
import { stepsInOrder } from './in-order';
import { count, duration } from './quantity';
import { z } from './z';

const MOST_USERS = 100_000;

const step = keys('a step such as { at: 30s, users: 50 }', {
  at: field(duration('zero or more'), { is: 'When this number begins.', unit: 'a duration since the start' }),
  users: field(count(0, MOST_USERS), {
    is: 'How many users there are from then on; who is one too many stays away after the journey under way.',
    unit: 'a number of users',
  }),
});

const A_LIST = 'a list of steps such as [{ at: 0s, users: 10 }, { at: 30s, users: 50 }]';

const steps = keys(`{ steps: … } with ${A_LIST}`, {
  steps: field(z.array(step).min(1).max(200).superRefine(stepsInOrder).meta({ expected: A_LIST }), {
    is: 'Numbers of users one after another, each from its instant on; before the first there are none.',
    unit: 'a list of steps',
  }),
});

/** How many users a closed loop has, over time. */
export const users = () =>
  z
    .union([
      count(1, MOST_USERS).transform((number): readonly UsersStep[] => [{ fromMs: 0, count: number }]),
      steps.transform(({ steps }): readonly UsersStep[] =>
        steps.map(({ at, users }) => ({ fromMs: at, count: users })),
      ),
    ])
    .meta({ expected: 'a number of users such as 50, or { steps: [{ at: 0s, users: 10 }, { at: 30s, users: 50 }] }' });
