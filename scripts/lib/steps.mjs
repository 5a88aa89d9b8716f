import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureBuilt } from './dist.mjs';
import { installed, ROOT, run } from './processes.mjs';
import { settle, tallyLastLine, tallyPlaywright, tallyVitest } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

const REPORTS = join(ROOT, 'node_modules/.cache/breakwater');

/**
 * One that passes or fails as a whole.
 * @param {boolean} passed
 * @returns {Tally}
 */
const single = (passed) => (passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/**
 * @param {string} program
 * @param {...string} args
 */
const command = (program, ...args) => ({
  name: [program, ...args].join(' '),
  run: async () => single((await run(installed(program), args)).code === 0),
});

/**
 * @param {string} name of the report
 * @param {(file: string) => Promise<number>} runner writes the report to the file and returns its exit code
 * @param {(report: any) => Tally} tally
 * @returns {Promise<Tally>}
 */
async function reported(name, runner, tally) {
  const file = join(REPORTS, `${name}.json`);
  mkdirSync(REPORTS, { recursive: true });
  rmSync(file, { force: true });
  const code = await runner(file);
  return settle(existsSync(file) ? tally(JSON.parse(readFileSync(file, 'utf8'))) : single(false), code);
}

/**
 * @param {string} name
 * @param {string[]} projects of vite.config.ts
 * @param {...string} options
 */
const vitest = (name, projects, ...options) => ({
  name,
  run: () =>
    reported(
      name.replace(/\W/g, '-'),
      async (file) => {
        const chosen = projects.flatMap((project) => ['--project', project]);
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
        return (await run(installed('vitest'), ['run', ...chosen, ...options, ...reporters])).code;
      },
      tallyVitest,
    ),
});

const lessons = {
  name: 'lessons',
  run: async () => {
    const { code, stdout } = await run(process.execPath, ['scripts/breakwater.mjs', 'check'], { capture: true });
    return settle(tallyLastLine(stdout) ?? single(false), code);
  },
};

const browser = {
  name: 'browser',
  run: async () => {
    const chromium = await ensureChromium();
    if (chromium === null || !(await ensureBuilt())) return single(false);
    return reported(
      'browser',
      async (file) => {
        const env = { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
        return (await run(installed('playwright'), ['test', '--reporter=list,json'], { env })).code;
      },
      tallyPlaywright,
    );
  },
};

/** Where unit tests take longest: each a step of its own, which either lane may take. */
const LONG_FOLDERS = ['test/unit/engine', 'test/unit/cli'];

/** All others that the project has. */
const SHORT_FOLDERS = readdirSync(join(ROOT, 'test/unit'))
  .map((name) => `test/unit/${name}`)
  .filter((folder) => !LONG_FOLDERS.includes(folder))
  .concat('test/golden');

/** What the browser needs, and the browser itself: one after the other. */
export const IN_ORDER = [{ name: 'build', run: async () => single(await ensureBuilt()) }, browser];

/** What needs nothing else; the longest first, so that two lanes end together. */
export const IN_ANY_ORDER = [
  vitest('test/unit', ['node'], ...SHORT_FOLDERS),
  ...LONG_FOLDERS.map((folder) => vitest(folder, ['node'], folder)),
  vitest('validation', ['validation']),
  vitest('dom', ['stopped', 'dom', 'dom-alone']),
  command('svelte-check', '--tsconfig', 'tsconfig.json', '--fail-on-warnings'),
  command('prettier', '--check', '--log-level', 'warn', '.'),
  command('eslint', '.', '--max-warnings', '0'),
  command('tsc', '-p', 'tsconfig.core.json'),
  command('tsc', '-p', 'tsconfig.node.json'),
  vitest('architecture', ['architecture']),
  command('knip'),
  lessons,
];
