import { fileURLToPath } from 'node:url';
import { bundleForNode } from '../../support/bundle';

/** Bundles the engine once for the tests that run millions of events. */
export default async function bundleCore(): Promise<void> {
  const cache = new URL('../../../node_modules/.cache/breakwater-core', import.meta.url);
  await bundleForNode(new URL('./core.ts', import.meta.url), fileURLToPath(cache));
}
