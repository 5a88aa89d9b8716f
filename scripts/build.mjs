import { build } from './lib/dist.mjs';

if (!(await build())) process.exitCode = 1;
