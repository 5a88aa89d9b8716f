import { createMachine } from 'xstate';
import type { Machine } from '../../kernel/machine';

/* What becomes of one call at a layer that waits for it. A state that no event leaves is an end. */

export const timeoutMachine: Machine = createMachine({
  id: 'timeout',
  initial: 'waiting',
  states: {
    waiting: {
      description: 'The call is out, and its time runs.',
      on: {
        response: { target: 'answered', description: 'An answer comes before the time is over.' },
        failure: { target: 'failed', description: 'What is inside fails before the time is over.' },
        'time over': { target: 'timed out', description: 'The call has been out for as long as it may.' },
        'no connection in time': {
          target: 'timed out',
          description: 'An attempt had no connection within the time given to make one.',
        },
      },
    },
    answered: { description: 'The answer goes on to the caller.' },
    failed: { description: 'The failure goes on to the caller.' },
    'timed out': { description: 'The caller waits no longer. The work goes on, unless it is called off.' },
  },
});

export const retryMachine: Machine = createMachine({
  id: 'retry',
  initial: 'trying',
  states: {
    trying: {
      description: 'A try is out, the first or a later one.',
      on: {
        success: { target: 'answered', description: 'The try is answered.' },
        'retryable failure': {
          target: 'backing off',
          description:
            'The try fails in a way that is retried; tries and time are left, somebody waits, and the budget allows it.',
        },
        'final failure': {
          target: 'given up',
          description: 'The try fails, and one of these conditions does not hold.',
        },
      },
    },
    answered: { description: 'The answer goes on to the caller.' },
    'given up': { description: 'The last failure goes on to the caller.' },
    'backing off': {
      description: 'The wait before the next try.',
      on: {
        'backoff over': { target: 'trying', description: 'The wait is over, and somebody still waits for an answer.' },
        'caller gone': { target: 'given up', description: 'Nobody waits for the call any more.' },
      },
    },
  },
});

export const hedgeMachine: Machine = createMachine({
  id: 'hedge',
  initial: 'first out',
  states: {
    'first out': {
      description: 'Only the first attempt has been sent.',
      on: {
        'delay over': {
          target: 'hedged',
          description: 'No answer has come for the time given, and number and budget allow a hedge.',
        },
        'failure, hedge left': { target: 'hedged', description: 'It fails, and a hedge is sent at once in its place.' },
        answer: { target: 'answered', description: 'It is answered.' },
        'last failure': { target: 'failed', description: 'It fails, and no hedge may be sent.' },
      },
    },
    hedged: {
      description: 'Hedges have been sent too; the first answer wins.',
      on: {
        'another hedge': {
          target: 'hedged',
          description: 'The delay is over again, or one fails, and a hedge is left.',
        },
        answer: { target: 'answered', description: 'One of those out is answered.' },
        'last failure': { target: 'failed', description: 'The last of those out fails, and no hedge may be sent.' },
      },
    },
    answered: { description: 'The answer goes on to the caller; what is still out is of no use any more.' },
    failed: { description: 'The failure of the first one goes on to the caller.' },
  },
});

export const fallbackMachine: Machine = createMachine({
  id: 'fallback',
  initial: 'asked',
  states: {
    asked: {
      description: 'The call comes to the fallback, and goes on to what is inside unless that is not needed.',
      on: {
        success: { target: 'answered', description: 'What is inside answers; the answer may be kept.' },
        'fresh answer kept': {
          target: 'answered',
          description: 'A full answer that is kept is fresh enough: nobody is called.',
        },
        'no call needed': {
          target: 'degraded',
          description: 'The feature is switched off, or a degraded answer is kept and fresh: nobody is called.',
        },
        'failure, stand-in': {
          target: 'degraded',
          description: 'What is inside fails while somebody waits, and there is a substitute.',
        },
        'failure, asks another': {
          target: 'asks another',
          description: 'What is inside fails while somebody waits, and another endpoint is to be asked.',
        },
        'failure, no stand-in': {
          target: 'failed',
          description: 'What is inside fails, and there is no substitute, or nobody waits any more.',
        },
      },
    },
    answered: { description: 'The caller has an answer, as full as what it came from.' },
    degraded: { description: 'The caller has a substitute, and the answer counts as degraded.' },
    failed: { description: 'The failure goes on to the caller.' },
    'asks another': {
      description: 'The call to the other endpoint, or to the queue that takes the request for later, is out.',
      on: {
        'it answers': { target: 'degraded', description: 'The other endpoint answers.' },
        'it fails too': { target: 'failed', description: 'The other endpoint fails.' },
      },
    },
  },
});
