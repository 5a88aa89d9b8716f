import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const onWindows = process.platform === 'win32';

/**
 * @typedef {object} Ended
 * @property {number} code exit code; 1 where a signal or a missing program ended it
 * @property {string} stdout what it printed, where `capture` was set; else empty
 */

/**
 * Runs a program to its end, its output going to ours.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, capture?: boolean }} [options] `env` is added to ours; `capture` keeps a copy of stdout
 * @returns {Promise<Ended>}
 */
export function run(program, args, { env = {}, capture = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
      // npm's shims are .cmd files there, which only a shell starts
      shell: onWindows && program.endsWith('.cmd'),
    });
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      process.stdout.write(text);
    });
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve({ code: 1, stdout });
    });
    child.on('close', (code) => resolve({ code: code ?? 1, stdout }));
  });
}

/**
 * @param {string} name a command that a dependency installs
 * @returns {string} its path
 */
export const installed = (name) => join(ROOT, 'node_modules', '.bin', onWindows ? `${name}.cmd` : name);

/**
 * @param {readonly string[]} args
 * @returns {Promise<Ended>}
 */
export function npm(args) {
  const cli = process.env['npm_execpath'];
  if (cli?.endsWith('npm-cli.js')) return run(process.execPath, [cli, ...args]);
  return run(onWindows ? 'npm.cmd' : 'npm', args);
}
