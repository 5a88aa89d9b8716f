import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { keepConstants } from '../../scripts/vite/constants.mjs';

/**
 * Bundles a module of ours with all that it needs, as a release has it, and gives the bundle's path. For whatever turns
 * millions of events: modules loaded one by one reach each other through getters, which makes the engine four times slower.
 */
export async function bundleForNode(source: URL, outDir: string): Promise<string> {
  const name = basename(source.pathname, '.ts');
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [keepConstants()],
    build: {
      ssr: fileURLToPath(source),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
    ssr: { noExternal: true },
  });
  return join(outDir, `${name}.mjs`);
}
