// The long form of the laws of the simulator: two thousand random systems each. A failure prints its seed and path;
// `npm run laws -- --seed N --path P` plays it again.
import { parseArgs } from 'node:util';
import { installed, run } from './lib/processes.mjs';

const LAWS = ['laws', 'random-shops', 'random-edits', 'scaling'].map((name) => `test/unit/engine/${name}.test.ts`);

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '2000' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const { code } = await run(
  installed('vitest'),
  // a law tried two thousand times takes as long as it takes
  ['run', '--project', 'node', '--testTimeout', '0', ...LAWS],
  {
    env: {
      LAWS_CASES: values.cases,
      ...(values.seed === undefined ? {} : { LAWS_SEED: values.seed }),
      ...(values.path === undefined ? {} : { LAWS_PATH: values.path }),
    },
  },
);
process.exitCode = code;
