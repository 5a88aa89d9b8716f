import { lstatSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npm, ROOT } from './processes.mjs';

const MODULES = 'node_modules';

/** npm writes it last, so an interrupted install counts as none. */
const INSTALLED = `${MODULES}/.package-lock.json`;

/**
 * @param {string} root
 * @returns {boolean} whether node_modules is missing, half installed or older than the lock file
 */
export function needsInstall(root) {
  const installed = statSync(join(root, INSTALLED), { throwIfNoEntry: false });
  return installed === undefined || installed.mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs;
}

/**
 * @param {string} root
 * @returns {boolean} whether node_modules is a link to somewhere else, whose contents an install would throw away
 */
const isLinked = (root) => lstatSync(join(root, MODULES), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

const lockedOnes = () => npm(['ci', '--include=dev']);

/**
 * Installs the locked dependencies where that is needed.
 * @param {string} [root]
 * @param {() => Promise<{ code: number }>} [install] throws away what is in node_modules first
 * @returns {Promise<boolean>} whether they are there now
 */
export async function ensureInstalled(root = ROOT, install = lockedOnes) {
  if (!needsInstall(root)) return true;
  if (isLinked(root)) {
    console.error(
      `The dependencies are out of date, but node_modules is a link to ${readlinkSync(join(root, MODULES))}, and an install ` +
        'would empty that folder. Install there, or remove the link, then try again.',
    );
    return false;
  }
  console.log('Installing dependencies…');
  const { code } = await install();
  if (code !== 0) console.error('The dependencies could not be installed; npm says why above.');
  return code === 0;
}
