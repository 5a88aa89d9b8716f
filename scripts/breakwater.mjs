import { isSupportedNode, oldNodeMessage } from './lib/node-version.mjs';

if (isSupportedNode(process.versions.node)) {
  // loaded only now, because an old Node may not be able to read it
  const { ensureCli } = await import('./lib/cli.mjs');
  await import((await ensureCli()).href);
} else {
  console.error(oldNodeMessage());
  process.exitCode = 1;
}
