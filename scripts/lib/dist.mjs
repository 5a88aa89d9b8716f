import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installed, ROOT, run } from './processes.mjs';

/** Everything that dist/ is made from. */
const SOURCES = [
  'src',
  'lessons',
  'public',
  'scripts/vite',
  'index.html',
  'vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
];

/** Kept outside dist/, which is published as it is. */
const STAMP = 'node_modules/.cache/breakwater/built-from';

/**
 * @param {string} root
 * @param {readonly string[]} [sources] files and folders in it
 * @returns {string} a hash over the names and contents of the sources
 */
export function hashSources(root, sources = SOURCES) {
  const hash = createHash('sha256');
  /** @param {string} path */
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
    } else {
      const bytes = readFileSync(full);
      hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    }
  };
  sources.forEach(add);
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @returns {boolean} whether dist/ was made from the sources as they are
 */
export function isFresh(root) {
  const stamp = join(root, STAMP);
  if (!existsSync(join(root, 'dist/index.html')) || !existsSync(stamp)) return false;
  return readFileSync(stamp, 'utf8') === hashSources(root);
}

/**
 * Notes what dist/ was made from.
 * @param {string} root
 * @param {string} hash of the sources as they were when the build began
 */
export function markBuilt(root, hash) {
  const stamp = join(root, STAMP);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

/** @returns {Promise<boolean>} whether it was built */
export async function build() {
  rmSync(join(ROOT, STAMP), { force: true });
  const hash = hashSources(ROOT);
  const { code } = await run(installed('vite'), ['build']);
  if (code === 0) markBuilt(ROOT, hash);
  return code === 0;
}

/**
 * Builds unless dist/ is fresh.
 * @returns {Promise<boolean>} whether dist/ is fresh now
 */
export async function ensureBuilt() {
  if (isFresh(ROOT)) return true;
  console.log('Building…');
  return build();
}
