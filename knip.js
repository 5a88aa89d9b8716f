export default {
  entry: [
    'src/lab/worker.ts',
    'src/cli/main.ts',
    'scripts/*.mjs',
    'test/bench/browser/play.ts',
    'test/bench/one-run.ts',
    'test/bench/one-snapshot.ts',
    'test/bench/peer.mjs',
    'test/e2e/digest/page.ts',
    'test/validation/play.ts',
  ],
  project: ['src/**/*.{ts,svelte,css}', 'scripts/**/*.mjs', 'test/**/*.ts', '*.config.{ts,js}'],
  ignoreExportsUsedInFile: { interface: true, type: true },
  // so that what style sheets import is seen
  compilers: { css: (text) => [...text.matchAll(/(?<=@)import[^;]+/g)].join('\n') },
};
