import { isSupportedNode, oldNodeMessage } from './lib/node-version.mjs';

/**
 * Every proof there is, in lanes side by side; the last line printed is the total over all.
 * What a step prints comes in one piece, when it is done; what failed, after all that passed, for a long record is read
 * from its end and often cut at its beginning.
 */
async function test() {
  // loaded only now, because an old Node may not be able to read them
  const { ensureInstalled } = await import('./lib/install.mjs');
  const { ensureChromium } = await import('./lib/chromium.mjs');
  const { ensureTenacity } = await import('./lib/python.mjs');
  const { runApart } = await import('./lib/apart.mjs');
  const { LANES } = await import('./lib/steps.mjs');

  const total = { passed: 0, failed: 0 };
  if (!(await ensureInstalled())) return { passed: 0, failed: 1 };
  // before the lanes part: a machine installs one thing at a time
  await ensureTenacity();
  await ensureChromium();

  /** @type {string[]} */
  const failures = [];
  /** @param {(typeof LANES)[number]} steps */
  const follow = async (steps) => {
    for (const { name } of steps) {
      console.log(`… ${name}`);
      const { tally, printed, seconds } = await runApart(name);
      const heading = `\n── ${name}: ${tally.passed} passed, ${tally.failed} failed in ${seconds} s\n`;
      if (tally.failed === 0) console.log(heading + printed);
      else {
        console.log(`${heading}what it printed comes last`);
        failures.push(heading + printed);
      }
      total.passed += tally.passed;
      total.failed += tally.failed;
    }
  };
  await Promise.all(LANES.map(follow));
  for (const failure of failures) console.log(failure);
  return total;
}

let total = { passed: 0, failed: 1 };
if (isSupportedNode(process.versions.node)) total = await test();
else console.error(oldNodeMessage());
console.log(`${total.passed} passed, ${total.failed} failed`);
if (total.failed > 0) process.exitCode = 1;
