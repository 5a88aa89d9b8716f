// One step of `npm test` in a process of its own, so that what it prints can be kept together; tells its tally to the parent.
import { LANES } from './lib/steps.mjs';

const step = LANES.flat().find(({ name }) => name === process.argv[2]);
if (step === undefined) throw new Error(`There is no step ${process.argv[2]}.`);
const tally = await step.run();
if (process.send) process.send(tally);
else console.log(tally);
