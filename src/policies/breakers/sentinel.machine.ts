import { setup } from 'xstate';
import { compileMachine } from '../../kernel/machine';

const nothing = () => {};

/** Sentinel: judged on every completion, in a window that begins anew at whole intervals of the clock. */
export const sentinelMachine = setup({
  types: {
    events: {} as
      | { type: 'threshold passed' }
      | { type: 'call after the time window' }
      | { type: 'good completion' }
      | { type: 'bad completion' },
  },
  actions: { startRecovery: nothing, clearWindow: nothing },
}).createMachine({
  id: 'sentinel',
  initial: 'closed',
  states: {
    closed: {
      description: 'Every call goes out; completions are counted within the present interval of the clock.',
      entry: 'clearWindow',
      on: {
        'threshold passed': {
          target: 'open',
          description:
            'A call completed, well or not; the interval holds at least the minimum of requests, and what the rule counts is above its threshold.',
        },
      },
    },
    open: {
      description: 'No call goes out; each fails at once.',
      entry: 'startRecovery',
      on: {
        'call after the time window': {
          target: 'half-open',
          description: 'The time window has passed and a call asks to go out: it becomes the probe.',
        },
      },
    },
    'half-open': {
      description: 'One probe is out; every other call fails at once.',
      on: {
        'good completion': {
          target: 'closed',
          description:
            'Any call, the probe or a late one, completed well: fast, where the rule is about slow ones; without an error, else.',
        },
        'bad completion': {
          target: 'open',
          description:
            'Any call, the probe or a late one, completed slowly or with an error, whichever the rule is about.',
        },
      },
    },
  },
});

export const sentinelTable = compileMachine(sentinelMachine);
