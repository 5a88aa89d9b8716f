import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './processes.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

const STEP = join(ROOT, 'scripts/step.mjs');

/**
 * Runs a step in a process of its own. One that ends without telling its tally failed.
 * @param {string} name of the step
 * @param {string} [script] that runs it
 * @returns {Promise<{ tally: Tally, printed: string, seconds: number }>} `printed`: all its output, in the order it came
 */
export function runApart(name, script = STEP) {
  const began = Date.now();
  return new Promise((resolve) => {
    /** @type {Tally} */
    let tally = { passed: 0, failed: 1 };
    let printed = '';
    const child = spawn(process.execPath, [script, name], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        printed += text;
      });
    }
    child.on('message', (told) => {
      tally = /** @type {Tally} */ (told);
    });
    child.on('close', () => resolve({ tally, printed, seconds: Math.round((Date.now() - began) / 1000) }));
  });
}
