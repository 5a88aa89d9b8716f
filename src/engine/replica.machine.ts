import { setup } from 'xstate';
import { compileMachine } from '../kernel/machine';

const nothing = () => {};

/**
 * The life of one replica. Which event is sent is the engine's decision, from the faults in force:
 * a crash outweighs a hang, and `recover` comes when none is left.
 */
export const replicaMachine = setup({
  types: { events: {} as { type: 'crash' } | { type: 'hang' } | { type: 'recover' } },
  actions: { failEverything: nothing, pauseWork: nothing, resumeWork: nothing },
}).createMachine({
  id: 'replica',
  initial: 'serving',
  states: {
    serving: {
      description: 'Takes requests and answers them.',
      on: {
        crash: { target: 'crashed', description: 'The process dies.' },
        hang: { target: 'hanging', description: 'The process stops making progress without dying.' },
      },
    },
    hanging: {
      description: 'Takes requests and answers none: workers stay held and no work goes on.',
      entry: 'pauseWork',
      on: {
        crash: { target: 'crashed', description: 'The hanging process dies.' },
        recover: {
          target: 'serving',
          actions: 'resumeWork',
          description: 'The hang ends and work goes on where it stood.',
        },
      },
    },
    crashed: {
      description: 'Is down: what it held failed at once, and new connections are refused.',
      entry: 'failEverything',
      on: {
        hang: { target: 'hanging', description: 'The process starts again, straight into a hang.' },
        recover: { target: 'serving', description: 'The process starts again, empty.' },
      },
    },
  },
});

export const replicaTable = compileMachine(replicaMachine);

/** The numbers published as gauges; the same as the table's. */
export const ReplicaState = { serving: 0, hanging: 1, crashed: 2 } as const;
export type ReplicaState = (typeof ReplicaState)[keyof typeof ReplicaState];
