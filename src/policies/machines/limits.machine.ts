import { createMachine } from 'xstate';
import type { Machine } from '../../kernel/machine';

/* What becomes of one call at a layer that may hold it back. A state that no event leaves is an end. */

export const bulkheadMachine: Machine = createMachine({
  id: 'bulkhead',
  initial: 'arriving',
  states: {
    arriving: {
      description: 'The call asks for a permit.',
      on: {
        'permit free': { target: 'permitted', description: 'Fewer calls are out than there are permits.' },
        'has to wait': { target: 'waiting', description: 'None is free, and the call may wait: the queue has room.' },
        full: { target: 'refused', description: 'None is free, and the call may not wait or the queue is full.' },
      },
    },
    permitted: {
      description: 'The call is out and holds a permit.',
      on: {
        'call ends': {
          target: 'finished',
          description: 'What is inside ends, however it does: the permit comes back.',
        },
      },
    },
    finished: { description: 'The outcome goes on to the caller.' },
    refused: { description: 'The call fails as “bulkhead full” and never goes out.' },
    abandoned: { description: 'Nobody waits for the call any more; it never goes out.' },
    waiting: {
      description: 'The call is in line for a permit, first come first served.',
      on: {
        'permit comes back': { target: 'permitted', description: 'A permit is free, and this is the next in line.' },
        'wait over': { target: 'refused', description: 'It has waited for as long as it may.' },
        'caller gone': { target: 'abandoned', description: 'Nobody waits for the call any more.' },
      },
    },
  },
});

export const rateLimitMachine: Machine = createMachine({
  id: 'rate limit',
  initial: 'arriving',
  states: {
    arriving: {
      description: 'The call asks for its turn.',
      on: {
        'permit left': { target: 'let out', description: 'The rate allows it now, and nobody is in line.' },
        'has to wait': {
          target: 'waiting',
          description: 'The rate does not allow it now, and there is a line to wait in.',
        },
        'none in time': {
          target: 'refused',
          description: 'The rate does not allow it now, and there is no wait, or the line has no room or is too long.',
        },
      },
    },
    'let out': { description: 'The call goes out; how it ends is nothing to the limit.' },
    refused: { description: 'The call fails as “rate limited” and never goes out.' },
    abandoned: { description: 'Nobody waits for the call any more; it never goes out, and takes no turn.' },
    waiting: {
      description: 'The call is in line, first come first served.',
      on: {
        'its turn': { target: 'let out', description: 'The rate allows one more, and this is the next in line.' },
        'wait over': { target: 'refused', description: 'It has waited for as long as it may.' },
        'caller gone': { target: 'abandoned', description: 'Nobody waits for the call any more.' },
      },
    },
  },
});

export const concurrencyLimitMachine: Machine = createMachine({
  id: 'concurrency limit',
  initial: 'arriving',
  states: {
    arriving: {
      description: 'The call asks to go out.',
      on: {
        'below the limit': { target: 'in flight', description: 'Fewer calls are in flight than the limit is now.' },
        'at the limit': { target: 'refused', description: 'As many are in flight as the limit is now.' },
      },
    },
    'in flight': {
      description: 'The call is out; the limit measures how long it takes.',
      on: {
        success: { target: 'sampled', description: 'It is answered: its time is a sample.' },
        dropped: {
          target: 'lost',
          description: 'It times out or is refused for load: a sign that the limit is too high.',
        },
        ignored: { target: 'unheeded', description: 'It ends in any other way, which tells nothing about load.' },
      },
    },
    sampled: { description: 'The limit may rise, or fall where answers have become slow.' },
    refused: { description: 'The call fails as “limit reached” and never goes out.' },
    lost: { description: 'The limit falls, at once or with its next window.' },
    unheeded: { description: 'The limit stays as it is.' },
  },
});

export const throttleMachine: Machine = createMachine({
  id: 'throttle',
  initial: 'arriving',
  states: {
    arriving: {
      description: 'The call counts as a request, and the share to hold back is reckoned.',
      on: {
        'drawn to go': { target: 'sent', description: 'The share is 0, or the draw lets the call out.' },
        'drawn to stay': { target: 'held back', description: 'The draw falls within the share.' },
      },
    },
    sent: {
      description: 'The call is out.',
      on: {
        accepted: {
          target: 'counted',
          description: 'It was worked on, whatever the answer, or nobody waits for it any more.',
        },
        rejected: { target: 'not counted', description: 'It was refused, or nothing came back.' },
      },
    },
    counted: { description: 'The call counts as accepted: the share falls.' },
    'not counted': { description: 'The call counts as a request only: the share rises.' },
    'held back': { description: 'The call fails as “throttled” and never goes out.' },
  },
});

export const capsMachine: Machine = createMachine({
  id: 'caps',
  initial: 'arriving',
  states: {
    arriving: {
      description: 'An attempt asks for a connection.',
      on: {
        'within the caps': { target: 'active', description: 'A connection may be used, and no other cap is reached.' },
        'no connection': { target: 'pending', description: 'All connections are in use, and one more may wait.' },
        overflow: {
          target: 'over the cap',
          description: 'As many wait as may, or as many requests or retries are out as may be.',
        },
      },
    },
    active: {
      description: 'The attempt is out and takes up a connection.',
      on: {
        'attempt ends': { target: 'finished', description: 'It ends, however it does: there is room for one more.' },
      },
    },
    finished: { description: 'The outcome goes on to the caller.' },
    'over the cap': { description: 'The attempt fails as “over the cap” and never goes out.' },
    abandoned: { description: 'Nobody waits for the attempt any more; it never goes out.' },
    pending: {
      description: 'The attempt is in line for a connection, first come first served.',
      on: {
        'connection free': {
          target: 'active',
          description: 'One is free, this is the next in line, and no cap is reached.',
        },
        'caller gone': { target: 'abandoned', description: 'Nobody waits for the attempt any more.' },
        'pending overflow': { target: 'over the cap', description: 'As many retries are out as may be.' },
      },
    },
  },
});
