import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Bundles the engine once for the tests that run millions of events: between modules that are loaded one by one, as tests
 * load them, every call goes through a getter, which makes the engine four times slower than in a build.
 */
export default async function bundleCore(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: here('./core.ts'),
      outDir: here('../../../node_modules/.cache/breakwater-core'),
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'core.mjs', topLevelVar: false } },
    },
  });
}
