import { setup } from 'xstate';
import { compileMachine } from '../../kernel/machine';

const nothing = () => {};

/** resilience4j. The policy in resilience4j.ts watches the conditions and sends them as events. */
export const resilience4jMachine = setup({
  types: {
    events: {} as
      | { type: 'failure rate reached' }
      | { type: 'slow rate reached' }
      | { type: 'call after the wait' }
      | { type: 'wait over' }
      | { type: 'probes passed' }
      | { type: 'probes failed' }
      | { type: 'probes slow' }
      | { type: 'probes took too long' }
      | { type: 'probes took too long, close' },
  },
  actions: { startWait: nothing, clearWindow: nothing, grantProbes: nothing },
}).createMachine({
  id: 'breaker',
  initial: 'closed',
  states: {
    closed: {
      description: 'Every call goes out; the results are counted in the window.',
      entry: 'clearWindow',
      on: {
        'failure rate reached': {
          target: 'open',
          description:
            'The window holds at least the minimum of calls, and the share of failures in it is at or above the limit.',
        },
        'slow rate reached': {
          target: 'open',
          description:
            'The window holds at least the minimum of calls, and the share of slow ones in it is at or above the limit.',
        },
      },
    },
    open: {
      description: 'No call goes out; each fails at once.',
      entry: 'startWait',
      on: {
        'call after the wait': {
          target: 'half-open',
          description: 'The open time has passed and a call asks to go out: it becomes the first probe.',
        },
        'wait over': {
          target: 'half-open',
          description: 'The open time has passed, and the breaker is told not to wait for a call.',
        },
      },
    },
    'half-open': {
      description: 'A few calls go out as probes, each other one fails at once; the results are counted afresh.',
      entry: ['clearWindow', 'grantProbes'],
      on: {
        'probes passed': {
          target: 'closed',
          description: 'Enough results are in, and the shares of failures and of slow calls are below their limits.',
        },
        'probes failed': {
          target: 'open',
          description: 'Enough results are in, and the share of failures is at or above the limit.',
        },
        'probes slow': {
          target: 'open',
          description: 'Enough results are in, and the share of slow calls is at or above the limit.',
        },
        'probes took too long': {
          target: 'open',
          description: 'It has been half-open for as long as it may without deciding.',
        },
        'probes took too long, close': {
          target: 'closed',
          description: 'It has been half-open for as long as it may without deciding, and is told to close then.',
        },
      },
    },
  },
});

export const resilience4jTable = compileMachine(resilience4jMachine);
