import { setup } from 'xstate';
import { compileMachine } from '../../kernel/machine';

const nothing = () => {};

/** opossum: a timer turns it half-open, without a call. */
export const opossumMachine = setup({
  types: {
    events: {} as
      { type: 'error percentage passed' } | { type: 'reset timer' } | { type: 'a success' } | { type: 'a failure' },
  },
  actions: { startTimer: nothing, awaitProbe: nothing },
}).createMachine({
  id: 'opossum',
  initial: 'closed',
  states: {
    closed: {
      description: 'Every call goes out. A call counts when it starts, its failure when it ends.',
      on: {
        'error percentage passed': {
          target: 'open',
          description:
            'A call failed, at least the volume of calls started within the window, and the failures in it are more than the limit allows.',
        },
      },
    },
    open: {
      description: 'No call goes out; each fails at once.',
      entry: 'startTimer',
      on: { 'reset timer': { target: 'half-open', description: 'The reset time has passed, called or not.' } },
    },
    'half-open': {
      description: 'The next call goes out as the probe; every other one fails at once.',
      entry: 'awaitProbe',
      on: {
        'a success': { target: 'closed', description: 'Any call succeeded, be it the probe or a late one.' },
        'a failure': { target: 'open', description: 'Any call failed, be it the probe or a late one.' },
      },
    },
  },
});

export const opossumTable = compileMachine(opossumMachine);
