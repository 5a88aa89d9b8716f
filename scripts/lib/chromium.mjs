import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installed, run } from './processes.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const APPLICATIONS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]} where a Chromium may be, best first
 */
export function chromiumCandidates(env) {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => ['/usr/bin', ...folders].map((folder) => join(folder, name)));
  return [...(env['CHROMIUM'] ? [env['CHROMIUM']] : []), ...new Set(onPath), ...APPLICATIONS];
}

/**
 * @param {string} path
 * @returns {boolean} whether it starts; a distribution's stand-in that only asks to be replaced does not
 */
const starts = (path) =>
  existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;

/** @returns {Promise<string | null>} the path of a Chromium on this machine, Playwright's own included */
export async function findChromium() {
  const { chromium } = await import('@playwright/test');
  return [...chromiumCandidates(process.env), chromium.executablePath()].find(starts) ?? null;
}

/** @returns {Promise<string | null>} the path of a Chromium, installed in the way this machine allows if there was none */
export async function ensureChromium() {
  const found = await findChromium();
  if (found !== null) return found;

  console.log('Installing Chromium…');
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', 'chromium'], { env });
    const packaged = await findChromium();
    if (packaged !== null) return packaged;
  }
  await run(installed('playwright'), ['install', 'chromium']);
  const downloaded = await findChromium();
  if (downloaded === null) {
    console.error('Missing: a Chromium for the browser tests. Install one, or set CHROMIUM to the path of one.');
  }
  return downloaded;
}
