import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds what a worker thread loads: modules loaded one by one make the engine four times slower. Gives its path. */
export async function bundlePlay(): Promise<string> {
  const outDir = here('../../node_modules/.cache/breakwater-validation');
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: here('./play.ts'),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'play.mjs' } },
    },
  });
  return `${outDir}/play.mjs`;
}
