import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { keepConstants } from '../../scripts/vite/constants.mjs';

/**
 * Bundles a module of ours with all that it needs, as a release has it, and gives the bundle's path. For whatever turns
 * millions of events: modules loaded one by one reach each other through getters, which makes the engine four times slower.
 * It comes into its place whole, for another process may be reading the one before.
 */
export async function bundleForNode(source: URL, outDir: string): Promise<string> {
  const name = basename(source.pathname, '.ts');
  const path = join(outDir, `${name}.mjs`);
  await mkdir(outDir, { recursive: true });
  const apart = await mkdtemp(join(outDir, 'new-'));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [keepConstants()],
    build: {
      ssr: fileURLToPath(source),
      outDir: apart,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
    ssr: { noExternal: true },
  });
  await rename(join(apart, `${name}.mjs`), path);
  await rm(apart, { recursive: true });
  return path;
}
