/** Keeps to syntax that any Node able to load a module can read, so that an old one gets this sentence and not a stack trace. */

/** The oldest Node on which the toolchain works; `engines` in package.json says the same. */
export const OLDEST_NODE = '20.19.0';

/**
 * @param {string} version as in `process.versions.node`
 * @returns {boolean} whether it is at least `OLDEST_NODE`
 */
export function isSupportedNode(version) {
  const have = version.split('.').map(Number);
  const need = OLDEST_NODE.split('.').map(Number);
  for (let i = 0; i < need.length; i++) {
    if (have[i] !== need[i]) return Number(have[i]) > Number(need[i]);
  }
  return true;
}

/** @returns {string} the one line for somebody whose Node is too old */
export function oldNodeMessage() {
  return `Breakwater needs Node ${OLDEST_NODE} or newer; this is Node ${process.versions.node}. See https://nodejs.org`;
}
