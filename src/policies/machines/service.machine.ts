import { createMachine } from 'xstate';
import type { Machine } from '../../kernel/machine';

/* What becomes of one request at a replica of the service called. A state that no event leaves is an end. */

export const queueMachine: Machine = createMachine({
  id: 'queue',
  initial: 'arriving',
  states: {
    arriving: {
      description: 'The request has been let in and asks for a worker.',
      on: {
        'worker free': { target: 'served', description: 'A worker takes it up at once.' },
        'all busy': { target: 'queued', description: 'No worker is free, and the queue has room.' },
        'queue full': { target: 'refused', description: 'No worker is free, and the queue has no room.' },
      },
    },
    served: { description: 'A worker has taken it up; the queue has no more to do with it.' },
    refused: { description: 'The request fails as “queue full” without being worked on.' },
    dropped: { description: 'The request fails after its wait, without being worked on.' },
    gone: { description: 'It is in the queue no more, and there is nothing to answer.' },
    queued: {
      description: 'It waits in the queue.',
      on: {
        'its turn': { target: 'served', description: 'A worker is free, and by the discipline this is the next.' },
        'waits too long': {
          target: 'dropped',
          description: 'It would be next, but waits have been too long for too long: CoDel drops it.',
        },
        'cannot be in time': {
          target: 'dropped',
          description: 'It would be next, but in order of deadlines: its work would end after its deadline.',
        },
        'deadline passed': {
          target: 'dropped',
          description: 'It would be next, but the time in which its answer is of use is over.',
        },
        'called off': { target: 'gone', description: 'Word comes that its caller has called it off.' },
        crash: { target: 'gone', description: 'The replica crashes.' },
      },
    },
  },
});

export const shedMachine: Machine = createMachine({
  id: 'shed',
  initial: 'arriving',
  states: {
    arriving: {
      description: 'The request reaches its replica.',
      on: {
        'below its share': {
          target: 'let in',
          description: 'Queue and workers are filled to less than the shares for its priority.',
        },
        'share reached': {
          target: 'shed',
          description: 'The queue or the workers are filled to the share from which its priority is turned away.',
        },
      },
    },
    'let in': { description: 'It goes on to the limit, the workers and the queue.' },
    shed: { description: 'The request fails as “shed”, at once and cheaply.' },
  },
});
