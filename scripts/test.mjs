import { isSupportedNode, oldNodeMessage } from './lib/node-version.mjs';

/** Every proof there is, in order, up to the first that fails; the last line printed is the total over all of them. */
async function test() {
  // loaded only now, because an old Node may not be able to read them
  const { ensureInstalled } = await import('./lib/install.mjs');
  const { STEPS } = await import('./lib/steps.mjs');

  if (!(await ensureInstalled())) return { passed: 0, failed: 1 };
  const total = { passed: 0, failed: 0 };
  for (const { name, run } of STEPS) {
    console.log(`\n── ${name}`);
    const { passed, failed } = await run();
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) {
      console.log(`\nStopped: ${name} failed.`);
      break;
    }
  }
  return total;
}

let total = { passed: 0, failed: 1 };
if (isSupportedNode(process.versions.node)) total = await test();
else console.error(oldNodeMessage());
console.log(`${total.passed} passed, ${total.failed} failed`);
if (total.failed > 0) process.exitCode = 1;
