import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { keepConstants } from '../vite/constants.mjs';
import { madeAhead, SCHEMAS } from '../vite/schemas.mjs';
import { hashSources } from './dist.mjs';
import { ROOT } from './processes.mjs';

/** Everything that the command line is made from. */
const SOURCES = [
  ...['kernel', 'policies', 'scenario', 'engine', 'lesson', 'interop', 'cli'].map((room) => `src/${room}`),
  'package-lock.json',
  'scripts/lib/cli.mjs',
  'scripts/vite/constants.mjs',
  'scripts/vite/schemas.mjs',
];

const CACHE = join(ROOT, 'node_modules/.cache/breakwater-cli');
const MAIN = 'main.mjs';

/** An earlier bundle may still be about to start its threads. */
const KEEP_MS = 24 * 60 * 60 * 1000;

/**
 * Bundles the command line unless that was done: modules loaded one by one make the engine four times slower. Several
 * commands may start at once, so each builds in a folder of its own and the first to finish gives it its name.
 * @returns {Promise<URL>} the module that carries out the command it is started with
 */
export async function ensureCli() {
  const hash = hashSources(ROOT, SOURCES).slice(0, 16);
  const folder = join(CACHE, hash);
  const main = pathToFileURL(join(folder, MAIN));
  if (existsSync(main)) return main;

  const { build } = await import('vite');
  mkdirSync(CACHE, { recursive: true });
  removeOld();
  const outDir = mkdtempSync(join(CACHE, 'building-'));
  await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: 'warn',
    plugins: [keepConstants(), madeAhead(SCHEMAS)],
    build: {
      ssr: join(ROOT, 'src/cli/main.ts'),
      outDir,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: MAIN }, checks: { pluginTimings: false } },
    },
  });
  try {
    renameSync(outDir, folder);
  } catch (error) {
    rmSync(outDir, { recursive: true, force: true });
    if (!existsSync(main)) throw error;
  }
  return main;
}

function removeOld() {
  for (const name of readdirSync(CACHE)) {
    const folder = join(CACHE, name);
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat && stat.mtimeMs < Date.now() - KEEP_MS) rmSync(folder, { recursive: true, force: true });
  }
}
