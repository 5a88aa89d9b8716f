import { isSupportedNode, oldNodeMessage } from './lib/node-version.mjs';

/** Installs and builds what is missing or out of date, then serves the lab until it is stopped. */
async function start() {
  // loaded only now, because an old Node may not be able to read them
  const { ensureInstalled } = await import('./lib/install.mjs');
  const { ensureBuilt } = await import('./lib/dist.mjs');
  const { openInBrowser } = await import('./lib/desktop.mjs');
  const { ROOT } = await import('./lib/processes.mjs');
  const { serve } = await import('./lib/serve.mjs');

  if (!(await ensureInstalled()) || !(await ensureBuilt())) {
    process.exitCode = 1;
    return;
  }
  const { url } = await serve(`${ROOT}/dist`, Number(process.env['PORT'] ?? 4173));
  console.log(`Breakwater is at ${url} (Ctrl+C stops it)`);
  openInBrowser(url);
}

if (isSupportedNode(process.versions.node)) {
  await start();
} else {
  console.error(oldNodeMessage());
  process.exitCode = 1;
}
