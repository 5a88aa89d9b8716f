import { statSync } from 'node:fs';
import { join } from 'node:path';
import { npm, ROOT } from './processes.mjs';

/** npm writes it last, so an interrupted install counts as none. */
const INSTALLED = 'node_modules/.package-lock.json';

/**
 * @param {string} root
 * @returns {boolean} whether node_modules is missing, half installed or older than the lock file
 */
export function needsInstall(root) {
  const installed = statSync(join(root, INSTALLED), { throwIfNoEntry: false });
  return installed === undefined || installed.mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs;
}

/**
 * Installs the locked dependencies where that is needed.
 * @returns {Promise<boolean>} whether they are there now
 */
export async function ensureInstalled() {
  if (!needsInstall(ROOT)) return true;
  console.log('Installing dependencies…');
  const { code } = await npm(['ci', '--include=dev']);
  if (code !== 0) console.error('The dependencies could not be installed; npm says why above.');
  return code === 0;
}
