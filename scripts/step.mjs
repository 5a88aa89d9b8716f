// One step of `npm test` in a process of its own, so that what it prints can be kept together; tells its tally to the parent.
import { IN_ANY_ORDER, IN_ORDER } from './lib/steps.mjs';

const step = [...IN_ORDER, ...IN_ANY_ORDER].find(({ name }) => name === process.argv[2]);
if (step === undefined) throw new Error(`There is no step ${process.argv[2]}.`);
const tally = await step.run();
if (process.send) process.send(tally);
else console.log(tally);
