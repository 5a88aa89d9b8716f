import { setup } from 'xstate';
import { compileMachine } from '../../kernel/machine';

const nothing = () => {};

/** Hystrix: the state changes on a tick of the health statistics, not at the call that was one too many. */
export const hystrixMachine = setup({
  types: {
    events: {} as
      | { type: 'unhealthy at the tick' }
      | { type: 'call after the sleep' }
      | { type: 'a success' }
      | { type: 'a failure' },
  },
  actions: { startSleep: nothing, clearHealth: nothing },
}).createMachine({
  id: 'hystrix',
  initial: 'closed',
  states: {
    closed: {
      description: 'Every call goes out; the results are counted, and looked at on each tick.',
      entry: 'clearHealth',
      on: {
        'unhealthy at the tick': {
          target: 'open',
          description:
            'On a tick the full buckets hold at least the volume of requests, and the percentage of errors, cut to a whole number, is at or above the limit.',
        },
      },
    },
    open: {
      description: 'No call goes out; each fails at once.',
      entry: 'startSleep',
      on: {
        'call after the sleep': {
          target: 'half-open',
          description: 'The sleep window has passed and a call asks to go out: it becomes the probe.',
        },
      },
    },
    'half-open': {
      description: 'One probe is out; every other call fails at once.',
      on: {
        'a success': { target: 'closed', description: 'Any call succeeded, be it the probe or a late one.' },
        'a failure': {
          target: 'open',
          description: 'Any call ended otherwise: failed, was called off, or was at fault itself.',
        },
      },
    },
  },
});

export const hystrixTable = compileMachine(hystrixMachine);
