import { setup } from 'xstate';
import { compileMachine } from '../../kernel/machine';

const nothing = () => {};

const isolate = { target: 'isolated', description: 'An operator isolates it.' } as const;

/** cockatiel: whoever comes while the probe is out waits for it. */
export const cockatielMachine = setup({
  types: {
    events: {} as
      | { type: 'breaker trips' }
      | { type: 'call after the wait' }
      | { type: 'probe passed' }
      | { type: 'isolated by hand' }
      | { type: 'released by hand' },
  },
  actions: { startWait: nothing, startProbe: nothing },
}).createMachine({
  id: 'cockatiel',
  initial: 'closed',
  states: {
    closed: {
      description: 'Every call goes out; the results are counted as the breaker inside it counts.',
      on: {
        'breaker trips': {
          target: 'open',
          description: 'A call failed, and the failures counted are as many as the breaker inside allows, or more.',
        },
        'isolated by hand': isolate,
      },
    },
    open: {
      description: 'No call goes out; each fails at once.',
      entry: 'startWait',
      on: {
        'call after the wait': {
          target: 'half-open',
          description: 'The wait is over and a call asks to go out: it becomes the probe.',
        },
        'isolated by hand': isolate,
      },
    },
    'half-open': {
      description: 'One probe is out; every other call waits for it to return and asks again then.',
      entry: 'startProbe',
      on: {
        'breaker trips': {
          target: 'open',
          description: 'The probe failed, or a late call did and its failures in a row are too many.',
        },
        'probe passed': { target: 'closed', description: 'The probe returned without a failure that is handled.' },
        'isolated by hand': isolate,
      },
    },
    isolated: {
      description: 'Held open by an operator: no call goes out, however long it lasts.',
      on: { 'released by hand': { target: 'closed', description: 'The operator lets it go.' } },
    },
  },
});

export const cockatielTable = compileMachine(cockatielMachine);
