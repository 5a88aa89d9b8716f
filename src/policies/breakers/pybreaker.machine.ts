import { setup } from 'xstate';
import { compileMachine } from '../../kernel/machine';

const nothing = () => {};

/** pybreaker: a result acts as in the state in which its call began, so that a late one can open or close it from anywhere. */
export const pybreakerMachine = setup({
  types: {
    events: {} as
      { type: 'one failure too many' } | { type: 'call after the timeout' } | { type: 'enough probes passed' },
  },
  actions: { startTimeout: nothing, forgetFailures: nothing, forgetProbes: nothing },
}).createMachine({
  id: 'pybreaker',
  initial: 'closed',
  states: {
    closed: {
      description: 'Every call goes out; failures in a row are counted.',
      entry: ['forgetFailures', 'forgetProbes'],
      on: {
        'one failure too many': {
          target: 'open',
          description: 'As many calls in a row failed as may, or a late probe did.',
        },
        'enough probes passed': {
          target: 'closed',
          reenter: true,
          description: 'A late probe passed.',
        },
      },
    },
    open: {
      description: 'No call goes out; each fails at once.',
      entry: ['startTimeout', 'forgetProbes'],
      on: {
        'call after the timeout': {
          target: 'half-open',
          description: 'The timeout has passed and a call asks to go out.',
        },
        'one failure too many': {
          target: 'open',
          reenter: true,
          description: 'A late call failed: the timeout begins anew.',
        },
        'enough probes passed': { target: 'closed', description: 'A late probe passed.' },
      },
    },
    'half-open': {
      description: 'Calls go out as probes: one at a time if they are made with call(), else all that come.',
      entry: 'forgetProbes',
      on: {
        'one failure too many': {
          target: 'open',
          description: 'A probe failed, or a late call did that is one too many.',
        },
        'enough probes passed': { target: 'closed', description: 'As many probes in a row passed as must.' },
      },
    },
  },
});

export const pybreakerTable = compileMachine(pybreakerMachine);
