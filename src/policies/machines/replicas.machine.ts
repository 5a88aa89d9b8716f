import { createMachine } from 'xstate';
import type { Machine } from '../../kernel/machine';

/* What decides which replica is asked, and over what. */

/** One replica of the one called, as one replica of the caller sees it. */
export const outliersMachine: Machine = createMachine({
  id: 'outliers',
  initial: 'in rotation',
  states: {
    'in rotation': {
      description: 'The replica is asked like every other.',
      on: {
        'failures in a row': {
          target: 'ejected',
          description: 'Its last failure was one too many in a row, and as many may be ejected.',
        },
        'success rate': {
          target: 'ejected',
          description: 'At a sweep its success rate is too far below that of the others.',
        },
        'failure percentage': {
          target: 'ejected',
          description: 'At a sweep its share of failures is at or above the limit.',
        },
      },
    },
    ejected: {
      description: 'The replica is not asked, unless so few are left that all are (panic).',
      on: {
        'ejection time over': {
          target: 'in rotation',
          description: 'At a sweep it has been out for its time, which grows with each ejection.',
        },
      },
    },
  },
});

/** One attempt, as the way of balancing sees it. */
export const balanceMachine: Machine = createMachine({
  id: 'balance',
  initial: 'choosing',
  states: {
    choosing: {
      description: 'An attempt is about to be sent.',
      on: {
        'replica chosen': { target: 'outstanding', description: 'The way of balancing names a replica.' },
        'none in rotation': { target: 'no replica', description: 'All are ejected, and there is no panic.' },
      },
    },
    outstanding: {
      description: 'The attempt is out, and counts for least requests and the ways like it.',
      on: {
        answered: { target: 'ended', description: 'Its end is known here, however late; peak EWMA takes its time.' },
        'called off': { target: 'cancelled', description: 'Nobody needs it, and its caller has said so.' },
      },
    },
    ended: { description: 'It counts for its replica no more.' },
    cancelled: { description: 'What comes of it nobody will hear.' },
    'no replica': { description: 'The attempt fails as “no replica” and never goes out.' },
  },
});

/** One connection between a replica of the caller and one of the callee. */
export const connectionMachine: Machine = createMachine({
  id: 'connection',
  initial: 'none',
  states: {
    none: {
      description: 'No connection is idle when an attempt is to be sent.',
      on: { attempt: { target: 'connecting', description: 'The attempt makes one of its own.' } },
    },
    connecting: {
      description: 'The address is looked up if need be, and the connection set up.',
      on: {
        connected: { target: 'in use', description: 'It stands, and the message goes over it.' },
        'no connection': { target: 'closed', description: 'It does not stand in time, or the replica is down.' },
      },
    },
    'in use': {
      description: 'One attempt is out over it.',
      on: {
        answered: {
          target: 'idle',
          description: 'The attempt ends while somebody waits for it, by an answer or a refusal: it is kept.',
        },
        'not kept': {
          target: 'closed',
          description: 'It broke, nobody waited any more, it has carried as many as it may, or none is kept.',
        },
      },
    },
    idle: {
      description: 'It waits in the pool; the newest is used first.',
      on: {
        reused: { target: 'in use', description: 'Another attempt goes over it, without a wait.' },
        'keep-alive over': { target: 'closed', description: 'It has been idle for longer than one is kept.' },
        'pool full': {
          target: 'closed',
          description: 'Another becomes idle and takes its place; it was idle for longest.',
        },
        crash: { target: 'closed', description: 'A replica at one of its ends crashes.' },
      },
    },
    closed: { description: 'It is gone.' },
  },
});
