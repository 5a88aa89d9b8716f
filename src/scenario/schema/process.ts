import type { BurstState } from '../model';
import { field, keys } from './field';
import { duration, factor } from './quantity';
import { z } from './z';

/** How arrivals of a rate lie in time. */
export interface ArrivalProcess {
  readonly isEven: boolean;
  readonly bursts: readonly BurstState[];
}

const state = keys('a state such as { rate: 5x, for: 2s }', {
  rate: field(factor(0, 1000), {
    is: 'What the workload’s rate is multiplied by in this state.',
    unit: 'a multiple such as 5x',
  }),
  for: field(duration('more than zero'), {
    is: 'How long the state lasts on average; how long this time is exponential.',
    unit: 'a duration',
  }),
});

const A_LIST = 'a list of states such as [{ rate: 0.5x, for: 9s }, { rate: 5.5x, for: 1s }]';

const bursts = z
  .array(state)
  .min(2)
  .max(20)
  .meta({ expected: A_LIST })
  .superRefine((states, context) => {
    if (states.length > 0 && states.every(({ rate }) => rate === 0))
      context.addIssue({ code: 'custom', message: 'With 0x in every state nobody would ever come.' });
  });

const bursty = keys(`{ bursts: … } with ${A_LIST}`, {
  bursts: field(bursts, {
    is: 'States that follow each other in a circle; in each the arrivals are a Poisson process at a multiple of the rate.',
    unit: 'a list of states',
  }),
});

const PLAIN = ['poisson', 'constant'] as const;

/** Poisson, evenly spaced, or a Poisson process modulated by states. */
export const process = () =>
  z
    .union([
      z
        .enum(PLAIN)
        .meta({ options: PLAIN })
        .transform((plain): ArrivalProcess => ({ isEven: plain === 'constant', bursts: [] })),
      bursty.transform(({ bursts }): ArrivalProcess => ({
        isEven: false,
        bursts: bursts.map(({ rate, for: meanMs }) => ({ factor: rate, meanMs })),
      })),
    ])
    .meta({
      expected:
        '`poisson`, `constant`, or bursts such as { bursts: [{ rate: 0.5x, for: 9s }, { rate: 5.5x, for: 1s }] }',
    });
