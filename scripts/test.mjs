import { isSupportedNode, oldNodeMessage } from './lib/node-version.mjs';

/**
 * Every proof there is, in two lanes side by side; the last line printed is the total over all.
 * What a step prints comes in one piece, when it is done; what failed, after all that passed, for a long record is read
 * from its end and often cut at its beginning.
 */
async function test() {
  // loaded only now, because an old Node may not be able to read them
  const { ensureInstalled } = await import('./lib/install.mjs');
  const { ensureChromium } = await import('./lib/chromium.mjs');
  const { ensureTenacity } = await import('./lib/python.mjs');
  const { runApart } = await import('./lib/apart.mjs');
  const { IN_ANY_ORDER, IN_ORDER } = await import('./lib/steps.mjs');

  const total = { passed: 0, failed: 0 };
  if (!(await ensureInstalled())) return { passed: 0, failed: 1 };
  // before the lanes part: a machine installs one thing at a time
  await ensureTenacity();
  await ensureChromium();

  /** @type {string[]} */
  const failures = [];
  const waiting = [...IN_ANY_ORDER];
  /** @param {{ name: string }[]} first done before any that waits is taken */
  const follow = async (first) => {
    const next = () => first.shift() ?? waiting.shift();
    for (let step = next(); step !== undefined; step = next()) {
      const { name } = step;
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
  // two, for most steps keep one core busy and a machine has two
  await Promise.all([follow([...IN_ORDER]), follow([])]);
  for (const failure of failures) console.log(failure);
  return total;
}

let total = { passed: 0, failed: 1 };
if (isSupportedNode(process.versions.node)) total = await test();
else console.error(oldNodeMessage());
console.log(`${total.passed} passed, ${total.failed} failed`);
if (total.failed > 0) process.exitCode = 1;
