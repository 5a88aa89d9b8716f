import { setup } from 'xstate';
import { compileMachine } from '../../kernel/machine';

const nothing = () => {};

const isolate = { target: 'isolated', description: 'An operator isolates it.' } as const;

/** Polly: three states of its own, and the one in which an operator can hold it. */
export const pollyMachine = setup({
  types: {
    events: {} as
      | { type: 'failure ratio reached' }
      | { type: 'call after the break' }
      | { type: 'probe failed' }
      | { type: 'probe passed' }
      | { type: 'isolated by hand' }
      | { type: 'closed by hand' },
  },
  actions: { startBreak: nothing, clearWindow: nothing },
}).createMachine({
  id: 'polly',
  initial: 'closed',
  states: {
    closed: {
      description: 'Every call goes out; the results are counted in the window.',
      entry: 'clearWindow',
      on: {
        'failure ratio reached': {
          target: 'open',
          description:
            'A call failed, the window holds at least the minimum of calls, and the share of failures in it is at or above the limit.',
        },
        'isolated by hand': isolate,
      },
    },
    open: {
      description: 'No call goes out; each fails at once.',
      entry: 'startBreak',
      on: {
        'call after the break': {
          target: 'half-open',
          description: 'The break is over and a call asks to go out: it becomes the probe.',
        },
        'isolated by hand': isolate,
      },
    },
    'half-open': {
      description: 'One probe is out; every other call fails at once.',
      on: {
        'probe failed': { target: 'open', description: 'A call failed in a way that it handles.' },
        'probe passed': { target: 'closed', description: 'A call ended in any other way, called off included.' },
        'isolated by hand': isolate,
      },
    },
    isolated: {
      description: 'Held open by an operator: no call goes out, however long it lasts.',
      on: { 'closed by hand': { target: 'closed', description: 'An operator closes it.' } },
    },
  },
});

export const pollyTable = compileMachine(pollyMachine);
