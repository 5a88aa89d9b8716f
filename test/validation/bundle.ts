import { fileURLToPath } from 'node:url';
import { bundleForNode } from '../support/bundle';

/** Bundles what a thread of the validation loads, and gives its path. */
export function bundlePlay(): Promise<string> {
  const cache = new URL('../../node_modules/.cache/breakwater-validation', import.meta.url);
  return bundleForNode(new URL('./play.ts', import.meta.url), fileURLToPath(cache));
}
