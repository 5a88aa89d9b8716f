import { setup } from 'xstate';
import { compileMachine } from '../../kernel/machine';

const nothing = () => {};

/** gobreaker: every change of state begins a new generation, and results of an earlier one are dropped. */
export const gobreakerMachine = setup({
  types: {
    events: {} as
      | { type: 'ready to trip' }
      | { type: 'noticed after the timeout' }
      | { type: 'enough successes in a row' }
      | { type: 'a failure' },
  },
  actions: { startTimeout: nothing, newGeneration: nothing },
}).createMachine({
  id: 'gobreaker',
  initial: 'closed',
  states: {
    closed: {
      description: 'Every call goes out; requests and their results are counted.',
      entry: 'newGeneration',
      on: {
        'ready to trip': {
          target: 'open',
          description: 'A call of this generation failed, and the counts are such that it is to trip.',
        },
      },
    },
    open: {
      description: 'No call goes out; each fails at once.',
      entry: ['newGeneration', 'startTimeout'],
      on: {
        'noticed after the timeout': {
          target: 'half-open',
          description: 'The timeout has passed, and a call asks to go out or a late result arrives.',
        },
      },
    },
    'half-open': {
      description: 'As many calls go out as it is told; every other one fails at once.',
      entry: 'newGeneration',
      on: {
        'enough successes in a row': {
          target: 'closed',
          description: 'As many of its calls in a row succeeded as it lets out.',
        },
        'a failure': { target: 'open', description: 'One of its calls failed.' },
      },
    },
  },
});

export const gobreakerTable = compileMachine(gobreakerMachine);
